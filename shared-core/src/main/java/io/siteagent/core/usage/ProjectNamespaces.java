package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which namespaces make up which project.
 *
 * @param byProject names of namespaces by the id of their project
 * @param projects ids of the cluster's projects; read only when a project of interest has no namespace
 */
record ProjectNamespaces(Reading<Map<String, List<String>>> byProject, Reading<Set<String>> projects) {

    static ProjectNamespaces read(RancherClient rancher, Collection<String> ofInterest) {
        var byProject = Reading.of(() -> byProject(rancher.clusterId(), rancher.namespaces()));
        return new ProjectNamespaces(
                byProject,
                isSomeMissing(byProject, ofInterest)
                        ? Reading.of(() -> idsOf(rancher.projects()))
                        : new Reading.Complete<>(Set.of()));
    }

    /** By annotation, as {@link Namespace#projectId()} says: the label of the same name outlives its project. */
    static Map<String, List<String>> byProject(String cluster, Collection<Namespace> namespaces) {
        if (namespaces.isEmpty()) {
            // Kubernetes itself keeps "default" and "kube-system" alive, so this is a list that somebody has cut.
            throw new RemoteException(
                    RemoteException.Reason.MALFORMED,
                    RemoteSystem.RANCHER,
                    "list namespaces of cluster",
                    cluster,
                    0,
                    "no cluster is without any namespace",
                    null);
        }
        return namespaces.stream()
                .filter(namespace -> namespace.projectId().isPresent())
                .collect(Collectors.groupingBy(
                        namespace -> namespace.projectId().orElseThrow(),
                        Collectors.mapping(Namespace::name, Collectors.toList())));
    }

    private static boolean isSomeMissing(Reading<Map<String, List<String>>> namespaces, Collection<String> ofInterest) {
        return switch (namespaces) {
            case Reading.Failed<?> _ -> false;
            case Reading.Complete(var byProject) -> !byProject.keySet().containsAll(ofInterest);
        };
    }

    private static Set<String> idsOf(Collection<Project> projects) {
        return projects.stream().map(Project::id).collect(Collectors.toUnmodifiableSet());
    }
}
