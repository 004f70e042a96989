package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.UsageSettings.Aggregation;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.usage.ClusterUsage;
import io.siteagent.core.usage.HeldUsage;
import io.siteagent.core.usage.Measure;
import io.siteagent.core.usage.MonthFigures;
import io.siteagent.core.usage.ReportedComponents;
import io.siteagent.core.usage.ReportingMonth;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Usage of one offering: what each resource occupies in the cluster goes to Waldur as this month's usage. A resource
 * whose figures Waldur holds already costs no call, a changed one exactly one; a resource whose figures are not known
 * for sure is left as it is.
 */
final class ReportPass {

    private static final int AT_ONCE = 8;

    private final Offering offering;
    private final WaldurClient waldur;
    private final ClusterUsage cluster;
    private final ReportingMonth month;
    private final Clock clock;
    private final Deadline deadline;

    /**
     * @param waldur must not send anything after the end of the month
     * @param month the month in which the run began, before anything of the cluster was read
     */
    ReportPass(
            Offering offering,
            WaldurClient waldur,
            ClusterUsage cluster,
            ReportingMonth month,
            Clock clock,
            Deadline deadline) {
        this.offering = offering;
        this.waldur = waldur;
        this.cluster = cluster;
        this.month = month;
        this.clock = clock;
        this.deadline = deadline;
    }

    /**
     * @param trigger a sweep takes every resource of the offering, a resource's name that one
     * @return one item for each resource; one for the offering when an operator should look at it
     * @throws io.siteagent.core.http.RemoteException when Waldur does not give what every resource's report needs; all
     *     other failures end up in the items
     */
    List<PassReport.Item> run(Trigger trigger) {
        if (offering.usage().aggregation() != Aggregation.CURRENT && month.isAnotherByUtc(clock.instant())) {
            return List.of(Outcomes.skipped(
                    offering,
                    "it is " + month.month() + " in " + month.zone() + ", but not by UTC: a peak or an average would"
                            + " be mixed up with that of the other month"));
        }
        return switch (trigger) {
            case Trigger.Sweep _ -> report(this::resources, this::presentMonth);
            case Trigger.ReportShard shard ->
                report(
                        () -> resources().stream()
                                .filter(resource -> shard.holds(resource.uuid()))
                                .toList(),
                        this::presentMonth);
            case Trigger.OneProject(var _, var project) ->
                report(
                        () -> resources().stream()
                                .filter(resource -> resource.projectUuid().equals(project))
                                .toList(),
                        this::presentMonth);
            case Trigger.OneResource one -> one(one.resource());
            case Trigger.PastMonth(var wanted) -> backFill(wanted);
            case Trigger.OneOrder _, Trigger.OrphanGroups _ ->
                List.of(Outcomes.skipped(offering, "usage is reported for resources; name one, or sweep"));
        };
    }

    /**
     * Gives a past month the figures that it has none of, where the server allows it.
     *
     * @return one item for each resource that was there before the month ended
     */
    private List<PassReport.Item> backFill(YearMonth wanted) {
        var past = new ReportingMonth(wanted, month.zone());
        if (past.equals(month)) {
            return report(this::resources, this::presentMonth);
        }
        if (!past.isBefore(month)) {
            return List.of(Outcomes.skipped(offering, wanted + " has not begun yet"));
        }
        return report(
                () -> createdBefore(past.end()),
                () -> new BackFill(
                        waldur, past, new HeldUsage(waldur.usages(offering.uuid(), wanted)), figures(), clock));
    }

    private List<Resource> createdBefore(Instant end) {
        var created = waldur.creationTimes(offering.uuid());
        return resources().stream()
                .filter(resource -> created.getOrDefault(resource.uuid(), end).isBefore(end))
                .toList();
    }

    private Delivery presentMonth() {
        return new MonthDelivery(figures(), new UsageSubmission(waldur, month, clock, deadline), clock);
    }

    private MonthFigures figures() {
        return new MonthFigures(
                offering.usage().aggregation(), new HeldUsage(waldur.usages(offering.uuid(), month.month())));
    }

    private List<Resource> resources() {
        return waldur.resources(offering.uuid(), UsageSubmission.ACCEPTING_STATES);
    }

    private List<PassReport.Item> one(WaldurUuid uuid) {
        var resource = waldur.resource(uuid);
        if (!resource.offering().equals(offering.uuid())) {
            return List.of(item(resource, new Outcome.Skipped("belongs to offering " + resource.offering())));
        }
        return UsageSubmission.ACCEPTING_STATES.contains(resource.state())
                ? report(() -> List.of(resource), this::presentMonth)
                : List.of(item(resource, UsageSubmission.notAccepting(resource.state())));
    }

    /**
     * Measures resources and hands on what is known of each.
     *
     * @param prepared reads what the delivery needs, while the cluster is read; not asked for without resources
     */
    private List<PassReport.Item> report(Callable<List<Resource>> listed, Callable<? extends Delivery> prepared) {
        return Parallel.both(
                listed,
                () -> waldur.components(offering.uuid()),
                (resources, sold) -> report(
                        resources, ReportedComponents.of(offering.components(), offering.usage(), sold), prepared));
    }

    private List<PassReport.Item> report(
            List<Resource> resources, ReportedComponents components, Callable<? extends Delivery> prepared) {
        if (components.measures().isEmpty()) {
            var nothing = new Outcome.Skipped("Waldur takes usage of none of the configured components");
            return List.of(ofOffering(nothing, components.warnings()));
        }
        var items = new ArrayList<PassReport.Item>();
        if (!components.warnings().isEmpty()) {
            items.add(ofOffering(new Outcome.Unchanged(), components.warnings()));
        }
        if (!resources.isEmpty()) {
            var report = Parallel.both(
                    prepared,
                    () -> prefetch(components.measures()),
                    (delivery, _) -> new ResourceReport(offering, cluster, components.measures(), delivery));
            items.addAll(Parallel.all(
                    AT_ONCE,
                    resources.stream()
                            .<Callable<PassReport.Item>>map(resource -> () -> report.of(resource))
                            .toList()));
        }
        return items;
    }

    private boolean prefetch(List<Measure> measures) {
        cluster.prefetch(measures);
        return true;
    }

    private PassReport.Item item(Resource resource, Outcome outcome) {
        return new PassReport.Item(
                offering.name(), "resource", resource.uuid().hex(), resource.name(), outcome, List.of());
    }

    private PassReport.Item ofOffering(Outcome outcome, List<String> warnings) {
        return new PassReport.Item(
                offering.name(), "offering", offering.uuid().hex(), offering.name(), outcome, warnings);
    }
}
