package io.siteagent.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The command as an operator starts it: its distribution, in a process of its own. */
final class PackagedCommand {

    private static final Path HOME = Path.of("target/siteagent").toAbsolutePath();

    private final List<String> start;

    private PackagedCommand(String... start) {
        this.start = List.of(start);
    }

    static PackagedCommand byScript() {
        return new PackagedCommand(HOME.resolve("bin/siteagent").toString());
    }

    static PackagedCommand byJar() {
        return new PackagedCommand(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                HOME.resolve("lib/siteagent.jar").toString());
    }

    Site.Result run(Map<String, String> environment, String input, String... arguments) {
        var builder = new ProcessBuilder(
                Stream.concat(start.stream(), Stream.of(arguments)).toList());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            var process = builder.start();
            var err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var out = text(process.getInputStream());
            return new Site.Result(process.waitFor(), out, err.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String text(InputStream stream) {
        try {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
