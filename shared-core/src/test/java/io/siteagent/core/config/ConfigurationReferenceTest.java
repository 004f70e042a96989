package io.siteagent.core.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * docs/configuration.md says of each key what the JSON Schema says: its type, its default, whether it must be there.
 */
class ConfigurationReferenceTest {

    private static final Pattern ROW = Pattern.compile("^\\| `([\\w.]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);
    private static final Pattern DEFAULT = Pattern.compile(", `([^`]*)`$");
    private static final Pattern WITHOUT_EFFECT = Pattern.compile("Without effect: (.*?)(?:\n\n|\\z)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");

    private final JsonNode schema = schema();
    private final String page = page();

    private static JsonNode schema() {
        try (var stream = ConfigurationDocument.schema()) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "configuration.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String section(String heading) {
        var from = page.substring(page.indexOf("\n### " + heading + "\n") + 1);
        var next = Pattern.compile("\n##").matcher(from);
        return next.find() ? from.substring(0, next.start()) : from;
    }

    /** Keys and their definitions, those of the brake with its name before. */
    private Map<String, JsonNode> keys(String pointer) {
        var keys = new LinkedHashMap<String, JsonNode>();
        for (var key : schema.at(pointer).path("properties").properties()) {
            keys.put(key.getKey(), key.getValue());
            if (key.getKey().equals("removal_brake")) {
                key.getValue()
                        .path("properties")
                        .properties()
                        .forEach(inner -> keys.put("removal_brake." + inner.getKey(), inner.getValue()));
            }
        }
        return keys;
    }

    private static boolean withoutEffect(JsonNode definition) {
        return definition.path("$ref").asText().endsWith("/without_effect");
    }

    @ParameterizedTest
    @CsvSource({
        "Root,",
        "An offering, /$defs/offering",
        "backend_settings, /$defs/backend_settings",
        "backend_settings.keycloak, /$defs/keycloak",
        "backend_components, /$defs/component"
    })
    void a_section_has_the_keys_of_the_schema_and_says_the_same_of_each(String heading, String pointer) {
        var at = pointer == null ? "" : pointer;
        var keys = keys(at);
        var required = StreamSupport.stream(schema.at(at).path("required").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
        var rows = ROW.matcher(section(heading)).results().toList();

        assertThat(rows)
                .extracting(row -> row.group(1))
                .containsExactlyInAnyOrderElementsOf(names(keys, key -> !withoutEffect(key)));
        assertThat(rows).allSatisfy(row -> {
            var key = row.group(1);
            saysWhatTheSchemaSays(key, row.group(2), resolved(requireNonNull(keys.get(key))), required.contains(key));
        });
        assertThat(ignored(heading)).containsExactlyInAnyOrderElementsOf(names(keys, key -> withoutEffect(key)));
    }

    private static List<String> names(Map<String, JsonNode> keys, Predicate<JsonNode> which) {
        return keys.entrySet().stream()
                .filter(key -> which.test(key.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Set<String> ignored(String heading) {
        var words = new TreeSet<String>();
        WITHOUT_EFFECT
                .matcher(section(heading))
                .results()
                .forEach(list -> WORD.matcher(list.group(1).replaceAll("\\([^)]*\\)", ""))
                        .results()
                        .forEach(word -> words.add(word.group(1))));
        return words;
    }

    private JsonNode resolved(JsonNode definition) {
        var reference = definition.path("$ref").asText();
        return reference.isEmpty() ? definition : schema.at(reference.substring(1));
    }

    private static void saysWhatTheSchemaSays(String key, String cell, JsonNode definition, boolean required) {
        assertThat(cell).as(key).containsPattern("^(" + String.join("|", types(definition)) + ")(,|$)");
        assertThat(cell.endsWith(", required")).as("%s is required", key).isEqualTo(required);
        var written = DEFAULT.matcher(cell);
        assertThat(written.find() ? written.group(1) : "")
                .as("default of %s", key)
                .isEqualTo(definition.path("default").asText());
    }

    /** What the page may call a type; its last column says what a text must look like. */
    private static List<String> types(JsonNode definition) {
        if (definition.path("writeOnly").asBoolean()) {
            return List.of("secret");
        }
        if (definition.has("enum")) {
            return List.of(choice(definition.path("enum")));
        }
        if (definition.path("pattern").asText().contains("://")) {
            return List.of("URL");
        }
        return switch (definition.path("type").asText("")) {
            case "boolean" -> List.of("switch");
            case "array" -> List.of("list");
            case "object" -> List.of("map", "map of text", "map of numbers > 0");
            case "integer", "number" -> List.of(range(definition));
            case "string" -> List.of("text", "IANA name", "template");
            default -> List.of("text", "UUID", "text or map");
        };
    }

    private static String choice(JsonNode values) {
        var words = StreamSupport.stream(values.spliterator(), false)
                .map(value -> "`" + value.asText() + "`")
                .toList();
        return words.size() == 2
                ? String.join(" or ", words)
                : String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    private static String range(JsonNode definition) {
        if (definition.has("exclusiveMinimum")) {
            return "number > " + definition.path("exclusiveMinimum").asText();
        }
        return definition.has("maximum") && definition.path("minimum").asInt() == 0
                ? definition.path("minimum").asText() + " to "
                        + definition.path("maximum").asText()
                : "number";
    }
}
