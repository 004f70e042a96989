package io.siteagent.sandbox.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a stand-in answers. */
public record Answer(int status, Map<String, String> headers, byte[] body) {

    static final String UNKNOWN_ENDPOINT = "Sandbox-Unknown-Endpoint";

    public static Answer json(int status, String json) {
        return new Answer(status, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer text(int status, String text) {
        return new Answer(
                status, Map.of("Content-Type", "text/plain; charset=utf-8"), text.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer html(int status, String html) {
        return new Answer(
                status, Map.of("Content-Type", "text/html; charset=utf-8"), html.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer empty(int status) {
        return new Answer(status, Map.of(), new byte[0]);
    }

    public Answer with(String header, String value) {
        var all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Answer(status, all, body);
    }

    /** This answer, logged as one to an endpoint that the stand-in doesn't know; the mark doesn't leave the server. */
    public Answer toUnknownEndpoint() {
        return with(UNKNOWN_ENDPOINT, "true");
    }

    boolean isUnknownEndpoint() {
        return headers.containsKey(UNKNOWN_ENDPOINT);
    }
}
