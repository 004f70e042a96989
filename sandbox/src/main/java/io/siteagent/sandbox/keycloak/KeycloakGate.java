package io.siteagent.sandbox.keycloak;

import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Passes every request on to the real server, so that its calls can be counted and disturbed like a stand-in's.
 * Thread-safe.
 */
public final class KeycloakGate implements Endpoint {

    /** Headers that belong to one connection, or that the HTTP client sets itself. */
    private static final Set<String> NOT_PASSED =
            Set.of("host", "connection", "content-length", "transfer-encoding", "upgrade", "http2-settings", "expect");

    private final URI server;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    public KeycloakGate(URI server) {
        this.server = server;
    }

    @Override
    public Answer handle(Request request) {
        try {
            return answer(http.send(forward(request), HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            return Answer.text(502, "the sandbox's Keycloak does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Answer.text(502, "interrupted");
        }
    }

    private HttpRequest forward(Request request) {
        var builder = HttpRequest.newBuilder(server.resolve(target(request)))
                .timeout(Duration.ofMinutes(1))
                .method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name)) {
                values.forEach(value -> builder.header(name, value));
            }
        });
        return builder.build();
    }

    private static String target(Request request) {
        var query = request.query().entrySet().stream()
                .flatMap(entry -> entry.getValue().stream().map(value -> encode(entry.getKey()) + "=" + encode(value)))
                .collect(Collectors.joining("&"));
        var path = java.util.Arrays.stream(request.path().split("/", -1))
                .map(KeycloakGate::encode)
                .collect(Collectors.joining("/"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static Answer answer(HttpResponse<byte[]> response) {
        var headers = new LinkedHashMap<String, String>();
        response.headers().map().forEach((name, values) -> {
            if (!NOT_PASSED.contains(name) && !name.startsWith(":")) {
                headers.put(name, String.join(", ", values));
            }
        });
        return new Answer(response.statusCode(), headers, response.body());
    }
}
