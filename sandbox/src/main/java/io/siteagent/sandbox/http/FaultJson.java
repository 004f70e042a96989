package io.siteagent.sandbox.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.FaultRule.Matching;
import io.siteagent.sandbox.http.FaultRule.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Faults as JSON, for those who drive a sandbox over HTTP. Actions can only be given in Java. */
public final class FaultJson {

    private FaultJson() {}

    /**
     * Puts a rule into force.
     *
     * @param rule system, method, path, from, to, and what goes wrong under the key "fault", with its "kind"; the
     *     others may be absent
     * @throws IllegalArgumentException naming what is wrong
     */
    public static FaultRule add(Faults faults, JsonNode rule) {
        try {
            var matching = new Matching(
                    text(rule, "system"),
                    text(rule, "method"),
                    text(rule, "path").map(Pattern::compile));
            var span = new Span(rule.path("from").asInt(1), rule.path("to").asInt(Integer.MAX_VALUE));
            return faults.add(matching, span, List.of(fault(rule.path("fault"))));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Not a regular expression: " + e.getPattern(), e);
        }
    }

    static Fault fault(JsonNode fault) {
        var effect = fault.path("effect").asText("none").equals("taken") ? Effect.TAKEN : Effect.NONE;
        return switch (fault.path("kind").asText("")) {
            case "respond" -> new Fault.Respond(answer(fault), effect);
            case "drop" -> new Fault.Drop(effect);
            case "delay" ->
                new Fault.Delay(Duration.ofMillis(fault.path("millis").asLong(0)));
            case "truncate" -> new Fault.Truncate(fault.path("bytes").asInt(0));
            case "empty-list" -> new Fault.EmptyList();
            case "body" -> new Fault.ReplaceBody(fault.path("body").asText(""));
            case "header" ->
                new Fault.ReplaceHeader(
                        fault.path("name").asText("Content-Type"),
                        fault.path("value").asText(""));
            default ->
                throw new IllegalArgumentException(
                        "\"kind\" is one of respond, drop, delay, truncate, empty-list, body, header");
        };
    }

    private static Answer answer(JsonNode fault) {
        var headers = new LinkedHashMap<String, String>();
        fault.path("headers")
                .properties()
                .forEach(h -> headers.put(h.getKey(), h.getValue().asText()));
        headers.putIfAbsent("Content-Type", "application/json");
        var body = fault.path("body").asText("").getBytes(StandardCharsets.UTF_8);
        return new Answer(fault.path("status").asInt(503), headers, body);
    }

    /** A rule with how often it struck. */
    public static ObjectNode view(FaultRule rule) {
        var node = JsonNodeFactory.instance
                .objectNode()
                .put("from", rule.span().from())
                .put("to", rule.span().to())
                .put("fired", rule.fired());
        rule.matching().system().ifPresent(s -> node.put("system", s));
        rule.matching().method().ifPresent(m -> node.put("method", m));
        rule.matching().target().ifPresent(t -> node.put("path", t.pattern()));
        var faults = node.putArray("faults");
        rule.faults().forEach(f -> faults.add(f.describe()));
        return node;
    }

    private static Optional<String> text(JsonNode node, String key) {
        return node.path(key).isTextual() ? Optional.of(node.path(key).asText()) : Optional.empty();
    }
}
