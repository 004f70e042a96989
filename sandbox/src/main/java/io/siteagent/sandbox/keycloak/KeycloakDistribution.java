package io.siteagent.sandbox.keycloak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.ZipInputStream;

/**
 * The server's distribution, unpacked, built for production and with a database that holds nothing but the
 * administrator. Made once in a cache that all builds share; two processes that want it at the same time wait for each
 * other.
 *
 * @param home the unpacked distribution
 * @param template folder with the database of a server that was started once
 */
record KeycloakDistribution(Path home, Path template) {

    private static final String CACHE_VARIABLE = "SITE_AGENT_SANDBOX_CACHE";

    static Path cache() {
        var chosen = System.getenv(CACHE_VARIABLE);
        return chosen == null || chosen.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "waldur-site-agent-rancher")
                : Path.of(chosen);
    }

    static KeycloakDistribution ready() throws IOException {
        var properties = new Properties();
        try (var in = KeycloakDistribution.class.getResourceAsStream("distribution.properties")) {
            properties.load(java.util.Objects.requireNonNull(in));
        }
        var version = properties.getProperty("version");
        var distribution = new KeycloakDistribution(
                cache().resolve("keycloak-" + version), cache().resolve("keycloak-" + version + "-database"));
        Files.createDirectories(cache());
        try (var lock = FileChannel.open(
                        cache().resolve("keycloak-" + version + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            if (!Files.isDirectory(distribution.home)) {
                distribution.unpack(Path.of(properties.getProperty("zip")));
            }
            if (!Files.isDirectory(distribution.template)) {
                distribution.makeTemplate();
            }
        }
        return distribution;
    }

    private void unpack(Path zip) throws IOException {
        var partial = Files.createTempDirectory(cache(), "unpacking");
        try (var in = new ZipInputStream(Files.newInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var target = partial.resolve(entry.getName()).normalize();
                if (!target.startsWith(partial)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    Files.copy(in, target);
                }
            }
        }
        try (var top = Files.list(partial)) {
            var unpacked = top.findFirst().orElseThrow(() -> new IOException("empty archive"));
            run(command(unpacked, "build", "--db=dev-file"), partial.resolve("build.log"));
            Files.move(unpacked, home, StandardCopyOption.ATOMIC_MOVE);
        }
        deleteTree(partial);
    }

    private void makeTemplate() throws IOException {
        var database = Files.createTempDirectory(cache(), "database");
        try (var _ = KeycloakServer.start(this, database)) {
            database.toFile();
        }
        Files.move(database, template, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Command line of the server without its shell script, which would outlive its JVM or be outlived by it. */
    static List<String> command(Path home, String... arguments) {
        return command(home, List.of(), arguments);
    }

    static List<String> command(Path home, List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx512m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dkc.home.dir=" + home,
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                home.resolve("lib").resolve("quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void run(List<String> command, Path log) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("Keycloak could not be prepared:\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak was prepared", e);
        }
    }

    static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    static void deleteTree(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
