package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;

/** What the bodies of orders and resources have in common. */
record Views(WorldState state, String base) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final String CATEGORY = "3cf8022258154c89953b7b2118b6983e";

    static Views of(Caller caller) {
        return new Views(caller.state(), caller.base());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    static void putTime(ObjectNode node, String name, Optional<Instant> at) {
        at.ifPresentOrElse(t -> node.put(name, time(t)), () -> node.putNull(name));
    }

    static void putNulls(ObjectNode node, String... names) {
        for (var name : names) {
            node.putNull(name);
        }
    }

    static void putLimits(ObjectNode node, String name, Map<String, Long> limits) {
        var object = node.putObject(name);
        limits.forEach(object::put);
    }

    String url(String collection, String uuid) {
        return "%s/api/%s/%s/".formatted(base, collection, uuid);
    }

    /** What an order and a resource repeat of their offering and plan. */
    void putOffering(ObjectNode node, Offering offering, Optional<String> plan) {
        var provider = WorldState.known(state.customers(), offering.customer());
        node.put("offering", url("marketplace-public-offerings", offering.uuid()))
                .put("offering_name", offering.name())
                .put("offering_uuid", offering.uuid())
                .put("offering_description", "")
                .put("offering_type", offering.type())
                .put("offering_terms_of_service", "")
                .put("offering_shared", true)
                .put("offering_billable", true)
                .put("provider_name", provider.name())
                .put("provider_uuid", provider.uuid())
                .put("category_title", "Containers")
                .put("category_uuid", CATEGORY);
        putNulls(node, "offering_image", "offering_thumbnail", "category_icon");
        node.putObject("offering_plugin_options");
        plan.map(offering::plan)
                .ifPresentOrElse(
                        p -> node.put(
                                        "plan",
                                        "%splans/%s/"
                                                .formatted(
                                                        url("marketplace-public-offerings", offering.uuid()), p.uuid()))
                                .put("plan_unit", "month")
                                .put("plan_name", p.name())
                                .put("plan_uuid", p.uuid())
                                .put("plan_description", ""),
                        () -> node.putNull("plan"));
    }

    /** What an order and a resource repeat of their project and customer. */
    void putProject(ObjectNode node, Project project) {
        var customer = state.customerOf(project);
        node.put("project_uuid", project.uuid())
                .put("project_name", project.name())
                .put("project_description", project.description())
                .put("customer_uuid", customer.uuid())
                .put("customer_name", customer.name());
    }

    void putSlugs(ObjectNode node, Project project) {
        node.put("project_slug", project.slug())
                .put("customer_slug", state.customerOf(project).slug());
    }

    /** The hidden object of 7.0.7; it is not what an agent calls a resource. */
    void putAllocation(ObjectNode node, Resource resource) {
        resource.allocation()
                .ifPresentOrElse(
                        a -> node.put("resource_uuid", a).put("resource_type", "SLURM.Allocation"),
                        () -> putNulls(node, "resource_uuid", "resource_type"));
    }
}
