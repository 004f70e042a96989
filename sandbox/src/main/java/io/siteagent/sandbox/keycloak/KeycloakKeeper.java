package io.siteagent.sandbox.keycloak;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Waits for the end of one process, then stops another and drops its files. Runs as a process of its own. */
public final class KeycloakKeeper {

    private KeycloakKeeper() {}

    /**
     * Keeps watch.
     *
     * @param arguments pid to wait for, pid to stop, folder to delete
     */
    public static void main(String[] arguments) throws Exception {
        ProcessHandle.of(Long.parseLong(arguments[0]))
                .ifPresent(owner -> owner.onExit().join());
        var server = ProcessHandle.of(Long.parseLong(arguments[1]));
        if (server.isPresent()) {
            server.get().destroy();
            try {
                server.get().onExit().get(20, TimeUnit.SECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                server.get().destroyForcibly();
            }
        }
        KeycloakDistribution.deleteTree(Path.of(arguments[2]));
    }
}
