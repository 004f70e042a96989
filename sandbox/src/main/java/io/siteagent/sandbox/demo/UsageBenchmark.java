package io.siteagent.sandbox.demo;

import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.lambda.PackagedFunction;
import io.siteagent.sandbox.ssm.SsmStandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Measures what a report of an offering costs in calls, time and memory, by its size and by how far away Waldur and
 * Rancher are, and prints it as a table. What runs is the packaged function with its usual memory: once with everything
 * to be sent, once with nothing changed since.
 */
public final class UsageBenchmark {

    private static final int PODS_OF_EACH = 5;
    private static final String PREFIX = "/waldur-site-agent/benchmark";
    private static final String SWEEP = "{\"kind\":\"sweep\"}";

    private final Path function;

    private UsageBenchmark(Path function) {
        this.function = function;
    }

    /**
     * Runs it.
     *
     * @param arguments the folder {@code functions} of the build
     */
    public static void main(String[] arguments) throws IOException {
        var function = Path.of(arguments[0], "report", "target", "function").toAbsolutePath();
        System.out.println("| resources | pods | latency ms | run | calls Waldur | calls Rancher | sent | seconds |"
                + " peak MiB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (int resources : new int[] {200, 2_000, 10_000}) {
            for (int latency : new int[] {0, 20}) {
                new UsageBenchmark(function).measure(resources, Duration.ofMillis(latency));
            }
        }
        System.exit(0);
    }

    private void measure(int resources, Duration latency) throws IOException {
        var estate = new LargeEstate(resources, PODS_OF_EACH);
        var traffic = Traffic.undisturbed();
        var ssm = new SsmStandIn();
        try (var waldur = StandInServer.start("waldur", 0, estate::waldur, traffic);
                var rancher = StandInServer.start("rancher", 0, estate::kubernetes, traffic);
                var parameters = StandInServer.start("ssm", 0, ssm, traffic)) {
            ssm.put(PREFIX + "/offerings/large/settings", settings(waldur, rancher));
            ssm.putSecure(PREFIX + "/offerings/large/secrets/waldur_api_token", "sandbox");
            ssm.putSecure(PREFIX + "/offerings/large/secrets/password", "sandbox");
            traffic.latency().set("waldur", latency);
            traffic.latency().set("rancher", latency);
            var environment = Map.of(
                    "SITE_AGENT_CONFIG_PREFIX",
                    PREFIX,
                    "SITE_AGENT_SSM_ENDPOINT",
                    parameters.uri().toString());
            var handler = "io.siteagent.functions.report.ReportHandler";
            try (var report = PackagedFunction.start("report", function, handler, environment)) {
                report.init();
                for (var run : List.of("all to be sent", "nothing changed")) {
                    traffic.calls().clear();
                    var invoked = report.invoke(SWEEP);
                    if (!invoked.succeeded()) {
                        throw new IOException("the report failed: " + invoked.payload());
                    }
                    System.out.printf(
                            "| %d | %d | %d | %s | %d | %d | %d | %.1f | %d |%n",
                            resources,
                            resources * PODS_OF_EACH,
                            latency.toMillis(),
                            run,
                            traffic.calls().count("waldur"),
                            traffic.calls().count("rancher"),
                            traffic.calls().count("POST", "set_usage"),
                            invoked.duration().toMillis() / 1e3,
                            report.peakMemory());
                }
            }
        }
    }

    private static String settings(StandInServer waldur, StandInServer rancher) {
        return """
                name: large
                waldur_api_url: %s/
                waldur_offering_uuid: %s
                backend_type: rancher
                reporting_backend: rancher
                backend_settings:
                  backend_url: %s
                  username: token-sandbox
                  cluster_id: %s
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                  ram: {type: ram, measured_unit: GB, accounting_type: limit, label: Memory}
                  storage: {type: storage, measured_unit: GB, accounting_type: limit, label: Storage}
                """.formatted(waldur.uri(), LargeEstate.OFFERING, rancher.uri(), LargeEstate.CLUSTER);
    }
}
