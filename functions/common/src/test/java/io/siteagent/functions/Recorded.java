package io.siteagent.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Deliveries of a real Waldur's webhook, as they were recorded. */
final class Recorded {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Recorded() {}

    static JsonNode request(String name) {
        try (var file = Recorded.class.getResourceAsStream("/captures/waldur/webhook-" + name + ".json")) {
            return JSON.readTree(Objects.requireNonNull(file, name)).path("request");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String body(String name) {
        return request(name).path("body").toString();
    }
}
