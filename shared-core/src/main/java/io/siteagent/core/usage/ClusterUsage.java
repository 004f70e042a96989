package io.siteagent.core.usage;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.rancher.RancherClient;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * What the projects of a cluster occupy, from lists of the whole cluster (namespaces, pods, volume claims) that are
 * read at the same time and summed up by namespace while they stream in. The number of calls depends on pages only, the
 * memory on the number of namespaces.
 */
public final class ClusterUsage {

    private final Collection<Measure> measures;
    private final ProjectNamespaces namespaces;
    private final Reading<UsageTally> pods;
    private final Reading<UsageTally> volumeClaims;

    ClusterUsage(
            Collection<Measure> measures,
            ProjectNamespaces namespaces,
            Reading<UsageTally> pods,
            Reading<UsageTally> volumeClaims) {
        this.measures = List.copyOf(measures);
        this.namespaces = namespaces;
        this.pods = pods;
        this.volumeClaims = volumeClaims;
    }

    /**
     * Never throws for what the cluster does: a list that can't be read makes the amounts unknown that depend on it.
     *
     * @param measures what is wanted of each project; a list that none of them needs is not read
     * @param ofInterest ids ({@code <cluster>:<project>}) of the projects that will be asked for
     */
    public static ClusterUsage read(
            RancherClient rancher, Collection<Measure> measures, Collection<String> ofInterest) {
        return Parallel.both(
                () -> ProjectNamespaces.read(rancher, ofInterest),
                () -> Parallel.both(
                        () -> tally(rancher, Measure.Source.PODS, measures),
                        () -> tally(rancher, Measure.Source.VOLUME_CLAIMS, measures),
                        Requests::new),
                (namespaces, requests) ->
                        new ClusterUsage(measures, namespaces, requests.pods(), requests.volumeClaims()));
    }

    private record Requests(Reading<UsageTally> pods, Reading<UsageTally> volumeClaims) {}

    private static Reading<UsageTally> tally(
            RancherClient rancher, Measure.Source source, Collection<Measure> measures) {
        var tally = new UsageTally();
        if (measures.stream().noneMatch(measure -> measure.source() == source)) {
            return new Reading.Complete<>(tally);
        }
        return Reading.of(() -> {
            switch (source) {
                case PODS -> rancher.forEachPod(tally::add);
                case VOLUME_CLAIMS -> rancher.forEachVolumeClaim(tally::add);
            }
            return tally;
        });
    }

    /**
     * What one project occupies in all its namespaces together.
     *
     * @param projectId {@code <cluster>:<project>}, one of those of interest
     */
    public ProjectUsage of(String projectId) {
        return switch (namespaces.byProject()) {
            case Reading.Failed(var failure) -> new ProjectUsage.Unread(failure);
            case Reading.Complete(var byProject) -> {
                var ofProject = byProject.getOrDefault(projectId, List.of());
                yield ofProject.isEmpty() ? withoutNamespace(projectId) : sum(ofProject);
            }
        };
    }

    /** A real zero needs proof that the project is there; a token that sees no namespaces of it proves nothing. */
    private ProjectUsage withoutNamespace(String projectId) {
        return switch (namespaces.projects()) {
            case Reading.Failed(var failure) -> new ProjectUsage.Unread(failure);
            case Reading.Complete(var known) ->
                known.contains(projectId) ? sum(List.of()) : new ProjectUsage.NoProject();
        };
    }

    private ProjectUsage sum(Collection<String> ofProject) {
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
