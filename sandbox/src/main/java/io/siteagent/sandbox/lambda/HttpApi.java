package io.siteagent.sandbox.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * API Gateway's HTTP API as the template sets it up: {@code POST /{function}} and {@code POST /{function}/{secret}}
 * invoke a function with an event of payload format 2.0.
 */
public final class HttpApi implements Endpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_REQUEST = 10 << 20;

    private final Map<String, Invocation> functions;

    /** @param functions by the first part of their path */
    public HttpApi(Map<String, Invocation> functions) {
        this.functions = Map.copyOf(functions);
    }

    @Override
    public Answer handle(Request request) {
        var parts = request.path().substring(1).split("/", -1);
        var function = functions.get(parts[0]);
        if (function == null || parts.length > 2 || !request.method().equals("POST")) {
            return Answer.json(404, "{\"message\":\"Not Found\"}");
        }
        if (request.body().length > LARGEST_REQUEST) {
            return Answer.json(413, "{\"message\":\"Request Entity Too Large\"}");
        }
        try {
            return answer(function.invoke(event(request, parts).toString()));
        } catch (IOException e) {
            return Answer.json(500, "{\"message\":\"Internal Server Error\"}");
        }
    }

    /** The event that the gateway makes of a request. */
    static ObjectNode event(Request request, String... parts) {
        var route = "POST /" + parts[0] + (parts.length > 1 ? "/{secret}" : "");
        var event = JsonNodeFactory.instance
                .objectNode()
                .put("version", "2.0")
                .put("routeKey", route)
                .put("rawPath", request.path())
                .put("rawQueryString", "");
        var headers = event.putObject("headers");
        new TreeMap<>(request.headers()).forEach((name, values) -> headers.put(name, String.join(",", values)));
        event.putObject("requestContext")
                .put("routeKey", route)
                .put("stage", "$default")
                .putObject("http")
                .put("method", request.method())
                .put("path", request.path())
                .put("protocol", "HTTP/1.1");
        if (parts.length > 1) {
            event.putObject("pathParameters").put("secret", parts[1]);
        }
        return isText(request)
                ? event.put("body", request.text()).put("isBase64Encoded", false)
                : event.put("body", Base64.getEncoder().encodeToString(request.body()))
                        .put("isBase64Encoded", true);
    }

    private static boolean isText(Request request) {
        var type = request.header("content-type").orElse("");
        return type.startsWith("text/") || type.startsWith("application/json");
    }

    private static Answer answer(String payload) throws JsonProcessingException {
        var json = JSON.readTree(payload);
        if (!json.has("statusCode")) {
            return Answer.json(200, payload);
        }
        return new Answer(
                json.path("statusCode").asInt(),
                Map.of("Content-Type", json.path("headers").path("content-type").asText("text/plain")),
                json.path("body").asText().getBytes(StandardCharsets.UTF_8));
    }
}
