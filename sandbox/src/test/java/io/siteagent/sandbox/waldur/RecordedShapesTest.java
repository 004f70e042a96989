package io.siteagent.sandbox.waldur;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the stand-in answers has the keys, and under each key the kind of value, that the real Waldur was seen to
 * answer.
 */
class RecordedShapesTest {

    /**
     * Filled by what people put there. The order inside a resource is compared on its own: in the recording of a
     * resource that is OK it still was the pending one, seconds after it was done.
     */
    private static final Set<String> FREE = Set.of(
            "attributes",
            "limits",
            "limit_usage",
            "current_usages",
            "backend_metadata",
            "prices",
            "quotas",
            "future_prices",
            "integration_status",
            "min_value",
            "max_value",
            "creation_order");

    private final WaldurStandIn waldur = new WaldurStandIn();
    private final Api api = new Api(waldur);
    private final DemoWorld world = DemoWorld.in(waldur);
    private final Order order = world.orders().getFirst();

    @BeforeEach
    void components() {
        world.offering().component("pods", "usage");
    }

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void a_pending_order_and_its_resource() {
        isLike("order-detail-pending-provider", "marketplace-orders/%s/".formatted(order.uuid()));
        isLike("orders-list-pending-provider", "marketplace-orders/");
        isLike("resource-detail-creating", resource(""));
    }

    @Test
    void a_done_order_and_its_resource() {
        finish();

        isLike("order-detail-done", "marketplace-orders/%s/".formatted(order.uuid()));
        isLike("resource-detail-ok", resource(""));
        isLike("resources-list", "marketplace-provider-resources/?state=OK");
        isLike("resource-plan-periods", resource("plan_periods/"));
    }

    @Test
    void orders_to_update_and_to_terminate() {
        finish();
        var update = waldur.consumer().updateLimits(order.resource(), Map.of("cpu", 9L));
        isLike("order-detail-update-pending", "marketplace-orders/%s/".formatted(update.uuid()));
        waldur.consumer().cancel(update.uuid());

        var terminate = waldur.consumer().terminate(order.resource());
        isLike("order-detail-terminate-pending", "marketplace-orders/%s/".formatted(terminate.uuid()));
    }

    @Test
    void people() {
        world.offering().username("alice", "alice_k8s");
        world.offering().username("bob", "");
        isLike("resource-team", resource("team/"));
        isLike("users-me", "users/me/");
        var provider = api.get(world.agentToken(), "marketplace-service-providers/")
                .json()
                .at("/0/uuid")
                .asText();
        isLike(
                "service-provider-project-permissions",
                "marketplace-service-providers/%s/project_permissions/".formatted(provider));
    }

    @Test
    void usage_and_offering() {
        finish();
        api.post(world.agentToken(), "marketplace-component-usages/set_usage/", """
                {"resource": "%s", "usages": [{"type": "cpu", "amount": "3.5"}]}""".formatted(order.resource()));

        isLike("usage-list", "marketplace-component-usages/");
        isLike(
                "component-usage-single",
                "marketplace-component-usages/%s/"
                        .formatted(waldur.usages().getFirst().uuid()));
        isLike(
                "offering-detail-provider",
                "marketplace-provider-offerings/%s/".formatted(world.offering().uuid()));
    }

    private void finish() {
        api.post(world.agentToken(), "marketplace-orders/%s/approve_by_provider/".formatted(order.uuid()), "{}");
        api.post(world.agentToken(), "marketplace-orders/%s/set_state_done/".formatted(order.uuid()), "{}");
    }

    private String resource(String action) {
        return "marketplace-provider-resources/%s/%s".formatted(order.resource(), action);
    }

    private void isLike(String capture, String path) {
        var reply = api.get(world.agentToken(), path);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(shape(first(reply.json()))).as(capture).isEqualTo(shape(first(recorded(capture))));
    }

    private static JsonNode first(JsonNode body) {
        return body.isArray() ? body.path(0) : body;
    }

    /** Keys with kinds of values, one level down into objects and into the first element of arrays. */
    private static Map<String, Object> shape(JsonNode object) {
        var shape = new TreeMap<String, Object>();
        object.properties().forEach(field -> shape.put(field.getKey(), kind(field.getKey(), field.getValue())));
        return shape;
    }

    private static Object kind(String key, JsonNode value) {
        if (FREE.contains(key)) {
            return "free";
        }
        if (value.isObject()) {
            return shape(value);
        }
        return value.isArray() && value.path(0).isObject() ? shape(value.path(0)) : value.getNodeType();
    }

    private static JsonNode recorded(String name) {
        try (var file = RecordedShapesTest.class.getResourceAsStream("/captures/waldur/%s.json".formatted(name))) {
            return new ObjectMapper().readTree(file).at("/response/body");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
