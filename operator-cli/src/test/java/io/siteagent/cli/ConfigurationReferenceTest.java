package io.siteagent.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.siteagent.core.config.ConfigurationDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of keys in docs/configuration.md are made from the JSON Schema: type, default, meaning, whether a key must
 * be there. Which table a key stands in is the page's own choice.
 */
class ConfigurationReferenceTest {

    private static final Path PAGE = Path.of("..", "docs", "configuration.md");
    private static final Map<String, String> SECTIONS = sections();
    private static final Pattern ROW = Pattern.compile("^\\| `([\\w.]+)` \\|.*\\|$", Pattern.MULTILINE);
    private static final Pattern WITHOUT_EFFECT = Pattern.compile("Without effect: (.*?)(?:\n\n|\\z)", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("`([^`]+)`");
    private static final Pattern OTHER_PAGE = Pattern.compile("docs/([\\w-]+\\.md)(#[\\w-]+)?");

    private final JsonNode schema;
    private final String page;

    ConfigurationReferenceTest() throws IOException {
        try (var text = ConfigurationDocument.schema()) {
            schema = new JsonMapper().readTree(text);
        }
        page = Files.readString(PAGE);
    }

    /** Headings of the page, and what they describe in the schema. */
    private static Map<String, String> sections() {
        var sections = new LinkedHashMap<String, String>();
        sections.put("Root", "");
        sections.put("An offering", "/$defs/offering");
        sections.put("backend_settings", "/$defs/backend_settings");
        sections.put("backend_settings.keycloak", "/$defs/keycloak");
        sections.put("backend_components", "/$defs/component");
        return sections;
    }

    @Test
    void the_tables_of_keys_say_what_the_schema_says() throws IOException {
        var made = page;
        for (var section : SECTIONS.entrySet()) {
            var present = section(section.getKey());
            var definition = schema.at(section.getValue());
            made = made.replace(
                    present,
                    ROW.matcher(present).replaceAll(row -> Matcher.quoteReplacement(row(row.group(1), definition))));
        }
        Golden.assertEquals(PAGE, made);
    }

    @ParameterizedTest
    @CsvSource({"Root", "An offering", "backend_settings", "backend_settings.keycloak", "backend_components"})
    void every_key_of_the_schema_is_in_its_section(String heading) {
        var keys = keys(schema.at(requireNonNull(SECTIONS.get(heading))));

        assertThat(ROW.matcher(section(heading)).results().map(row -> row.group(1)))
                .containsExactlyInAnyOrderElementsOf(names(keys, key -> !withoutEffect(key)));
        assertThat(ignored(heading)).containsExactlyInAnyOrderElementsOf(names(keys, key -> withoutEffect(key)));
    }

    private String section(String heading) {
        var from = page.substring(page.indexOf("\n### " + heading + "\n") + 1);
        var next = Pattern.compile("\n##").matcher(from);
        return next.find() ? from.substring(0, next.start()) : from;
    }

    /** Keys and their definitions, those of the brake with its name before. */
    private static Map<String, JsonNode> keys(JsonNode definition) {
        var keys = new LinkedHashMap<String, JsonNode>();
        for (var key : definition.path("properties").properties()) {
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

    private static List<String> names(Map<String, JsonNode> keys, Predicate<JsonNode> which) {
        return keys.entrySet().stream()
                .filter(key -> which.test(key.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean withoutEffect(JsonNode definition) {
        return definition.path("$ref").asText().endsWith("/without_effect");
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

    private String row(String name, JsonNode section) {
        var key = keys(section).getOrDefault(name, MissingNode.getInstance());
        var kind = key.has("$ref") ? schema.at(key.path("$ref").asText().substring(1)) : key;
        var required = StreamSupport.stream(section.path("required").spliterator(), false)
                .anyMatch(one -> one.asText().equals(name));
        return "| `%s` | %s%s | %s |"
                .formatted(
                        name,
                        type(key, kind),
                        required ? ", required" : preset(kind),
                        OTHER_PAGE.matcher(key.path("description").asText()).replaceAll("[$1]($1$2)"));
    }

    private static String preset(JsonNode kind) {
        if (kind.has("default")) {
            var value = kind.path("default").asText();
            return value.isEmpty() ? ", empty" : ", `" + value + "`";
        }
        return kind.path("type").asText().equals("object") ? ", empty" : "";
    }

    private static String type(JsonNode key, JsonNode kind) {
        if (key.path("writeOnly").asBoolean()) {
            return "secret";
        }
        if (kind.has("enum")) {
            return choice(kind.path("enum"));
        }
        if (kind.has("oneOf")) {
            return "text or map";
        }
        if (kind.path("pattern").asText().contains("://")) {
            return "URL";
        }
        return switch (kind.path("type").asText("")) {
            case "boolean" -> "switch";
            case "array" -> "list";
            case "object" ->
                switch (kind.path("additionalProperties").path("type").asText()) {
                    case "string" -> "map of text";
                    case "number" -> "map of numbers";
                    default -> "map";
                };
            case "integer", "number" -> range(kind);
            default -> "text";
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

    private static String range(JsonNode kind) {
        if (kind.has("exclusiveMinimum")) {
            return "number > " + kind.path("exclusiveMinimum").asText();
        }
        return kind.has("maximum") && kind.path("minimum").asInt() == 0
                ? kind.path("minimum").asText() + " to " + kind.path("maximum").asText()
                : "number";
    }
}
