package io.siteagent.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import mockwebserver3.MockResponse;

/** Exchanges recorded with real servers. */
public final class Captures {

    private Captures() {}

    /** Names of all recorded exchanges with a system. */
    public static Set<String> of(String system) {
        try (var files = Files.list(directory(system))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The answer as it was recorded: status, headers, body. */
    public static MockResponse answer(String system, String name) {
        var response = read(system, name).path("response");
        var answer = new MockResponse.Builder().code(response.path("status").asInt());
        response.path("headers").properties().forEach(header -> {
            if (!header.getKey().equalsIgnoreCase("content-length")) {
                answer.addHeader(header.getKey(), header.getValue().asText());
            }
        });
        var body = response.path("body");
        if (body.isTextual()) {
            answer.body(body.asText());
        } else if (!body.isNull()) {
            answer.body(body.toString());
        }
        return answer.build();
    }

    private static JsonNode read(String system, String name) {
        try {
            return JsonValues.MAPPER.readTree(
                    directory(system).resolve(name + ".json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path directory(String system) {
        try {
            var directory = Captures.class.getResource("/captures/" + system);
            return Path.of(Objects.requireNonNull(directory).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
