package io.siteagent.sandbox.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A request as a stand-in sees it.
 *
 * @param path decoded path, without query
 * @param query decoded parameters, in order, repeated ones kept
 * @param headers by lower-case name
 */
public record Request(
        String method, String path, Map<String, List<String>> query, Map<String, List<String>> headers, byte[] body) {

    /** Path and query, encoded, for a URI. */
    String target() {
        var pairs = query.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(v -> encoded(e.getKey()) + "=" + encoded(v)))
                .collect(Collectors.joining("&"));
        try {
            var encodedPath = new URI(null, null, path, null).getRawPath();
            return pairs.isEmpty() ? encodedPath : encodedPath + "?" + pairs;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a path: " + path, e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public Optional<String> parameter(String name) {
        return query.getOrDefault(name, List.of()).stream().findFirst();
    }

    public List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
