package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * What the projects of a cluster occupy, from three lists of the whole cluster (namespaces, pods, volume claims) that
 * are read at the same time and summed up by namespace while they stream in. The number of calls depends on pages only,
 * the memory on the number of namespaces.
 */
public final class ClusterUsage {

    private final Reading<Map<String, List<String>>> namespaces;
    private final Reading<UsageTally> pods;
    private final Reading<UsageTally> volumeClaims;
    private final Reading<Set<String>> projects;

    /**
     * @param namespaces names of namespaces by the id of their project
     * @param pods requests of pods
     * @param volumeClaims requests of volume claims
     * @param projects ids of the cluster's projects; read only when a project of interest has no namespace
     */
    ClusterUsage(
            Reading<Map<String, List<String>>> namespaces,
            Reading<UsageTally> pods,
            Reading<UsageTally> volumeClaims,
            Reading<Set<String>> projects) {
        this.namespaces = namespaces;
        this.pods = pods;
        this.volumeClaims = volumeClaims;
        this.projects = projects;
    }

    /**
     * Never throws for what the cluster does: a list that can't be read makes the amounts unknown that depend on it.
     *
     * @param ofInterest ids ({@code <cluster>:<project>}) of the projects that will be asked for
     */
    public static ClusterUsage read(RancherClient rancher, Collection<String> ofInterest) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var pods = CompletableFuture.supplyAsync(() -> Reading.of(() -> podsOf(rancher)), threads);
            var claims = CompletableFuture.supplyAsync(() -> Reading.of(() -> volumeClaimsOf(rancher)), threads);
            var namespaces = Reading.of(() -> byProject(rancher.clusterId(), rancher.namespaces()));
            var projects = projectsIfNeeded(rancher, namespaces, ofInterest);
            return new ClusterUsage(namespaces, pods.join(), claims.join(), projects);
        }
    }

    private static UsageTally podsOf(RancherClient rancher) {
        var tally = new UsageTally();
        rancher.forEachPod(tally::add);
        return tally;
    }

    private static UsageTally volumeClaimsOf(RancherClient rancher) {
        var tally = new UsageTally();
        rancher.forEachVolumeClaim(tally::add);
        return tally;
    }

    /** By annotation, as {@link Namespace#projectId()} says: the label of the same name outlives its project. */
    static Map<String, List<String>> byProject(String cluster, List<Namespace> namespaces) {
        if (namespaces.isEmpty()) {
            // Every cluster has at least "default" and "kube-system": this token sees nothing, or somebody cut the
            // list.
            throw new RemoteException(
                    RemoteException.Reason.MALFORMED,
                    RemoteSystem.RANCHER,
                    "list namespaces of cluster",
                    cluster,
                    0,
                    "the list is empty, which no cluster's is",
                    null);
        }
        var byProject = new HashMap<String, List<String>>();
        for (var namespace : namespaces) {
            namespace
                    .projectId()
                    .ifPresent(project -> byProject
                            .computeIfAbsent(project, _ -> new ArrayList<>())
                            .add(namespace.name()));
        }
        return byProject;
    }

    private static Reading<Set<String>> projectsIfNeeded(
            RancherClient rancher, Reading<Map<String, List<String>>> namespaces, Collection<String> ofInterest) {
        var needed = switch (namespaces) {
            case Reading.Failed<?> _ -> false;
            case Reading.Complete(var byProject) -> !byProject.keySet().containsAll(ofInterest);
        };
        return needed
                ? Reading.of(() -> rancher.projects().stream().map(Project::id).collect(Collectors.toUnmodifiableSet()))
                : new Reading.Complete<>(Set.of());
    }

    /**
     * What one project occupies in all its namespaces together.
     *
     * @param projectId {@code <cluster>:<project>}, one of those of interest
     */
    public ProjectUsage of(String projectId, Collection<Measure> measures) {
        return switch (namespaces) {
            case Reading.Failed(var failure) -> new ProjectUsage.Unread(failure);
            case Reading.Complete(var byProject) ->
                byProject.containsKey(projectId)
                        ? sum(byProject.getOrDefault(projectId, List.of()), measures)
                        : withoutNamespace(projectId, measures);
        };
    }

    /** A real zero needs proof that the project is there; a token that sees no namespaces of it proves nothing. */
    private ProjectUsage withoutNamespace(String projectId, Collection<Measure> measures) {
        return switch (projects) {
            case Reading.Failed(var failure) -> new ProjectUsage.Unread(failure);
            case Reading.Complete(var known) ->
                known.contains(projectId) ? sum(List.of(), measures) : new ProjectUsage.NoProject();
        };
    }

    private ProjectUsage sum(List<String> ofProject, Collection<Measure> measures) {
        var amounts = new HashMap<String, BigDecimal>();
        for (var measure : measures) {
            switch (listOf(measure.source())) {
                case Reading.Failed(var failure) -> {
                    return new ProjectUsage.Unread(failure);
                }
                case Reading.Complete(var tally) -> {
                    var total = tally.sum(ofProject, measure.resource());
                    var objection = measure.objectionTo(total);
                    if (objection.isPresent()) {
                        return new ProjectUsage.Implausible(objection.get());
                    }
                    amounts.put(measure.component(), measure.amountOf(total));
                }
            }
        }
        return new ProjectUsage.Known(amounts);
    }

    private Reading<UsageTally> listOf(Measure.Source source) {
        return switch (source) {
            case PODS -> pods;
            case VOLUME_CLAIMS -> volumeClaims;
        };
    }
}
