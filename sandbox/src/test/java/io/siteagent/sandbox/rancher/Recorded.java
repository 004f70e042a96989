package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** An exchange with a real Rancher, and what of it can be the same in another one. */
record Recorded(String name, JsonNode request, JsonNode response) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where things are, who asked first, how often something was counted. */
    private static final Set<String> VOLATILE =
            Set.of("links", "actions", "managedFields", "generation", "createdTS", "removedTS", "continue");

    static Recorded of(String name) {
        try (var file = Recorded.class.getResourceAsStream("/captures/rancher/" + name + ".json")) {
            var exchange = JSON.readTree(Objects.requireNonNull(file, name));
            return new Recorded(name, exchange.path("request"), exchange.path("response"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of exchanges in the order in which they were recorded, and where time passed between them. */
    static List<String> inOrder() {
        try (var file = Recorded.class.getResourceAsStream("/captures/rancher-in-order.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String body() {
        var body = request.path("body");
        return body.isNull() ? "" : body.isTextual() ? body.asText() : body.toString();
    }

    String header(String name) {
        return request.path("headers").path(name).asText();
    }

    int status() {
        return response.path("status").asInt();
    }

    /** A body with generated names, times and addresses made alike. */
    static JsonNode comparable(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                var same = Json.object();
                object.properties().stream()
                        .filter(entry -> !VOLATILE.contains(entry.getKey()))
                        .forEach(entry -> same.set(entry.getKey(), comparable(entry.getValue())));
                yield same;
            }
            case ArrayNode array -> {
                var same = Json.array();
                array.forEach(element -> same.add(comparable(element)));
                yield same;
            }
            default -> node.isTextual() ? Json.object().textNode(comparable(node.asText())) : node;
        };
    }

    private static String comparable(String text) {
        return text.replaceAll("https?://127\\.0\\.0\\.1:[0-9]+", "BASE")
                .replaceAll("%3A", ":")
                .replaceAll("(failed calling webhook \"[^\"]+\").*", "$1")
                .replaceAll("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+Z", "TIME")
                .replaceAll("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID")
                .replaceAll("\\bp-[a-z0-9]{5}\\b", "p-NAME")
                .replaceAll("\\bprtb-[a-z0-9]{5,10}\\b", "prtb-NAME")
                .replaceAll("\\bdefault-[a-z0-9]{5}\\b", "default-NAME")
                .replaceAll("\\b(user-mwj48|u-[a-z0-9]{5})\\b", "USER")
                .replaceAll("^[0-9]{4}$", "VERSION");
    }
}
