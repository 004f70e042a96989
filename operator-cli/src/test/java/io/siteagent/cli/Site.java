package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.shell.Shell;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.http.FaultRule;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.waldur.DemoWorld;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Help.Ansi;

/** A compute centre for the command: the demo's Waldur, a Rancher, the real Keycloak, and a configuration file. */
final class Site implements AutoCloseable {

    static final String CLUSTER = "c-m-1234abcd";
    static final String KEY = "token-agent:rancher-secret";
    private static final List<String> PEOPLE =
            List.of("alice", "bob", "carol", "dan", "eve", "frank", "grace", "heidi", "ivan", "judy");

    final Sandbox sandbox = Sandbox.start();
    final DemoWorld demo = DemoWorld.in(sandbox.waldur());
    final Realm realm;
    private final Path directory;
    private final Map<String, FaultRule> told = new HashMap<>();
    private Clock clock = Clock.systemUTC();

    /** What a command came to. */
    record Result(int code, String out, String err) {

        JsonNode json() {
            try {
                return new JsonMapper().readTree(out);
            } catch (IOException e) {
                throw new UncheckedIOException(out, e);
            }
        }
    }

    /** Everybody of the demo is in Keycloak; the account holds the roles, {@code manage-users} when none is named. */
    Site(Path directory, String... agentRoles) {
        this.directory = directory;
        try {
            var server = KeycloakServer.shared();
            sandbox.serve("keycloak", new KeycloakGate(server.baseUri()));
            realm = agentRoles.length == 0 ? server.realm() : server.newRealm("cli-" + UUID.randomUUID(), agentRoles);
            realm.people(PEOPLE.stream().collect(Collectors.toMap(this::keycloakId, name -> name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .terminationDelay(Duration.ZERO)
                .seed()
                .key(KEY)
                .cluster(CLUSTER);
        answers(Sandbox.RANCHER, "/v3/tokens/token-agent", """
                {"type": "token", "id": "token-agent", "clusterId": null, "expired": false, "expiresAt": ""}""");
        answers(Sandbox.WALDUR, "/api/hooks-web/", "[]");
    }

    /** What a server says at a path that its stand-in does not serve, or says otherwise; the latest word holds. */
    void answers(String system, String pathPattern, String json) {
        answers(system, pathPattern, 200, json);
    }

    void answers(String system, String pathPattern, int status, String json) {
        var rule =
                sandbox.faults().on(system).get(pathPattern + "(\\?|$)").every().then(Fault.status(status, json));
        var before = told.put(system + pathPattern, rule);
        if (before != null) {
            sandbox.faults().remove(before);
        }
    }

    /** What the machine that the command runs on takes for the time. */
    void clockIsAheadBy(Duration error) {
        clock = Clock.offset(Clock.systemUTC(), error);
    }

    String keycloakId(String person) {
        return sandbox.waldur().seed().person(person).username();
    }

    /** The complete example of the predecessor's documentation, with the sandbox's addresses and names. */
    String document() {
        return """
                offerings:
                  - name: "rancher-projects"
                    waldur_api_url: "%s/"
                    waldur_api_token: "%s"
                    waldur_offering_uuid: "%s"
                    backend_type: "rancher"
                    order_processing_backend: "rancher"
                    membership_sync_backend: "rancher"
                    reporting_backend: "rancher"
                    backend_settings:
                      backend_url: "%s"
                      username: "token-agent"
                      password: "rancher-secret"
                      cluster_id: "%s"
                      verify_cert: true
                      project_prefix: "waldur-"
                      default_role: "workloads-manage"
                      keycloak_enabled: true
                      keycloak_use_user_id: true
                      keycloak:
                        keycloak_url: "%s/"
                        keycloak_realm: "%s"
                        keycloak_user_realm: "%s"
                        keycloak_username: "%s"
                        keycloak_password: "%s"
                        keycloak_ssl_verify: true
                    backend_components:
                      cpu: {type: "cpu", measured_unit: "cores", accounting_type: "limit", label: "CPU Cores", unit_factor: 1}
                      ram: {type: "ram", measured_unit: "GB", accounting_type: "limit", label: "Memory (GB)", unit_factor: 1}
                      storage: {type: "storage", measured_unit: "GB", accounting_type: "limit", label: "Storage (GB)", unit_factor: 1}
                """.formatted(
                        sandbox.waldurUri(),
                        demo.agentToken(),
                        demo.offering().uuid(),
                        sandbox.rancherUri(),
                        CLUSTER,
                        sandbox.uri("keycloak"),
                        realm.name(),
                        realm.name(),
                        Realm.AGENT_USER,
                        Realm.AGENT_PASSWORD);
    }

    /** The configuration file. */
    String config() {
        return config(document -> document);
    }

    /** The configuration file, changed. */
    String config(UnaryOperator<String> change) {
        return file("site.yaml", change.apply(document()));
    }

    String file(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Carries the demo's orders out. A passing fault may put one off, so that a second pass is needed. */
    Site bringAbout() {
        var first = run("run", "order");
        if (first.code() != 0) {
            var second = run("run", "order");
            assertThat(second.code()).as("%s then %s", first, second).isZero();
        }
        return this;
    }

    /** Runs the command with {@code --config} at its end. */
    Result run(String... arguments) {
        return command(Stream.concat(Stream.of(arguments), Stream.of("--config", config()))
                .toArray(String[]::new));
    }

    /** Runs the command as it is. */
    Result command(String... arguments) {
        return commandWith("", arguments);
    }

    /** Runs the command with something on standard input. */
    Result commandWith(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        sandbox.calls().clear();
        var shell = new Shell(
                new PrintWriter(out),
                new PrintWriter(err),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                environment(),
                clock,
                false,
                Ansi.OFF);
        int code = SiteAgent.commandLine(shell).execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    /** What the command finds in its environment: an AWS account whose Parameter Store is the sandbox's. */
    Map<String, String> environment() {
        return Map.of(
                "SITE_AGENT_SSM_ENDPOINT", sandbox.ssmUri().toString(),
                "AWS_REGION", "eu-north-1",
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test");
    }

    /** Calls that changed something; logging in and out changes nothing. */
    List<Call> writes() {
        return sandbox.calls().matching(call -> call.isWrite() && !call.target().contains("/protocol/openid-connect/"));
    }

    @Override
    public void close() {
        sandbox.close();
        try {
            KeycloakServer.shared().giveBack(realm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
