package io.siteagent.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.waldur.DemoWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a sandbox from a seed file, or with the demo's Waldur, prints where everything is, and waits to be stopped.
 */
public final class SandboxMain {

    private SandboxMain() {}

    /**
     * Runs until the process is stopped.
     *
     * @param args nothing, or the path of a JSON document as {@code GET /world} gives it
     */
    @SuppressWarnings("SystemOut") // what a command-line program is for
    public static void main(String[] args) throws IOException, InterruptedException {
        try (var sandbox = Sandbox.start()) {
            if (args.length == 0) {
                DemoWorld.in(sandbox.waldur());
            } else {
                sandbox.load(new ObjectMapper().readValue(Path.of(args[0]).toFile(), ObjectNode.class));
            }
            sandbox.uris().forEach((system, uri) -> System.out.printf("%-8s %s%n", system, uri));
            System.out.printf("%-8s %s%n", "control", sandbox.controlUri());
            new CountDownLatch(1).await();
        }
    }
}
