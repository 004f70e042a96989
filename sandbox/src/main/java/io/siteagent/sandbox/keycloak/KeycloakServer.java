package io.siteagent.sandbox.keycloak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A real Keycloak on loopback. {@link #start()} gives one of one's own; {@link #shared()} the one that all test JVMs of
 * a build use.
 */
public final class KeycloakServer implements AutoCloseable {

    static final String ADMIN = "admin";

    /** The server listens on loopback only and holds invented people. */
    static final String ADMIN_PASSWORD = "sandbox-administrator";

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static @Nullable KeycloakServer shared;

    private final URI baseUri;
    private final Runnable stop;
    private final RealmPool realms;

    private KeycloakServer(URI baseUri, Runnable stop) {
        this.baseUri = baseUri;
        this.stop = stop;
        this.realms = new RealmPool(baseUri);
    }

    /** Starts a server with an empty database; closing it stops it and drops the database. */
    public static KeycloakServer start() throws IOException {
        var distribution = KeycloakDistribution.ready();
        var database = Files.createTempDirectory("keycloak-database");
        KeycloakDistribution.copyTree(distribution.template(), database);
        var server = start(distribution, database);
        return new KeycloakServer(server.baseUri, () -> {
            server.close();
            KeycloakDistribution.deleteTree(database);
        });
    }

    /**
     * The server of this build: started by whoever asks first, stopped when the build ends however it ends. Closing
     * does nothing.
     */
    public static synchronized KeycloakServer shared() throws IOException {
        var known = shared;
        if (known == null) {
            known = new KeycloakServer(SharedServer.uri(), () -> {});
            shared = known;
        }
        return known;
    }

    static KeycloakServer start(KeycloakDistribution distribution, Path database) throws IOException {
        var port = freePort();
        var process = launch(distribution, database, port);
        KeycloakKeeper.watch(ProcessHandle.current(), process.toHandle(), database);
        var stopper = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(stopper);
        var uri = URI.create("http://127.0.0.1:" + port + "/");
        awaitReady(process, uri, database.resolve("keycloak.log"));
        return new KeycloakServer(uri, () -> stop(process, stopper));
    }

    static Process launch(KeycloakDistribution distribution, Path database, int port) throws IOException {
        var command = KeycloakDistribution.command(
                distribution.home(),
                java.util.List.of("-Dkc.db-url-path=" + database),
                "start",
                "--optimized",
                "--http-enabled=true",
                "--hostname-strict=false",
                "--http-host=127.0.0.1",
                "--http-port=" + port);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(database.resolve("keycloak.log").toFile());
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        return builder.start();
    }

    static void awaitReady(Process process, URI uri, Path log) throws IOException {
        var end = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers(uri)) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IOException("Keycloak did not start:\n" + Files.readString(log));
            }
            pause();
        }
    }

    static boolean answers(URI uri) {
        try (var http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
            var request = HttpRequest.newBuilder(uri.resolve("realms/master"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void stop(Process process, Thread stopper) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            Runtime.getRuntime().removeShutdownHook(stopper);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IllegalStateException shuttingDown) {
            process.destroy();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while Keycloak was starting", e);
        }
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Root of the server, ending in a slash. */
    public URI baseUri() {
        return baseUri;
    }

    /**
     * A realm, empty but for the agent accounts, which hold {@code manage-users}: a new one, or one that was given
     * back.
     */
    public Realm realm() throws IOException {
        return realms.take();
    }

    /** Deletes a realm, or empties it for the next who wants one. */
    public void giveBack(Realm realm) throws IOException {
        realms.giveBack(realm);
    }

    /**
     * Makes a realm of that name, empty but for the agent accounts; without roles they hold {@code manage-users}, with
     * {@code none} none.
     */
    public Realm newRealm(String name, String... agentRoles) throws IOException {
        return Realm.create(baseUri, name, agentRoles);
    }

    @Override
    public void close() {
        stop.run();
    }
}
