package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.util.Optional;

/** {@code /api/marketplace-provider-offerings/}. */
final class OfferingsApi {

    private OfferingsApi() {}

    static Answer list(Caller caller) {
        var views = Views.of(caller);
        return ListQuery.of(caller)
                .page(caller.state().offerings().values().stream()
                        .filter(caller::serves)
                        .map(o -> view(views, o))
                        .toList());
    }

    static Answer detail(Caller caller, String uuid) {
        var view = view(Views.of(caller), caller.offering(uuid));
        return Answer.json(200, ListQuery.of(caller).trimmed(view).toString());
    }

    private static ObjectNode view(Views views, Offering offering) {
        var node = Views.object();
        views.putOffering(node, offering, Optional.empty());
        node.retain("category_uuid", "category_title");
        var provider = WorldState.known(views.state().customers(), offering.customer());
        node.put("url", views.url("marketplace-provider-offerings", offering.uuid()))
                .put("uuid", offering.uuid())
                .put("created", Views.time(offering.created()))
                .put("name", offering.name())
                .put("slug", offering.slug())
                .put("type", offering.type())
                .put("state", "Active")
                .put("customer", views.url("customers", provider.uuid()))
                .put("customer_uuid", provider.uuid())
                .put("customer_name", provider.name())
                .put(
                        "category",
                        views.url(
                                "marketplace-categories",
                                node.path("category_uuid").asText()))
                .put("shared", true)
                .put("billable", true)
                .put("citation_count", -1)
                .put("total_customers", 1)
                .put("total_cost", 0)
                .put("total_cost_estimated", 0)
                .put("order_count", orders(views.state(), offering));
        putConstants(node);
        node.putObject("secret_options").put("service_provider_can_create_offering_user", true);
        var components = node.putArray("components");
        offering.components().forEach(c -> components.add(component(c)));
        var plans = node.putArray("plans");
        offering.plans().forEach(p -> plans.add(plan(views, offering, p)));
        return node;
    }

    private static void putConstants(ObjectNode node) {
        for (var text : new String[] {
            "description", "full_description", "terms_of_service", "terms_of_service_link", "privacy_policy_link",
            "native_name", "native_description", "vendor_details", "getting_started", "integration_guide",
            "paused_reason", "datacite_doi", "country", "backend_id"
        }) {
            node.put(text, "");
        }
        for (var list :
                new String[] {"endpoints", "roles", "screenshots", "files", "organization_groups", "integration_status"
                }) {
            node.putArray(list);
        }
        for (var object : new String[] {
            "attributes", "options", "resource_options", "plugin_options", "service_attributes", "backend_metadata"
        }) {
            node.putObject(object);
        }
        Views.putNulls(node, "project", "rating", "thumbnail", "scope", "latitude", "longitude", "image");
        Views.putNulls(node, "google_calendar_is_public", "google_calendar_link");
    }

    private static ObjectNode component(Component component) {
        var node = Views.object()
                .put("uuid", component.uuid())
                .put("billing_type", component.billingType())
                .put("type", component.type())
                .put("name", component.name())
                .put("description", "")
                .put("measured_unit", component.measuredUnit())
                .put("article_code", "")
                .put("is_boolean", false)
                .put("is_builtin", false);
        boolean monthly = component.billingType().equals("limit")
                || component.limitAmount().isPresent();
        node.put("limit_period", monthly ? "month" : null);
        node.put("limit_amount", component.limitAmount().orElse(null));
        node.put("max_value", component.maxValue().orElse(null));
        node.put("min_value", component.maxValue().isPresent() ? Integer.valueOf(1) : null);
        Views.putNulls(node, "max_available_limit", "default_limit", "factor");
        return node;
    }

    private static ObjectNode plan(Views views, Offering offering, Plan plan) {
        var node = Views.object()
                .put("url", views.url("marketplace-plans", plan.uuid()))
                .put("uuid", plan.uuid())
                .put("name", plan.name())
                .put("description", "")
                .put("article_code", "")
                .put("archived", false)
                .put("is_active", true)
                .put("unit_price", "0.0000000000")
                .put("unit", "month")
                .put("init_price", 0)
                .put("switch_price", 0)
                .put("backend_id", "")
                .put("resources_count", resources(views.state(), plan))
                .put("plan_type", "mixed")
                .put("minimal_price", plan.price());
        node.putNull("max_amount");
        node.putArray("organization_groups");
        var prices = node.putObject("prices");
        var later = node.putObject("future_prices");
        var quotas = node.putObject("quotas");
        offering.components().forEach(c -> {
            prices.put(c.type(), plan.price());
            later.putNull(c.type());
            quotas.put(c.type(), 0);
        });
        return node;
    }

    private static long orders(WorldState state, Offering offering) {
        return state.orders().values().stream()
                .filter(o -> state.resourceOf(o).offering().equals(offering.uuid()))
                .count();
    }

    private static long resources(WorldState state, Plan plan) {
        return state.resources().values().stream()
                .filter(r -> r.plan().equals(plan.uuid()))
                .count();
    }
}
