package io.siteagent.sandbox.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Set;

/** Passes calls on to a real server, so that they too are logged and disturbed; the sandbox puts it before Keycloak. */
public final class Forward implements Endpoint {

    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "upgrade", "expect", "http2-settings", "date");

    private final URI target;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param target scheme, host and port; the path and query of each call are appended */
    public Forward(URI target) {
        this.target = target;
    }

    @Override
    public Answer handle(Request request) {
        var outgoing = HttpRequest.newBuilder(target.resolve(request.target()))
                .method(
                        request.method(),
                        request.body().length == 0
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach((name, values) -> {
            if (!OF_THE_CONNECTION.contains(name)) {
                values.forEach(value -> outgoing.header(name, value));
            }
        });
        try {
            var response = client.send(outgoing.build(), BodyHandlers.ofByteArray());
            var headers = new LinkedHashMap<String, String>();
            response.headers().map().forEach((name, values) -> {
                if (!OF_THE_CONNECTION.contains(name)) {
                    headers.put(name, values.getFirst());
                }
            });
            return new Answer(response.statusCode(), headers, response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while forwarding", e);
        }
    }
}
