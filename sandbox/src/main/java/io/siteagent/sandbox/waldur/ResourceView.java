package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The body of a resource, key by key as recorded. */
final class ResourceView {

    private ResourceView() {}

    /** As in lists: without the two orders that only the detail holds. */
    static ObjectNode of(Views views, Resource resource) {
        var state = views.state();
        var offering = state.offeringOf(resource);
        var project = state.projectOf(resource);
        var node = Views.object();
        views.putOffering(node, offering, Optional.of(resource.plan()));
        views.putProject(node, project);
        views.putAllocation(node, resource);
        if (state.version() == ServerVersion.V8) {
            views.putSlugs(node, project);
            Views.putTime(node, "last_sync", resource.lastSync());
        }
        Views.putLimits(node, "limits", resource.limits());
        node.set("attributes", resource.attributes());
        node.set("backend_metadata", resource.backendMetadata());
        node.put("uuid", resource.uuid())
                .put("url", views.url("marketplace-resources", resource.uuid()))
                .put("project", views.url("projects", project.uuid()))
                .put("created", Views.time(resource.created()))
                .put("modified", Views.time(resource.modified()))
                .put("name", resource.name())
                .put("slug", resource.slug())
                .put("description", "")
                .put("state", resource.state().text())
                .put("backend_id", resource.backendId())
                .put("effective_id", "")
                .put("error_message", resource.errorMessage())
                .put("error_traceback", resource.errorTraceback())
                .put("offering_customer_uuid", offering.customer());
        resource.allocation()
                .ifPresentOrElse(
                        a -> node.put("scope", views.url("slurm-allocations", a)), () -> node.putNull("scope"));
        putUse(node, resource, offering, state);
        Views.putNulls(node, "project_end_date", "project_end_date_requested_by", "end_date", "end_date_requested_by");
        Views.putNulls(node, "report", "username", "options");
        node.putArray("endpoints");
        node.putArray("available_actions");
        return node;
    }

    static ObjectNode detailed(Views views, Resource resource) {
        var node = of(views, resource);
        var orders = views.state().orders().values().stream()
                .filter(o -> o.resource().equals(resource.uuid()))
                .toList();
        orders.stream()
                .filter(Order::isOpen)
                .findFirst()
                .ifPresentOrElse(
                        o -> node.set("order_in_progress", OrderView.of(views, o)),
                        () -> node.putNull("order_in_progress"));
        orders.stream()
                .filter(o -> o.type() == Order.Type.CREATE)
                .findFirst()
                .ifPresentOrElse(
                        o -> node.set("creation_order", OrderView.of(views, o)), () -> node.putNull("creation_order"));
        return node;
    }

    private static void putUse(ObjectNode node, Resource resource, Offering offering, WorldState state) {
        boolean open =
                state.orders().values().stream().anyMatch(o -> o.resource().equals(resource.uuid()) && o.isOpen());
        boolean terminable = resource.state() == Resource.State.OK || resource.state() == Resource.State.ERRED;
        node.put("can_terminate", terminable && !open)
                .put("is_usage_based", has(offering, "usage"))
                .put("is_limit_based", has(offering, "limit"))
                .put("paused", resource.flags().paused())
                .put("downscaled", resource.flags().downscaled())
                .put("restrict_member_access", resource.flags().restrictMemberAccess());
        var usages = node.putObject("current_usages");
        resource.currentUsages().forEach(usages::put);
        var limitUsage = node.putObject("limit_usage");
        offering.components().stream()
                .filter(c -> c.billingType().equals("limit"))
                .forEach(c -> limitUsage.putNull(c.type()));
    }

    private static boolean has(Offering offering, String billingType) {
        return offering.components().stream().anyMatch(c -> c.billingType().equals(billingType));
    }
}
