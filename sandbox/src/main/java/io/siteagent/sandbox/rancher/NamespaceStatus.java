package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rancher's conditions of a namespace, kept in the annotation {@code cattle.io/status} as JSON text. Its keys are lower
 * case as {@code /v3} writes them at creation and upper case after the controllers have rewritten it.
 */
final class NamespaceStatus {

    static final String ANNOTATION = "cattle.io/status";
    static final String VALIDATED = "ResourceQuotaValidated";
    static final String QUOTA_INIT = "ResourceQuotaInit";
    static final String ROLES = "InitialRolesPopulated";

    /** What {@code /v3} writes into a namespace that it creates. */
    static final String AT_CREATION =
            "{\"conditions\": [{\"type\": \"InitialRolesPopulated\", \"status\": \"Unknown\", \"message\": \"Populating initial roles\"}]}";

    private final Map<String, ObjectNode> conditions = new LinkedHashMap<>();

    private NamespaceStatus() {}

    static NamespaceStatus of(JsonNode namespace) {
        var status = new NamespaceStatus();
        Json.annotation(namespace, ANNOTATION).flatMap(Json::parse).ifPresent(parsed -> {
            var list = parsed.has("Conditions") ? parsed.path("Conditions") : parsed.path("conditions");
            for (var entry : list) {
                var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
                entry.properties()
                        .forEach(field ->
                                fields.put(field.getKey(), field.getValue().asText()));
                status.put(
                        fields.getOrDefault("type", ""),
                        fields.getOrDefault("status", ""),
                        fields.getOrDefault("message", ""),
                        fields.getOrDefault("lastUpdateTime", ""));
            }
        });
        return status;
    }

    boolean isTrue(String type) {
        return conditions.containsKey(type)
                && conditions.get(type).path("Status").asText().equals("True");
    }

    /** Sets a condition; one that says the same already keeps its time. */
    NamespaceStatus set(String type, boolean value, String message, String now) {
        var status = value ? "True" : "False";
        var old = conditions.getOrDefault(type, Json.object());
        var same = old.path("Status").asText().equals(status)
                && old.path("Message").asText().equals(message);
        if (!same) {
            put(type, status, message, now);
        }
        return this;
    }

    NamespaceStatus drop(String type) {
        conditions.remove(type);
        return this;
    }

    void writeTo(ObjectNode namespace) {
        var text = Json.object();
        var list = text.putArray("Conditions");
        conditions.values().forEach(list::add);
        Json.ensure(namespace, "metadata", "annotations").put(ANNOTATION, Json.write(text));
    }

    private void put(String type, String status, String message, String time) {
        conditions.put(
                type,
                Json.object()
                        .put("Type", type)
                        .put("Status", status)
                        .put("Message", message)
                        .put("LastUpdateTime", time));
    }
}
