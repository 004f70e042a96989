package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The body of an order, key by key as recorded. */
final class OrderView {

    private OrderView() {}

    static ObjectNode of(Views views, Order order) {
        var state = views.state();
        var resource = state.resourceOf(order);
        var project = state.projectOf(resource);
        var node = Views.object();
        views.putOffering(node, state.offeringOf(resource), order.plan());
        views.putProject(node, project);
        views.putSlugs(node, project);
        views.putAllocation(node, resource);
        Views.putLimits(node, "limits", order.limits());
        node.set("attributes", order.attributes());
        node.put("uuid", order.uuid())
                .put("created", Views.time(order.created()))
                .put("modified", Views.time(order.modified()))
                .put("type", order.type().text())
                .put("state", order.state().text())
                .put("resource_name", resource.name())
                .put("marketplace_resource_uuid", resource.uuid())
                .put("output", "")
                .put("error_message", order.errorMessage())
                .put("can_terminate", false)
                .put("fixed_price", 0)
                .put("activation_price", 0)
                .put("backend_id", order.backendId());
        Views.putNulls(node, "callback_url", "termination_comment", "issue", "created_by_civil_number");
        putPrices(node, state.offeringOf(resource), order);
        putReviews(node, state, order);
        return node;
    }

    private static void putPrices(ObjectNode node, Offering offering, Order order) {
        node.put("old_cost_estimate", order.oldCost());
        order.cost()
                .ifPresentOrElse(
                        cost -> node.put("new_cost_estimate", cost)
                                .put("cost", String.format(Locale.ROOT, "%.10f", cost)),
                        () -> Views.putNulls(node, "new_cost_estimate", "cost"));
        order.plan()
                .map(offering::plan)
                .ifPresent(plan -> node.put("new_plan_name", plan.name()).put("new_plan_uuid", plan.uuid()));
    }

    private static void putReviews(ObjectNode node, WorldState state, Order order) {
        var creator = WorldState.known(state.people(), order.createdBy());
        node.put("created_by_full_name", creator.fullName());
        if (order.state() == Order.State.PENDING_CONSUMER) {
            node.putNull("consumer_reviewed_at");
        } else {
            node.put("consumer_reviewed_by", creator.username())
                    .put("consumer_reviewed_by_full_name", creator.fullName())
                    .put("consumer_reviewed_at", Views.time(order.created()));
        }
        order.reviewedBy()
                .map(uuid -> WorldState.known(state.people(), uuid))
                .ifPresent(reviewer -> node.put("provider_reviewed_by", reviewer.username())
                        .put("provider_reviewed_by_full_name", reviewer.fullName()));
        Views.putTime(node, "provider_reviewed_at", order.reviewedAt());
    }
}
