package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import java.util.Optional;

/** Reading and building the JSON documents that objects are. */
final class Json {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final YAMLMapper YAML = new YAMLMapper();

    private Json() {}

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static ArrayNode array() {
        return JSON.createArrayNode();
    }

    static ObjectNode object(Map<String, String> entries) {
        var node = object();
        entries.forEach(node::put);
        return node;
    }

    static String write(JsonNode node) {
        return node.toString();
    }

    /** Absent for anything that is no JSON object. */
    static Optional<ObjectNode> parse(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    /** JSON is YAML, so this reads both. Absent for anything that is no mapping. */
    static Optional<ObjectNode> parseYaml(String text) {
        try {
            return YAML.readTree(text) instanceof ObjectNode node ? Optional.of(node) : Optional.empty();
        } catch (JsonProcessingException malformed) {
            return Optional.empty();
        }
    }

    static JsonNode at(JsonNode node, String... path) {
        var here = node;
        for (var step : path) {
            here = here.path(step);
        }
        return here;
    }

    static Optional<String> text(JsonNode node, String... path) {
        var value = at(node, path);
        return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
    }

    static Optional<ObjectNode> child(JsonNode node, String... path) {
        return at(node, path) instanceof ObjectNode found ? Optional.of(found) : Optional.empty();
    }

    /** The object at a path, made where it is missing. */
    static ObjectNode ensure(ObjectNode node, String... path) {
        var here = node;
        for (var step : path) {
            here = here.path(step) instanceof ObjectNode found ? found : here.putObject(step);
        }
        return here;
    }

    static Optional<String> annotation(JsonNode object, String key) {
        return text(object, "metadata", "annotations", key);
    }

    static Optional<String> label(JsonNode object, String key) {
        return text(object, "metadata", "labels", key);
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static boolean deleting(JsonNode object) {
        return object.path("metadata").has("deletionTimestamp");
    }
}
