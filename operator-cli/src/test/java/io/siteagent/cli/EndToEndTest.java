package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.waldur.DemoWorld;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent run} over plain HTTP on loopback: Waldur and Rancher as stand-ins, and the real Keycloak. */
class EndToEndTest {

    private static final String CLUSTER = "c-m-1234abcd";
    private static final List<String> PEOPLE =
            List.of("alice", "bob", "carol", "dan", "eve", "frank", "grace", "heidi", "ivan", "judy");

    @TempDir
    Path directory = Path.of("");

    private final Sandbox sandbox = Sandbox.start();
    private final DemoWorld demo = DemoWorld.in(sandbox.waldur());
    private final Realm realm = realm();

    private record Result(int code, String out, String err) {

        JsonNode json() throws IOException {
            return new JsonMapper().readTree(out);
        }

        List<String> outcomes() throws IOException {
            return json().path("items").findValuesAsText("outcome");
        }
    }

    private Realm realm() {
        try {
            var server = KeycloakServer.shared();
            sandbox.serve("keycloak", new KeycloakGate(server.baseUri()));
            return server.realm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void arrange() throws IOException {
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .terminationDelay(Duration.ZERO)
                .seed()
                .key("token-agent:rancher-secret")
                .cluster(CLUSTER);
        realm.people(PEOPLE.stream().collect(Collectors.toMap(this::keycloakId, name -> name)));
    }

    @AfterEach
    void close() throws IOException {
        sandbox.close();
        KeycloakServer.shared().giveBack(realm);
    }

    private String keycloakId(String person) {
        return sandbox.waldur().seed().person(person).username();
    }

    /** The complete example of the predecessor's documentation, with the sandbox's addresses and names. */
    private String configuration(String keycloakPassword) throws IOException {
        var text = """
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
                        keycloakPassword);
        return Files.writeString(directory.resolve("site.yaml"), text).toString();
    }

    private Result run(String mode) throws IOException {
        return run(mode, Realm.AGENT_PASSWORD);
    }

    private Result run(String mode, String keycloakPassword) throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        sandbox.calls().clear();
        int code = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(err), Clock.systemUTC())
                .execute("run", mode, "--output", "json", "--config", configuration(keycloakPassword));
        return new Result(code, out.toString(), err.toString());
    }

    /** Calls that changed something; logging in and out changes nothing. */
    private List<Call> writes() {
        return sandbox.calls().matching(call -> call.isWrite() && !call.target().contains("/protocol/openid-connect/"));
    }

    private Stream<String> orderStates() {
        return demo.orders().stream()
                .map(order -> sandbox.waldur().order(order.uuid()).state().text());
    }

    @Test
    void orders_membership_and_usage_are_brought_about_and_a_second_run_has_nothing_to_do() throws IOException {
        var orders = run("order");
        assertThat(orders.code()).as(orders.toString()).isZero();
        assertThat(orders.outcomes()).containsExactly("done", "done", "done");
        assertThat(orderStates()).containsOnly("done");
        assertThat(sandbox.rancher().inventory().projects(CLUSTER)).hasSize(3);

        var ordersAgain = run("order");
        assertThat(ordersAgain.code()).isZero();
        assertThat(ordersAgain.json().path("items")).isEmpty();
        assertThat(writes()).isEmpty();

        sandbox.waldur()
                .seed()
                .customer("University of Tartu")
                .project("Genomics")
                .member("judy", "PROJECT.MEMBER");
        var membership = run("membership");
        assertThat(membership.code()).as(membership.toString()).isZero();
        assertThat(membership.outcomes()).containsExactlyInAnyOrder("done", "unchanged", "unchanged");
        assertThat(realm.membersByPath().values())
                .anySatisfy(members -> assertThat(members)
                        .containsExactlyInAnyOrder(keycloakId("alice"), keycloakId("bob"), keycloakId("judy")));

        var membershipAgain = run("membership");
        assertThat(membershipAgain.code()).isZero();
        assertThat(membershipAgain.outcomes()).containsOnly("unchanged");
        assertThat(writes()).isEmpty();

        occupyOneCore();
        var report = run("report");
        assertThat(report.code()).as(report.toString()).isZero();
        assertThat(sandbox.waldur()
                        .amounts(demo.orders().getFirst().resource(), YearMonth.now(ZoneOffset.UTC))
                        .get("cpu"))
                .isEqualByComparingTo("1");

        var reportAgain = run("report");
        assertThat(reportAgain.code()).isZero();
        assertThat(writes()).isEmpty();
        assertThat(sandbox.calls().unknown()).isEmpty();
    }

    private void occupyOneCore() {
        var backendId =
                sandbox.waldur().resource(demo.orders().getFirst().resource()).backendId();
        var namespace = sandbox.rancher()
                .inventory()
                .namespacesOf(backendId)
                .getFirst()
                .path("metadata")
                .path("name")
                .asText();
        sandbox.rancher().seed().pod(CLUSTER, namespace, "worker", Map.of("cpu", "1", "memory", "1Gi"));
    }

    @Test
    void a_wrong_keycloak_password_exits_1_leaves_the_orders_open_and_stays_secret() throws IOException {
        var result = run("order", "not-the-password");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.json().path("complete").asBoolean()).isFalse();
        assertThat(result.outcomes()).hasSize(3).doesNotContain("done");
        assertThat(orderStates()).containsOnly("executing");
        assertThat(result.out() + result.err()).doesNotContain("not-the-password", "rancher-secret", demo.agentToken());

        var again = run("order");
        assertThat(again.code()).as(again.toString()).isZero();
        assertThat(orderStates()).containsOnly("done");
    }

    @Test
    void a_configuration_without_the_keycloak_password_exits_64_and_calls_nobody() throws IOException {
        var result = run("order", "");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("keycloak_password");
        assertThat(sandbox.calls().snapshot()).isEmpty();
    }
}
