package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Through the AWS SDK and real HTTP, against a stand-in that speaks SSM's JSON protocol. */
class ParameterStoreSourceTest {

    private static final String PREFIX = "/waldur-site-agent/test";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-north-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final Map<String, String> parameters = new TreeMap<>();
    private final List<Integer> pages = new CopyOnWriteArrayList<>();
    private final TestClock clock = new TestClock();
    private HttpServer ssm = startable();
    private ParameterStoreSource source = source(ssm);
    private volatile int status = 200;
    private volatile String error = "";

    @BeforeAll
    static void credentials() {
        SDK.forEach(System::setProperty);
    }

    @AfterAll
    static void forgetCredentials() {
        SDK.keySet().forEach(System::clearProperty);
    }

    @BeforeEach
    void startSsm() {
        ssm.createContext("/", this::answer);
        ssm.start();
    }

    @AfterEach
    void stopSsm() {
        source.close();
        ssm.stop(0);
    }

    private static HttpServer startable() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private ParameterStoreSource source(HttpServer server) {
        var environment = Map.of(
                "SITE_AGENT_CONFIG_PREFIX", PREFIX + "/",
                "SITE_AGENT_SSM_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort());
        return new ParameterStoreSource(environment::get, clock);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = JSON.readTree(exchange.getRequestBody());
            int start = Integer.parseInt(request.path("NextToken").asText("0"));
            pages.add(start);
            var body = JSON.createObjectNode();
            if (status == 200) {
                assertThat(request.path("WithDecryption").asBoolean()).isTrue();
                assertThat(request.path("Recursive").asBoolean()).isTrue();
                var list = body.putArray("Parameters");
                var path = request.path("Path").asText() + "/";
                var names = parameters.keySet().stream()
                        .filter(name -> name.startsWith(path))
                        .toList();
                names.stream()
                        .skip(start)
                        .limit(10)
                        .forEach(name -> list.addObject()
                                .put("Name", name)
                                .put("Value", parameters.get(name))
                                .put("Type", name.contains("/secrets/") ? "SecureString" : "String"));
                if (names.size() > start + 10) {
                    body.put("NextToken", Integer.toString(start + 10));
                }
            } else {
                body.put("__type", error).put("message", "account 123456789012 is not allowed");
            }
            var bytes = JSON.writeValueAsBytes(body);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private void put(String path, String value) {
        parameters.put(PREFIX + path, value);
    }

    private void putOffering(String slug, String uuid) {
        put("/offerings/" + slug + "/settings", """
                name: %s
                waldur_api_url: https://waldur.example.com/
                waldur_offering_uuid: %s
                backend_type: rancher
                order_processing_backend: rancher
                backend_settings:
                  backend_url: https://rancher.example.com
                  username: token-abcde
                  cluster_id: local
                  keycloak_enabled: true
                  keycloak: {keycloak_url: "https://keycloak.example.com/", keycloak_client_id: agent}
                """.formatted(slug, uuid));
        put("/offerings/" + slug + "/components", """
                {"cpu": {"type": "cpu", "measured_unit": "cores", "accounting_type": "limit", "label": "CPU"}}
                """);
        put("/offerings/" + slug + "/secrets/waldur_api_token", "waldur-token\n");
        put("/offerings/" + slug + "/secrets/password", "rancher-secret");
        put("/offerings/" + slug + "/secrets/keycloak_client_secret", "keycloak-secret");
    }

    @Test
    void an_offering_is_put_together_from_settings_parts_and_secrets() {
        putOffering("cpu", "11111111222233334444555555555555");

        var configuration = source.load();

        assertThat(configuration.problems()).isEmpty();
        var offering = configuration.offerings().getFirst();
        assertThat(offering.waldur().login()).isEqualTo(new WaldurSettings.Login.ApiToken(new Secret("waldur-token")));
        assertThat(offering.rancher().secretKey()).isEqualTo(new Secret("rancher-secret"));
        assertThat(offering.keycloak().orElseThrow().credentials())
                .isEqualTo(new KeycloakSettings.ClientCredentials("agent", new Secret("keycloak-secret")));
        assertThat(offering.components()).extracting(Component::key).containsExactly("cpu");
    }

    @Test
    void all_pages_are_read() {
        for (int i = 0; i < 5; i++) {
            putOffering("offering-" + i, "1111111122223333444455555555555" + i);
        }
        put("/settings", "timezone: Europe/Tallinn");

        var configuration = source.load();

        assertThat(configuration.offerings())
                .hasSize(5)
                .allSatisfy(offering -> assertThat(offering.timezone()).isEqualTo(ZoneId.of("Europe/Tallinn")));
        assertThat(pages).containsExactly(0, 10, 20);
    }

    @Test
    void a_whole_document_in_one_parameter_is_accepted() {
        put("/config", CompleteSetupExampleTest.example());

        assertThat(source.load().offerings()).hasSize(1);
    }

    @Test
    void problems_name_the_parameter() {
        putOffering("cpu", "11111111222233334444555555555555");
        put("/offerings/cpu/secrets/passwort", "x");
        put("/offerings/cpu/backend_settings", "cluster_id: c-other");

        assertThat(source.load().problems().toString())
                .contains("secrets/passwort (" + PREFIX + "/offerings/cpu/secrets/passwort): is not a known key")
                .contains("/offerings/cpu/settings, line 9, column 15): is written twice; keep one");
    }

    @Test
    void an_offering_whose_components_cannot_be_read_is_not_served_without_them() {
        putOffering("cpu", "11111111222233334444555555555555");
        put("/offerings/cpu/components", "{cpu: ");

        var configuration = source.load();

        assertThat(configuration.offerings()).isEmpty();
        assertThat(configuration.problems().toString()).contains(PREFIX + "/offerings/cpu/components, line 1");
    }

    @Test
    void nothing_below_the_prefix_is_a_problem() {
        assertThat(source.load().problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where()).isEqualTo(PREFIX));
    }

    @Test
    void a_missing_prefix_is_a_problem_and_a_blank_endpoint_is_absent() {
        try (var unset = new ParameterStoreSource(Map.of("SITE_AGENT_SSM_ENDPOINT", " ")::get, clock)) {
            assertThat(unset.load().problems())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.where()).isEqualTo("SITE_AGENT_CONFIG_PREFIX"));
        }
    }

    @Test
    void a_configuration_is_kept_for_five_minutes() {
        putOffering("cpu", "11111111222233334444555555555555");
        source.load();
        clock.advance(Duration.ofMinutes(4));
        source.load();
        assertThat(pages).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        source.load();
        assertThat(pages).hasSize(2);
    }

    @Test
    void reload_reads_a_rotated_secret_but_not_in_a_burst() {
        putOffering("cpu", "11111111222233334444555555555555");
        source.load();
        clock.advance(Duration.ofMinutes(1));
        put("/offerings/cpu/secrets/password", "rotated");

        assertThat(source.reload().offerings().getFirst().rancher().secretKey()).isEqualTo(new Secret("rotated"));
        source.reload();
        assertThat(pages).hasSize(2);
    }

    @Test
    void the_last_configuration_serves_for_an_hour_while_ssm_is_throttled() {
        putOffering("cpu", "11111111222233334444555555555555");
        source.load();
        status = 400;
        error = "ThrottlingException";
        clock.advance(Duration.ofMinutes(59));
        assertThat(source.load().offerings()).hasSize(1);

        clock.advance(Duration.ofMinutes(1));
        assertThatThrownBy(source::load)
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TRANSIENT));
    }

    @Test
    void a_refused_read_is_unauthorized_and_tells_no_account() {
        status = 400;
        error = "AccessDeniedException";

        assertThatThrownBy(source::load)
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNAUTHORIZED))
                .hasMessageContaining("AccessDeniedException")
                .hasMessageNotContaining("123456789012");
    }

    private static final class TestClock extends Clock {
        private Instant now = Instant.parse("2026-11-25T12:00:00Z");

        void advance(Duration step) {
            now = now.plus(step);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
