package io.siteagent.sandbox.keycloak;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One server for all test JVMs of one build. Who needs it first starts it together with a {@link KeycloakKeeper}, a
 * small process that stops it when the build's own process is gone, whether it succeeded, failed or was killed.
 */
final class SharedServer {

    private SharedServer() {}

    static synchronized URI uri() throws IOException {
        var distribution = KeycloakDistribution.ready();
        var owner = owner();
        var state = KeycloakDistribution.cache().resolve("shared-" + owner.pid());
        Files.createDirectories(state);
        try (var lock = FileChannel.open(state.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = lock.lock()) {
            var address = state.resolve("address");
            if (Files.exists(address)) {
                var uri = URI.create(Files.readString(address));
                if (KeycloakServer.answers(uri)) {
                    return uri;
                }
            }
            var uri = start(distribution, owner, state);
            Files.writeString(address, uri.toString());
            return uri;
        }
    }

    private static URI start(KeycloakDistribution distribution, ProcessHandle owner, Path state) throws IOException {
        KeycloakDistribution.copyTree(distribution.template(), state);
        var port = KeycloakServer.freePort();
        var server = KeycloakServer.launch(distribution, state, port);
        KeycloakKeeper.watch(owner, server.toHandle(), state);
        var uri = URI.create("http://127.0.0.1:" + port + "/");
        KeycloakServer.awaitReady(server, uri, state.resolve("keycloak.log"));
        return uri;
    }

    /** The outermost Maven above this JVM; without one, this JVM. */
    static ProcessHandle owner() {
        return Stream.iterate(
                        Optional.of(ProcessHandle.current()),
                        Optional::isPresent,
                        handle -> handle.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(SharedServer::isMaven)
                .reduce((_, outer) -> outer)
                .orElseGet(ProcessHandle::current);
    }

    private static boolean isMaven(ProcessHandle handle) {
        return handle.info()
                .commandLine()
                .filter(line -> line.contains("plexus.classworlds"))
                .isPresent();
    }
}
