package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.VisibleNamespace;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which namespaces make up which project of a cluster, read when first asked for. Thread-safe.
 *
 * @param ofCluster names of namespaces by the id of their project, of the whole cluster
 * @param visible the same of what a token sees that may not list the cluster
 * @param projects ids of the cluster's projects; read only when a project of interest has no namespace
 */
record ProjectNamespaces(
        Once<Reading<Map<String, List<String>>>> ofCluster,
        Once<Reading<Map<String, List<String>>>> visible,
        Once<Reading<Set<String>>> projects) {

    static ProjectNamespaces of(RancherClient rancher) {
        return new ProjectNamespaces(
                new Once<>(() -> Reading.of(() -> byProject(rancher.clusterId(), rancher.namespaces()))),
                new Once<>(() -> Reading.of(() -> byProject(rancher.visibleNamespaces().stream()))),
                new Once<>(() -> Reading.of(() -> idsOf(rancher.projects()))));
    }

    /**
     * Names of the project's namespaces; {@code Optional.empty()} when there is no such project.
     *
     * <p>That a project has no namespaces needs proof that it is there. A token that sees none of them, because it may
     * not list the cluster's, proves nothing.
     */
    Reading<Optional<List<String>>> of(String projectId) {
        return switch (ofCluster.get()) {
            case Reading.Failed<?>(var failure) when NamespacedList.isRefused(failure) -> seen(projectId, failure);
            case Reading.Failed<?>(var failure) -> new Reading.Failed<>(failure);
            case Reading.Complete<Map<String, List<String>>>(var byProject) -> {
                var names = Optional.ofNullable(byProject.get(projectId));
                yield names.isPresent() ? new Reading.Complete<>(names) : withoutNamespace(projectId);
            }
        };
    }

    private Reading<Optional<List<String>>> seen(String projectId, RemoteException refusal) {
        return switch (visible.get()) {
            case Reading.Failed<?>(var failure) -> new Reading.Failed<>(failure);
            case Reading.Complete<Map<String, List<String>>>(var byProject) -> {
                var names = Optional.ofNullable(byProject.get(projectId));
                yield names.isPresent() ? new Reading.Complete<>(names) : new Reading.Failed<>(refusal);
            }
        };
    }

    private Reading<Optional<List<String>>> withoutNamespace(String projectId) {
        return switch (projects.get()) {
            case Reading.Failed<?>(var failure) -> new Reading.Failed<>(failure);
            case Reading.Complete<Set<String>>(var known) ->
                new Reading.Complete<>(known.contains(projectId) ? Optional.of(List.of()) : Optional.empty());
        };
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
        return byProject(
                namespaces.stream().map(namespace -> new VisibleNamespace(namespace.name(), namespace.projectId())));
    }

    private static Map<String, List<String>> byProject(Stream<VisibleNamespace> namespaces) {
        return namespaces
                .filter(namespace -> namespace.projectId().isPresent())
                .collect(Collectors.groupingBy(
                        namespace -> namespace.projectId().orElseThrow(),
                        Collectors.mapping(VisibleNamespace::name, Collectors.toList())));
    }

    private static Set<String> idsOf(Collection<Project> projects) {
        return projects.stream().map(Project::id).collect(Collectors.toUnmodifiableSet());
    }
}
