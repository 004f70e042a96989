package io.siteagent.core.usage;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.rancher.Area;
import io.siteagent.core.rancher.Listed;
import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.VolumeClaim;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * What the projects of a cluster occupy, from lists of the whole cluster that are read once, when first needed, and
 * summed up by namespace while they stream in. The number of calls depends on pages only, the memory on the number of
 * namespaces. Serves all offerings of a run. Thread-safe; never throws for what the cluster does.
 */
public final class ClusterUsage {

    private static final int LISTS = 4;

    private final ProjectNamespaces namespaces;
    private final Map<Measure.Source, NamespacedList<?>> lists;

    ClusterUsage(ProjectNamespaces namespaces, Map<Measure.Source, NamespacedList<?>> lists) {
        this.namespaces = namespaces;
        this.lists = Map.copyOf(lists);
    }

    /** Nothing is read yet. */
    public static ClusterUsage of(RancherClient rancher) {
        return new ClusterUsage(
                ProjectNamespaces.of(rancher),
                Map.of(
                        Measure.Source.PODS,
                        new NamespacedList<>(area -> rancher.foldPods(area, RequestTally::new, RequestTally::add)),
                        Measure.Source.VOLUME_CLAIMS,
                        new NamespacedList<>(area -> claims(rancher, area)),
                        Measure.Source.RESOURCE_QUOTAS,
                        new NamespacedList<>(
                                area -> rancher.foldResourceQuotas(area, QuotaTally::new, QuotaTally::add))));
    }

    private static RequestTally claims(RancherClient rancher, Area area) {
        return rancher.foldVolumeClaims(area, RequestTally::new, (tally, claim) -> tally.add(storageOf(claim)));
    }

    private static Listed<PodUsage> storageOf(Listed<VolumeClaim> listed) {
        return switch (listed) {
            case Listed.Read<VolumeClaim>(var claim) ->
                new Listed.Read<>(new PodUsage(claim.namespace(), Map.of(Measure.STORAGE, claim.requestedStorage())));
            case Listed.Unreadable<VolumeClaim>(var namespace, var name, var what) ->
                new Listed.Unreadable<>(namespace, name, what);
        };
    }

    /** Reads at the same time what these measures will need; a list that none of them needs is not read. */
    public void prefetch(Collection<Measure> measures) {
        var reads = new ArrayList<Callable<Boolean>>();
        reads.add(() -> {
            namespaces.ofCluster().get();
            return true;
        });
        measures.stream()
                .map(Measure::source)
                .distinct()
                .forEach(source -> reads.add(() -> {
                    listOf(source).prefetch();
                    return true;
                }));
        Parallel.all(LISTS, reads);
    }

    /**
     * What one project occupies in all its namespaces together.
     *
     * @param projectId {@code <cluster>:<project>}
     */
    public ProjectUsage of(String projectId, Collection<Measure> measures) {
        return switch (namespaces.of(projectId)) {
            case Reading.Failed<?>(var failure) -> new ProjectUsage.Unread(failure);
            case Reading.Complete<Optional<List<String>>>(var names) ->
                names.<ProjectUsage>map(found -> sum(found, measures)).orElseGet(ProjectUsage.NoProject::new);
        };
    }

    private ProjectUsage sum(Collection<String> ofProject, Collection<Measure> measures) {
        var amounts = new HashMap<String, BigDecimal>();
        var unmetered = new ArrayList<String>();
        for (var measure : measures) {
            switch (total(ofProject, measure)) {
                case Reading.Failed<?>(var failure) -> {
                    return new ProjectUsage.Unread(failure);
                }
                case Reading.Complete<Optional<Quantity>>(var total) -> {
                    var objection = total.flatMap(measure::objectionTo);
                    if (objection.isPresent()) {
                        return new ProjectUsage.Implausible(objection.get());
                    }
                    total.ifPresentOrElse(
                            quantity -> amounts.put(measure.component(), measure.amountOf(quantity)),
                            () -> unmetered.add(measure.component()));
                }
            }
        }
        return new ProjectUsage.Known(amounts, unmetered);
    }

    /** By the first of the measure's keys that every namespace has an amount for: sums of unlike things are no sums. */
    private Reading<Optional<Quantity>> total(Collection<String> ofProject, Measure measure) {
        for (var key : measure.keys()) {
            var total = total(ofProject, measure.source(), key);
            if (!(total instanceof Reading.Complete<Optional<Quantity>>(var amount) && amount.isEmpty())) {
                return total;
            }
        }
        return new Reading.Complete<>(Optional.empty());
    }

    private Reading<Optional<Quantity>> total(Collection<String> ofProject, Measure.Source source, String key) {
        var total = Quantity.ZERO;
        for (var namespace : ofProject) {
            switch (amount(source, namespace, key)) {
                case Reading.Failed<Optional<Quantity>> failed -> {
                    return failed;
                }
                case Reading.Complete<Optional<Quantity>>(var amount) -> {
                    if (amount.isEmpty()) {
                        return new Reading.Complete<>(Optional.empty());
                    }
                    total = total.plus(amount.get());
                }
            }
        }
        return new Reading.Complete<>(Optional.of(total));
    }

    private Reading<Optional<Quantity>> amount(Measure.Source source, String namespace, String key) {
        return switch (listOf(source).of(namespace)) {
            case Reading.Failed<?>(var failure) -> new Reading.Failed<>(failure);
            case Reading.Complete<? extends Tally<?>>(var tally) -> tally.in(namespace, key);
        };
    }

    private NamespacedList<?> listOf(Measure.Source source) {
        return Optional.<NamespacedList<?>>ofNullable(lists.get(source)).orElseThrow();
    }
}
