package io.siteagent.core.keycloak;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.siteagent.core.http.RetryAfter;
import io.siteagent.core.http.ServerWords;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * An unsuccessful answer.
 *
 * @param isKeycloaks whether it has the shape that Keycloak's own errors have
 */
record ErrorAnswer(int status, String words, boolean isKeycloaks, Optional<String> retryAfterHeader) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static ErrorAnswer of(Response response) {
        var body = body(response);
        var json = parse(body);
        return new ErrorAnswer(
                response.getStatus(),
                ServerWords.in(body),
                json.has("error") || json.has("errorMessage"),
                Optional.ofNullable(response.getHeaderString("Retry-After")));
    }

    Optional<Duration> retryAfter(Instant now) {
        return retryAfterHeader.flatMap(value -> RetryAfter.parse(value, now));
    }

    private static String body(Response response) {
        try {
            return response.readEntity(String.class);
        } catch (RuntimeException closedOrBroken) {
            return "";
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException notJson) {
            return MissingNode.getInstance();
        }
    }
}
