package io.siteagent.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.waldur.Order;

/** Bodies of Waldur's webhook about things of a test: recorded ones, with other names of things in them. */
final class Hook {

    private Hook() {}

    static String approved(Order order, String offering, String created) {
        return about(order, offering, "marketplace_order_approved-create", created);
    }

    static String requested(Order order, String offering, String created) {
        return about(order, offering, "marketplace_resource_create_requested", created);
    }

    /** Somebody got a role in a project. */
    static String roleGranted(String project) {
        JsonNode body = Recorded.request("role_granted-project").path("body").deepCopy();
        ((ObjectNode) body.path("context")).put("scope_uuid", project);
        return body.toString();
    }

    private static String about(Order order, String offering, String recorded, String created) {
        JsonNode body = Recorded.request(recorded).path("body").deepCopy();
        ((ObjectNode) body).put("created", created);
        var context = (ObjectNode) body.path("context");
        if (context.has("order_uuid")) {
            context.put("order_uuid", order.uuid());
        }
        context.put("resource_uuid", order.resource()).put("offering_uuid", offering);
        return body.toString();
    }
}
