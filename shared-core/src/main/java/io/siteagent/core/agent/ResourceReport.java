package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.usage.ClusterUsage;
import io.siteagent.core.usage.Measure;
import io.siteagent.core.usage.ProjectUsage;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is decided for one resource after another once the cluster is read. */
record ResourceReport(Offering offering, ClusterUsage cluster, List<Measure> measures, Delivery delivery) {

    /** Whatever goes wrong with this resource ends up in its item. */
    PassReport.Item of(Resource resource) {
        return Outcomes.contain(
                offering.name(), "resource", resource.uuid().hex(), resource.name(), () -> report(resource));
    }

    private Outcomes.Result report(Resource resource) {
        if (resource.backendId().isEmpty()) {
            return result(new Outcome.Skipped("has no backend id, so its project and its usage are unknown"));
        }
        var project = projectOf(resource);
        if (project.isEmpty()) {
            return result(new Outcome.Failed(
                    ("backend id \"%s\" in Waldur is not a project of cluster %s: its usage is unknown; correct it in"
                                    + " Waldur, or serve the resource from the offering of its cluster")
                            .formatted(
                                    resource.backendId().get(),
                                    offering.rancher().clusterId())));
        }
        return switch (cluster.of(project.get(), measures)) {
            case ProjectUsage.Unread(var failure) -> result(Outcomes.of(failure));
            case ProjectUsage.Implausible(var reason) ->
                result(new Outcome.Failed("usage can't be true and is not reported: " + reason));
            case ProjectUsage.NoProject() -> result(withoutProject(resource, project.get()));
            case ProjectUsage.Known(var amounts, var unmetered) ->
                new Outcomes.Result(known(resource, amounts), warnings(unmetered));
        };
    }

    private Outcome known(Resource resource, Map<String, BigDecimal> amounts) {
        if (amounts.isEmpty()) {
            return new Outcome.Failed("no ResourceQuota of its project counts any of the offering's components");
        }
        return delivery.deliver(resource, amounts);
    }

    private static List<String> warnings(List<String> unmetered) {
        return unmetered.stream()
                .map(component -> "component " + component + " is not counted by a ResourceQuota in every namespace of"
                        + " the project: its usage is not reported")
                .toList();
    }

    private static Outcome withoutProject(Resource resource, String project) {
        return resource.state() == ResourceState.TERMINATING
                ? new Outcome.Skipped("is being terminated and its project is gone already")
                : new Outcome.Failed(
                        "Rancher shows no project " + project + ": its usage is unknown, and no zero is reported");
    }

    /** The resource's project, if it is one of the configured cluster: of others we see no namespace. */
    private Optional<String> projectOf(Resource resource) {
        var prefix = offering.rancher().clusterId() + ":";
        return resource.backendId().filter(id -> id.startsWith(prefix) && id.length() > prefix.length());
    }

    private static Outcomes.Result result(Outcome outcome) {
        return Outcomes.Result.of(outcome);
    }
}
