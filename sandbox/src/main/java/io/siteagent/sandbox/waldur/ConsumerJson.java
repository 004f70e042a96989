package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The commands of {@link Consumer} as JSON, for those who drive a sandbox over HTTP. */
public final class ConsumerJson {

    private ConsumerJson() {}

    /**
     * Does what the command says.
     *
     * @return the uuids of what came of it
     * @throws IllegalArgumentException naming what is wrong
     */
    public static ObjectNode run(Consumer consumer, JsonNode command) {
        return switch (text(command, "do")) {
            case "create" ->
                ids(consumer.create(
                        text(command, "project"), text(command, "offering"), text(command, "name"), limits(command)));
            case "update-limits" -> ids(consumer.updateLimits(text(command, "resource"), limits(command)));
            case "terminate" -> ids(consumer.terminate(text(command, "resource")));
            case "add-member" -> {
                var person =
                        consumer.addMember(text(command, "project"), text(command, "person"), text(command, "role"));
                yield Views.object().put("person", person.uuid()).put("username", person.username());
            }
            case "remove-member" -> {
                consumer.removeMember(text(command, "project"), text(command, "person"));
                yield Views.object();
            }
            case "expire-role" -> {
                consumer.expireRole(text(command, "project"), text(command, "person"), instant(command));
                yield Views.object();
            }
            case "revoke-expired" -> {
                consumer.revokeExpiredRoles();
                yield Views.object();
            }
            default ->
                throw new IllegalArgumentException("\"do\" is one of create, update-limits, terminate, add-member,"
                        + " remove-member, expire-role, revoke-expired");
        };
    }

    private static ObjectNode ids(Order order) {
        return Views.object().put("order", order.uuid()).put("resource", order.resource());
    }

    private static String text(JsonNode command, String key) {
        if (!command.path(key).isTextual()) {
            throw new IllegalArgumentException("The command has no text \"%s\"".formatted(key));
        }
        return command.path(key).asText();
    }

    private static Instant instant(JsonNode command) {
        try {
            return Instant.parse(text(command, "at"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"at\" is a moment such as 2026-11-30T12:00:00Z", e);
        }
    }

    private static Map<String, Long> limits(JsonNode command) {
        var limits = new LinkedHashMap<String, Long>();
        command.path("limits")
                .properties()
                .forEach(e -> limits.put(e.getKey(), e.getValue().asLong()));
        return limits;
    }
}
