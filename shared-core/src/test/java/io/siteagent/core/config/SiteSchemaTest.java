package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The JSON Schema knows the keys that the readers know, and no other. */
class SiteSchemaTest {

    /** Every map of a document, in the variants that ask for different keys. */
    private static final String DOCUMENT = """
            offerings:
              - name: client
                waldur_offering_uuid: "1"
                backend_settings:
                  namespace_labels: {a: b}
                  keycloak_enabled: true
                  keycloak: {keycloak_client_id: x}
                  deletion_mode: {retain: 3}
                  removal_brake: {max_removals: 3}
                backend_components:
                  cpu: {type: cpu}
              - name: user
                waldur_offering_uuid: "2"
                oidc_client_id: x
                backend_settings:
                  keycloak_enabled: true
                  keycloak: {keycloak_username: x}
            """;

    private final JsonNode schema = schema();

    private static JsonNode schema() {
        try (var stream = ConfigurationDocument.schema()) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Set<String>> readersKeys() {
        var findings = new Findings();
        DocumentText.read(DOCUMENT, "", findings).ifPresent(root -> ConfigurationDocument.read(root, findings));
        var keys = new TreeMap<>(findings.keys());
        // Its keys are labels.
        keys.remove("backend_settings.namespace_labels.");
        return keys;
    }

    private Map<String, Set<String>> schemasKeys() {
        var keys = new TreeMap<String, Set<String>>();
        collect("/", schema, keys);
        var offering = schema.path("$defs").path("offering");
        collect("", offering, keys);
        return keys;
    }

    private void collect(String path, JsonNode definition, Map<String, Set<String>> into) {
        var names = new TreeSet<String>();
        for (var property : definition.path("properties").properties()) {
            names.add(property.getKey());
            if (!path.equals("/")) {
                below(path + property.getKey() + ".", property.getValue(), into);
            }
        }
        into.put(path, names);
    }

    private void below(String path, JsonNode property, Map<String, Set<String>> into) {
        var definition = resolved(property);
        if (definition.path("properties").isObject()) {
            collect(path, definition, into);
        }
        for (var choice : definition.path("oneOf")) {
            if (choice.path("properties").isObject()) {
                collect(path, choice, into);
            }
        }
        if (definition.path("additionalProperties").path("$ref").isTextual()) {
            collect(path + "cpu.", resolved(definition.path("additionalProperties")), into);
            into.put(path, Set.of("cpu"));
        }
    }

    private JsonNode resolved(JsonNode property) {
        var reference = property.path("$ref").asText();
        return reference.isEmpty() ? property : schema.at(reference.substring(1));
    }

    @Test
    void the_schema_and_the_readers_know_the_same_keys() {
        assertThat(schemasKeys()).isEqualTo(readersKeys());
    }
}
