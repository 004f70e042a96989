package io.siteagent.sandbox.demo;

import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.lambda.PackagedFunction;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what a membership sweep costs in calls, time and memory, by the number of resources and people and by how
 * far away the three systems are, and prints it as a table. What runs is the packaged function with its usual memory
 * and without a queue, against the sandbox and a real Keycloak: from projects that nobody has adopted yet to nothing
 * left to do, and once more after one of a hundred people has been replaced.
 */
public final class MembershipBenchmark {

    private static final int PEOPLE_AT_ONCE = 500;
    private static final String CLUSTER = "c-m-1234abcd";
    private static final String PREFIX = "/waldur-site-agent/benchmark";
    private static final String SWEEP = "{\"kind\":\"sweep\"}";

    private final Path function;
    private final Sandbox sandbox = Sandbox.start();
    private final Seed.OfferingSeed offering;
    private final Realm realm;
    private final List<Seed.ProjectSeed> projects = new ArrayList<>();

    private MembershipBenchmark(Path function, KeycloakServer server) throws IOException {
        this.function = function;
        this.realm = server.newRealm("benchmark-" + System.nanoTime());
        this.offering = sandbox.waldur().seed().customer("Compute Centre").offering("Rancher Projects");
        offering.component("cpu", "limit");
        sandbox.serve("keycloak", new KeycloakGate(server.baseUri()));
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .terminationDelay(Duration.ZERO)
                .seed()
                .key("token-agent:secret")
                .cluster(CLUSTER);
    }

    /**
     * Runs it.
     *
     * @param arguments the folder {@code functions} of the build
     */
    public static void main(String[] arguments) throws IOException {
        var function = Path.of(arguments[0], "membership", "target", "function").toAbsolutePath();
        System.out.println("| resources | members | latency ms | run | calls Waldur | calls Rancher | calls Keycloak |"
                + " writes | seconds | peak MiB |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|");
        try (var server = KeycloakServer.start()) {
            for (int latency : new int[] {0, 20}) {
                measure(function, server, 20, 50, Duration.ofMillis(latency));
                measure(function, server, 1_000, 20, Duration.ofMillis(latency));
            }
        }
        System.exit(0);
    }

    private static void measure(Path function, KeycloakServer server, int resources, int members, Duration latency)
            throws IOException {
        var benchmark = new MembershipBenchmark(function, server);
        try {
            benchmark.build(resources, members);
            benchmark.measure(members, latency);
        } finally {
            benchmark.sandbox.close();
            benchmark.realm.delete();
        }
    }

    private void build(int resources, int members) throws IOException {
        var people = new HashMap<String, String>();
        for (int number = 0; number < resources; number++) {
            var project = sandbox.waldur().seed().customer("University").project("Project " + number);
            for (int member = 0; member < members; member++) {
                join(project, person(number, member), people);
            }
            var displayName = "waldur-tenant-" + number;
            var id = sandbox.rancher().seed().project(CLUSTER, displayName);
            sandbox.rancher().seed().manifest("local", """
                    kind: Project
                    metadata:
                      name: %s
                      namespace: %s
                      annotations: {waldur/managed: "true"}
                    """.formatted(id.split(":", -1)[1], CLUSTER));
            project.owns(offering, "tenant-" + number, Consumer.limits("cpu", 4), id);
            projects.add(project);
        }
        exist(people);
    }

    /** Half of a project's people are in the next one too. */
    private static String person(int project, int member) {
        return "person-" + (project * 10 + member);
    }

    private void join(Seed.ProjectSeed project, String name, Map<String, String> people) throws IOException {
        project.member(name, "PROJECT.MEMBER");
        people.put(sandbox.waldur().seed().person(name).username(), name);
        if (people.size() >= PEOPLE_AT_ONCE) {
            exist(people);
        }
    }

    private void exist(Map<String, String> people) throws IOException {
        realm.people(people);
        people.clear();
    }

    private void measure(int members, Duration latency) throws IOException {
        sandbox.ssm()
                .put(PREFIX + "/offerings/large/settings", settings())
                .putSecure(PREFIX + "/offerings/large/secrets/waldur_api_token", offering.ownerToken("agent"))
                .putSecure(PREFIX + "/offerings/large/secrets/password", "secret")
                .putSecure(PREFIX + "/offerings/large/secrets/keycloak_client_secret", Realm.AGENT_SECRET);
        for (var system : List.of(Sandbox.WALDUR, Sandbox.RANCHER, "keycloak")) {
            sandbox.latency().set(system, latency);
        }
        var environment = Map.of(
                "SITE_AGENT_CONFIG_PREFIX",
                PREFIX,
                "SITE_AGENT_SSM_ENDPOINT",
                sandbox.ssmUri().toString(),
                "SITE_AGENT_MODE",
                "apply");
        var handler = "io.siteagent.functions.membership.MembershipHandler";
        try (var membership = PackagedFunction.start("membership", function, handler, environment)) {
            membership.init();
            var row = new Row(membership, members, latency);
            int part = 1;
            while (row.print("first sync, invocation " + part) > 0) {
                part++;
            }
            for (int number = 0; number < projects.size(); number += Math.max(1, 100 / members)) {
                replace(projects.get(number), number, members);
            }
            row.print("1 % changed");
            row.print("nothing changed");
        }
    }

    private void replace(Seed.ProjectSeed project, int number, int members) throws IOException {
        sandbox.waldur().consumer().removeMember(project.uuid(), person(number, members - 1));
        var people = new HashMap<String, String>();
        join(project, "newcomer-" + number, people);
        exist(people);
    }

    /** Prints a line for each invocation. */
    private final class Row {
        private final PackagedFunction membership;
        private final int members;
        private final Duration latency;

        Row(PackagedFunction membership, int members, Duration latency) {
            this.membership = membership;
            this.members = members;
            this.latency = latency;
        }

        /** How many calls changed something. */
        int print(String run) throws IOException {
            sandbox.calls().clear();
            var invoked = membership.invoke(SWEEP);
            if (!invoked.succeeded()) {
                throw new IOException("the sweep failed: " + invoked.payload());
            }
            var writes = sandbox.calls()
                    .matching(call -> call.isWrite() && !call.target().contains("openid-connect/token"))
                    .size();
            System.out.printf(
                    "| %d | %d | %d | %s | %d | %d | %d | %d | %.1f | %d |%n",
                    projects.size(),
                    members,
                    latency.toMillis(),
                    run,
                    sandbox.calls().count(Sandbox.WALDUR),
                    sandbox.calls().count(Sandbox.RANCHER),
                    sandbox.calls().count("keycloak"),
                    writes,
                    invoked.duration().toMillis() / 1e3,
                    membership.peakMemory());
            return writes;
        }
    }

    private String settings() {
        return """
                name: large
                waldur_api_url: %s/
                waldur_offering_uuid: %s
                backend_type: rancher
                membership_sync_backend: rancher
                backend_settings:
                  backend_url: %s
                  username: token-agent
                  cluster_id: %s
                  keycloak_enabled: true
                  keycloak:
                    keycloak_url: %s/
                    keycloak_realm: %s
                    keycloak_user_realm: %s
                    keycloak_client_id: %s
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                """.formatted(
                        sandbox.waldurUri(),
                        offering.uuid(),
                        sandbox.rancherUri(),
                        CLUSTER,
                        sandbox.uri("keycloak"),
                        realm.name(),
                        realm.name(),
                        Realm.AGENT_CLIENT);
    }
}
