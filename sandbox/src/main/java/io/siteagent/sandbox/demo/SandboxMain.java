package io.siteagent.sandbox.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siteagent.sandbox.SandboxOptions;
import io.siteagent.sandbox.http.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Opens the demo's site with its orders still waiting, for whoever wants to try the agent on it. */
public final class SandboxMain {

    /** Below the folder that the command is run in. */
    private static final Path FOLDER = Path.of(".cache", "sandbox");

    private SandboxMain() {}

    /**
     * Runs until the process is stopped.
     *
     * @param arguments nothing, or {@code --host} and the name under which others reach this machine
     */
    @SuppressWarnings("SystemOut") // what a command-line program is for
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var options = SandboxOptions.defaults();
        switch (List.of(arguments)) {
            case List<String> none when none.isEmpty() -> open(options);
            case List<String> two
            when two.size() == 2
                    && two.getFirst().equals("--host")
                    && !two.getLast().isBlank() -> open(options.with(Host.of(two.getLast())));
            default -> {
                System.err.println("usage: bin/sandbox [--host NAME], for example --host 172.17.0.1 for containers");
                System.exit(64);
            }
        }
    }

    private static void open(SandboxOptions options) throws IOException, InterruptedException {
        try (var site = new DemoSite(options)) {
            stay(site);
        }
    }

    /** Says where everything is and how to try the agent on it, and waits to be stopped. */
    @SuppressWarnings("SystemOut") // what a command-line program is for
    static void stay(DemoSite site) throws IOException, InterruptedException {
        Files.createDirectories(FOLDER);
        var configuration = Files.writeString(FOLDER.resolve("site.yaml"), site.configurationFile());
        System.out.println("== The sandbox stays until Ctrl-C");
        site.sandbox.uris().forEach((system, uri) -> System.out.printf("   %-10s %s%n", system, uri));
        System.out.printf("   %-10s %s  (GET / says what it can do)%n", "control", site.sandbox.controlUri());
        System.out.printf("   try: ./siteagent run order --config %s%n", configuration);
        if (site.isOpen()) {
            var environment = Files.writeString(FOLDER.resolve("environment.json"), environment(site));
            System.out.printf(
                    "   or:  sam local invoke OrderFunction --event events/order-sweep.json --env-vars %s%n",
                    environment);
        }
        new CountDownLatch(1).await();
    }

    /** What {@code sam local} passes on to every function. */
    private static String environment(DemoSite site) {
        var json = JsonNodeFactory.instance.objectNode();
        var variables = json.putObject("Parameters").put("SITE_AGENT_MODE", "apply");
        site.environment().forEach(variables::put);
        return json.toPrettyString();
    }
}
