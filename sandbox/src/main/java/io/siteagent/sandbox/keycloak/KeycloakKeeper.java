package io.siteagent.sandbox.keycloak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the end of one process, then stops a server and drops its files. Runs as a process of its own, so that it
 * does its work after a kill as well. It has nothing left to do when the server ends first.
 */
public final class KeycloakKeeper {

    private KeycloakKeeper() {}

    /** Starts a keeper. */
    static Process watch(ProcessHandle owner, ProcessHandle server, Path folder) throws IOException {
        var classes = KeycloakKeeper.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        Path.of(java.net.URI.create(classes)).toString(),
                        KeycloakKeeper.class.getName(),
                        Long.toString(owner.pid()),
                        Long.toString(server.pid()),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Keeps watch.
     *
     * @param arguments pid to wait for, pid to stop, folder to delete
     */
    public static void main(String[] arguments) throws Exception {
        var ownerGone = end(Long.parseLong(arguments[0]));
        var serverGone = end(Long.parseLong(arguments[1]));
        CompletableFuture.anyOf(ownerGone, serverGone).join();
        if (!serverGone.isDone()) {
            stop(Long.parseLong(arguments[1]), serverGone);
        }
        var folder = Path.of(arguments[2]);
        if (ownerGone.isDone() && Files.isDirectory(folder)) {
            KeycloakDistribution.deleteTree(folder);
        }
    }

    private static CompletableFuture<?> end(long pid) {
        return ProcessHandle.of(pid)
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(pid));
    }

    private static void stop(long pid, CompletableFuture<?> gone) throws Exception {
        var server = ProcessHandle.of(pid);
        server.ifPresent(ProcessHandle::destroy);
        try {
            gone.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            server.ifPresent(ProcessHandle::destroyForcibly);
            gone.get(20, TimeUnit.SECONDS);
        }
    }
}
