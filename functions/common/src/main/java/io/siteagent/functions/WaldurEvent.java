package io.siteagent.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.Work;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What Waldur's webhook tells: something happened to an order, a resource or somebody's role. It is a hint where to
 * look, so only the names of things are taken from it (law 1).
 *
 * @param type Waldur's name of the event
 * @param created when it happened, as Waldur wrote it; empty when it did not. Waldur gives its events no other identity
 */
record WaldurEvent(String type, String created, JsonNode context) {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}");

    /** The order is named: its approval has taken effect. */
    private static final Set<String> OF_ORDERS = Set.of("marketplace_order_approved", "marketplace_order_created");

    /** An order was placed; only its resource is named. */
    private static final Set<String> OF_REQUESTS = Set.of(
            "marketplace_resource_create_requested",
            "marketplace_resource_update_requested",
            "marketplace_resource_terminate_requested",
            "marketplace_resource_restore_requested");

    private static final Set<String> OF_ROLES = Set.of("role_granted", "role_revoked", "role_updated");
    private static final Set<String> OF_SWITCHES =
            Set.of("marketplace_resource_paused", "marketplace_resource_downscaled");

    /** The body is not what Waldur sends. */
    static final class MalformedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MalformedException(String what) {
            super(what);
        }
    }

    /**
     * Reads the body of a webhook of content type {@code json}; of the other type, {@code form}, Waldur sends the
     * context's keys without their values.
     */
    static WaldurEvent read(String body) {
        try {
            var json = JSON.readTree(body);
            if (!json.path("event_type").isTextual() || !json.path("context").isObject()) {
                throw new MalformedException("expected JSON with event_type and context");
            }
            return new WaldurEvent(
                    json.path("event_type").textValue(), json.path("created").asText(""), json.path("context"));
        } catch (JsonProcessingException e) {
            throw new MalformedException("expected JSON; let the hook's content_type be json");
        }
    }

    /**
     * The work that follows from the event in a mode: none if the event does not matter there, or concerns offerings of
     * others.
     *
     * @param occasion stands for the event when Waldur did not say when it happened
     * @throws MalformedException if the event matters, but does not name what it is about
     */
    List<Work> work(Mode mode, List<Offering> offerings, String occasion) {
        var served = offerings.stream()
                .filter(offering -> offering.modes().contains(mode))
                .toList();
        var cause = type + ' ' + (created.isEmpty() ? occasion : created);
        return switch (mode) {
            case ORDER_PROCESS -> ofOrders(served, cause);
            case MEMBERSHIP_SYNC -> ofMembership(served, cause);
            case REPORT -> List.of();
        };
    }

    private List<Work> ofOrders(List<Offering> served, String cause) {
        if (OF_ORDERS.contains(type) && isServed(served)) {
            return List.of(new Work(
                    new Trigger.OneOrder(uuid("offering_uuid"), uuid("order_uuid")),
                    uuid("resource_uuid").hex(),
                    cause));
        }
        return OF_REQUESTS.contains(type) ? ofResource(served, cause) : List.of();
    }

    private List<Work> ofMembership(List<Offering> served, String cause) {
        if (OF_ROLES.contains(type) && context.path("scope_type").asText().equals("project")) {
            // The event does not say which offerings the project uses.
            var project = uuid("scope_uuid");
            return served.stream()
                    .map(offering -> new Work(new Trigger.OneProject(offering.uuid(), project), project.hex(), cause))
                    .toList();
        }
        return OF_SWITCHES.contains(type) ? ofResource(served, cause) : List.of();
    }

    private List<Work> ofResource(List<Offering> served, String cause) {
        if (!isServed(served)) {
            return List.of();
        }
        var resource = uuid("resource_uuid");
        return List.of(new Work(new Trigger.OneResource(uuid("offering_uuid"), resource), resource.hex(), cause));
    }

    private boolean isServed(List<Offering> served) {
        var named = uuid("offering_uuid");
        return served.stream().anyMatch(offering -> offering.uuid().equals(named));
    }

    /** Waldur writes "None" where it has nothing. */
    private WaldurUuid uuid(String key) {
        var text = context.path(key).asText("");
        if (!UUID.matcher(text).matches()) {
            throw new MalformedException("the event names no " + key);
        }
        return WaldurUuid.of(text);
    }

    /** The context holds personal data. */
    @Override
    public String toString() {
        return "event of " + created;
    }
}
