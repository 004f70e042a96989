package io.siteagent.core.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A JSON value of an answer and the way to it, for reading what is needed and nothing else: what is required and
 * missing, or of the wrong kind, is a {@link MalformedAnswer} that names the field. A {@code null} is the same as a
 * missing field.
 */
public final class JsonValues {

    /** Reads and writes JSON; decimals keep their digits. */
    static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Reads a text that is one JSON value and nothing else. */
    static final ObjectReader WHOLE_TEXT = MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final String ROOT = "the answer";

    private final JsonNode node;
    private final String path;

    JsonValues(JsonNode node) {
        this(node, ROOT);
    }

    private JsonValues(JsonNode node, String path) {
        this.node = node;
        this.path = path;
    }

    /** The value of a tree that was read piece by piece. */
    public static JsonValues of(JsonNode node) {
        return new JsonValues(node);
    }

    /** JSON inside a text; empty when it is none. */
    public static Optional<JsonValues> parse(String json) {
        try {
            return Optional.of(new JsonValues(WHOLE_TEXT.readTree(json)));
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    /** Writes a value as JSON text. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a value that can be JSON", e);
        }
    }

    public boolean isPresent() {
        return !node.isMissingNode() && !node.isNull();
    }

    /** Whether there is a member of that name, be it null. */
    public boolean has(String field) {
        return node.has(field);
    }

    /** The member of that name; present or not. */
    public JsonValues at(String field) {
        return new JsonValues(node.path(field), path.equals(ROOT) ? field : path + "." + field);
    }

    /** The member whose name is the same but for upper and lower case. */
    public JsonValues atIgnoringCase(String field) {
        for (var member : node.properties()) {
            if (member.getKey().equalsIgnoreCase(field)) {
                return at(member.getKey());
            }
        }
        return at(field);
    }

    public String text(String field) {
        var value = at(field);
        return value.asText().orElseThrow(() -> new MalformedAnswer(value.path + " is missing"));
    }

    /** Empty when the field is missing or an empty text. */
    public Optional<String> optionalText(String field) {
        return at(field).asText().filter(text -> !text.isEmpty());
    }

    /** This value as text; a number or a boolean counts as the text that stands for it. */
    public Optional<String> asText() {
        if (!isPresent()) {
            return Optional.empty();
        }
        if (!node.isValueNode()) {
            throw new MalformedAnswer(path + " is not a text");
        }
        return Optional.of(node.asText());
    }

    /** False when the field is missing. */
    public boolean flag(String field) {
        return node.path(field).asBoolean(false);
    }

    /** A number, or a text that holds one. */
    public Optional<BigDecimal> asNumber() {
        return asText().map(text -> convert(text, BigDecimal::new));
    }

    /** A required text in the form of a value type. */
    public <T> T required(String field, Function<String, T> conversion) {
        return at(field).convert(text(field), conversion);
    }

    /** An optional text in the form of a value type. */
    public <T> Optional<T> optional(String field, Function<String, T> conversion) {
        return optionalText(field).map(text -> at(field).convert(text, conversion));
    }

    private <T> T convert(String text, Function<String, T> conversion) {
        try {
            return conversion.apply(text);
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new MalformedAnswer(path + " is not of the expected form");
        }
    }

    /** Elements of this array. */
    public List<JsonValues> elements() {
        if (!node.isArray()) {
            throw new MalformedAnswer(path + " is not a list");
        }
        return node.valueStream()
                .map(element -> new JsonValues(element, path + "[]"))
                .toList();
    }

    /** Elements of an array that may be missing. */
    public List<JsonValues> elements(String field) {
        var value = at(field);
        return value.isPresent() ? value.elements() : List.of();
    }

    /** Members of this object in the order of the answer, those that are null left out; none when it is missing. */
    public Map<String, JsonValues> members() {
        if (!isPresent()) {
            return Map.of();
        }
        if (!node.isObject()) {
            throw new MalformedAnswer(path + " is not an object");
        }
        var members = new LinkedHashMap<String, JsonValues>();
        node.properties().forEach(member -> {
            if (!member.getValue().isNull()) {
                members.put(member.getKey(), at(member.getKey()));
            }
        });
        return members;
    }

    /** Texts of this object, such as labels. */
    public Map<String, String> texts() {
        var texts = new LinkedHashMap<String, String>();
        members().forEach((name, value) -> texts.put(name, value.asText().orElse("")));
        return texts;
    }
}
