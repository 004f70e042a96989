package io.siteagent.sandbox.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;

/** Keycloak's admin API as the sandbox's administrator. The master realm's tokens live for a minute. */
final class AdminApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Duration TOKEN_USE = Duration.ofSeconds(30);

    private final URI baseUri;
    private String token = "";
    private Instant tokenEnd = Instant.MIN;

    AdminApi(URI baseUri) {
        this.baseUri = baseUri;
    }

    JsonNode get(String path) throws IOException {
        return send(path, "GET", MissingNode.getInstance()).body();
    }

    /** The id of what was made, from the answer's Location; empty when it has none. */
    String post(String path, JsonNode body) throws IOException {
        var location = send(path, "POST", body).location();
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /** The body of what a POST without one is answered with. */
    JsonNode ask(String path) throws IOException {
        return send(path, "POST", MissingNode.getInstance()).body();
    }

    void put(String path, JsonNode body) throws IOException {
        send(path, "PUT", body);
    }

    void delete(String path) throws IOException {
        send(path, "DELETE", MissingNode.getInstance());
    }

    private record Reply(JsonNode body, String location) {}

    private Reply send(String path, String method, JsonNode body) throws IOException {
        var publisher = body.isMissingNode()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        var request = HttpRequest.newBuilder(baseUri.resolve(path))
                .header("Authorization", "Bearer " + token())
                .header("Content-Type", "application/json")
                .timeout(Duration.ofMinutes(2))
                .method(method, publisher)
                .build();
        var response = exchange(request);
        if (response.statusCode() >= 300) {
            throw new IOException("%s %s: %d %s".formatted(method, path, response.statusCode(), response.body()));
        }
        return new Reply(
                response.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(response.body()),
                response.headers().firstValue("Location").orElse(""));
    }

    private synchronized String token() throws IOException {
        if (Instant.now().isAfter(tokenEnd)) {
            var form = "grant_type=password&client_id=admin-cli&username=%s&password=%s"
                    .formatted(KeycloakServer.ADMIN, KeycloakServer.ADMIN_PASSWORD);
            var request = HttpRequest.newBuilder(baseUri.resolve("realms/master/protocol/openid-connect/token"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .timeout(Duration.ofMinutes(1))
                    .POST(HttpRequest.BodyPublishers.ofString(form))
                    .build();
            token = JSON.readTree(exchange(request).body()).path("access_token").asText();
            tokenEnd = Instant.now().plus(TOKEN_USE);
        }
        return token;
    }

    private static HttpResponse<String> exchange(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
