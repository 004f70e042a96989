package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.usage.ClusterUsage;
import io.siteagent.core.usage.HeldUsage;
import io.siteagent.core.usage.Measure;
import io.siteagent.core.usage.ProjectUsage;
import io.siteagent.core.usage.ReportedComponents;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Usage of one offering: what each resource occupies in the cluster goes to Waldur as this month's usage. A resource
 * whose figures Waldur holds already costs no call, a changed one exactly one; a resource whose figures are not known
 * for sure is left as it is.
 */
final class ReportPass {

    private static final int AT_ONCE = 4;

    private final WaldurClient waldur;
    private final RancherClient rancher;
    private final Offering offering;
    private final Clock clock;

    /** @param clock tells, in the offering's time zone, which month it is */
    ReportPass(WaldurClient waldur, RancherClient rancher, Offering offering, Clock clock) {
        this.waldur = waldur;
        this.rancher = rancher;
        this.offering = offering;
        this.clock = clock;
    }

    /**
     * @param trigger a sweep takes every resource of the offering, a resource's name that one
     * @return one item for each resource; one for the offering when an operator should look at it
     * @throws io.siteagent.core.http.RemoteException when Waldur does not give what every resource's report needs; all
     *     other failures end up in the items
     */
    List<PassReport.Item> run(Trigger trigger, Deadline deadline) {
        var month = monthNow();
        return switch (trigger) {
            case Trigger.Sweep _ ->
                report(() -> waldur.resources(offering.uuid(), UsageSubmission.ACCEPTING_STATES), month, deadline);
            case Trigger.OneResource one -> one(one.resource(), month, deadline);
            case Trigger.OneProject(var _, var project) ->
                report(
                        () -> waldur.resources(offering.uuid(), UsageSubmission.ACCEPTING_STATES).stream()
                                .filter(resource -> resource.projectUuid().equals(project))
                                .toList(),
                        month,
                        deadline);
            case Trigger.OneOrder(var _, var order) ->
                List.of(new PassReport.Item(
                        offering.name(),
                        "order",
                        order.hex(),
                        "",
                        new Outcome.Skipped("usage is reported for resources; name one, or sweep"),
                        List.of()));
        };
    }

    private List<PassReport.Item> one(WaldurUuid uuid, YearMonth month, Deadline deadline) {
        var resource = waldur.resource(uuid);
        if (!resource.offering().equals(offering.uuid())) {
            return List.of(item(resource, new Outcome.Skipped("belongs to offering " + resource.offering())));
        }
        return UsageSubmission.ACCEPTING_STATES.contains(resource.state())
                ? report(() -> List.of(resource), month, deadline)
                : List.of(item(resource, UsageSubmission.notAccepting(resource.state())));
    }

    private List<PassReport.Item> report(Callable<List<Resource>> listed, YearMonth month, Deadline deadline) {
        return Parallel.both(
                listed,
                () -> waldur.components(offering.uuid()),
                (resources, sold) ->
                        report(resources, ReportedComponents.of(offering.components(), sold), month, deadline));
    }

    private List<PassReport.Item> report(
            List<Resource> resources, ReportedComponents components, YearMonth month, Deadline deadline) {
        if (components.measures().isEmpty()) {
            var nothing = new Outcome.Skipped("Waldur takes usage of none of the configured components");
            return List.of(ofOffering(nothing, components.warnings()));
        }
        var items = new ArrayList<PassReport.Item>();
        if (!components.warnings().isEmpty()) {
            items.add(ofOffering(new Outcome.Unchanged(), components.warnings()));
        }
        if (!resources.isEmpty()) {
            var figures = read(resources, components.measures(), month);
            var submission = new UsageSubmission(waldur, month, this::monthNow, deadline);
            items.addAll(Parallel.all(
                    AT_ONCE,
                    resources.stream()
                            .<Callable<PassReport.Item>>map(resource -> () -> report(resource, figures, submission))
                            .toList()));
        }
        return items;
    }

    /** Everything that the reports of single resources are decided from. */
    private record Figures(HeldUsage held, ClusterUsage cluster) {}

    private Figures read(List<Resource> resources, List<Measure> measures, YearMonth month) {
        var projects = resources.stream()
                .flatMap(resource -> projectOf(resource).stream())
                .toList();
        return Parallel.both(
                () -> new HeldUsage(waldur.usages(offering.uuid(), month)),
                () -> ClusterUsage.read(rancher, measures, projects),
                Figures::new);
    }

    private PassReport.Item report(Resource resource, Figures figures, UsageSubmission submission) {
        return Outcomes.contain(
                offering.name(),
                "resource",
                resource.uuid().hex(),
                resource.name(),
                () -> Outcomes.Result.of(outcome(resource, figures, submission)));
    }

    private Outcome outcome(Resource resource, Figures figures, UsageSubmission submission) {
        if (resource.backendId().isEmpty()) {
            return new Outcome.Skipped("has no backend id, so its project and its usage are unknown");
        }
        var project = projectOf(resource);
        if (project.isEmpty()) {
            return new Outcome.Failed(
                    ("backend id \"%s\" in Waldur is not a project of cluster %s: its usage is unknown; correct it in"
                                    + " Waldur, or serve the resource from the offering of its cluster")
                            .formatted(resource.backendId().get(), rancher.clusterId()));
        }
        return switch (figures.cluster().of(project.get())) {
            case ProjectUsage.Unread(var failure) -> Outcomes.of(failure);
            case ProjectUsage.Implausible(var reason) ->
                new Outcome.Failed("usage can't be true and is not reported: " + reason);
            case ProjectUsage.NoProject() -> withoutProject(resource, project.get());
            case ProjectUsage.Known(var amounts) ->
                figures.held().matches(resource.uuid(), amounts)
                        ? new Outcome.Unchanged()
                        : submission.submit(resource, amounts);
        };
    }

    private static Outcome withoutProject(Resource resource, String project) {
        return resource.state() == ResourceState.TERMINATING
                ? new Outcome.Skipped("is being terminated and its project is gone already")
                : new Outcome.Failed(
                        "Rancher shows no project " + project + ": its usage is unknown, and no zero is reported");
    }

    /** The resource's project, if it is one of the configured cluster: of others we see no namespace. */
    private Optional<String> projectOf(Resource resource) {
        var prefix = rancher.clusterId() + ":";
        return resource.backendId().filter(id -> id.startsWith(prefix) && id.length() > prefix.length());
    }

    private YearMonth monthNow() {
        return YearMonth.now(clock.withZone(offering.timezone()));
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
