package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.sandbox.http.Request;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/** One request of a known person to the world of a moment, with what that person may see and do. */
record Caller(WorldState state, Person person, Request request, Instant now) {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    boolean isNewServer() {
        return state.version() == ServerVersion.V8;
    }

    JsonNode body() {
        try {
            var tree = JSON.readTree(request.body().length == 0 ? "{}" : request.text());
            return tree;
        } catch (JsonProcessingException e) {
            throw Refused.detail(400, "JSON parse error - " + e.getOriginalMessage());
        }
    }

    String base() {
        return request.header("x-forwarded-proto").orElse("http") + "://"
                + request.header("host").orElse("127.0.0.1");
    }

    /** Reads everything. */
    boolean isStaffOrSupport() {
        return person.staff() || person.support();
    }

    boolean owns(Offering offering) {
        return person.staff() || state.hasRole(person, "CUSTOMER.OWNER", offering.customer());
    }

    boolean serves(Offering offering) {
        return isStaffOrSupport()
                || state.hasAnyRole(person, offering.customer())
                || state.hasRole(person, "OFFERING.MANAGER", offering.uuid());
    }

    boolean maySetUsage(Offering offering) {
        return owns(offering) || state.hasRole(person, "OFFERING.MANAGER", offering.uuid());
    }

    boolean sees(Project project) {
        return isStaffOrSupport()
                || state.hasAnyRole(person, project.uuid())
                || state.hasRole(person, "CUSTOMER.OWNER", project.customer());
    }

    boolean sees(Order order) {
        var resource = state.resourceOf(order);
        return serves(state.offeringOf(resource)) || sees(state.projectOf(resource));
    }

    Order order(String uuid) {
        return visible("Order", state.orders(), uuid, this::sees);
    }

    Resource resource(String uuid) {
        return visible("Resource", state.resources(), uuid, r -> serves(state.offeringOf(r)));
    }

    Offering offering(String uuid) {
        return visible("Offering", state.offerings(), uuid, this::serves);
    }

    Project project(String uuid) {
        return visible("Project", state.projects(), uuid, this::sees);
    }

    static <T> T visible(String kind, Map<String, T> things, String uuid, Predicate<T> visible) {
        var thing = things.get(hex(uuid));
        if (thing == null || !visible.test(thing)) {
            throw Refused.missing(kind);
        }
        return thing;
    }

    /** Dashed and undashed are the same to Waldur. */
    static String hex(String uuid) {
        return uuid.replace("-", "").toLowerCase(Locale.ROOT);
    }
}
