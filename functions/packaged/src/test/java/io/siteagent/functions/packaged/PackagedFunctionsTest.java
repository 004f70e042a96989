package io.siteagent.functions.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Request;
import io.siteagent.sandbox.lambda.EventSourceMapping;
import io.siteagent.sandbox.lambda.HttpApi;
import io.siteagent.sandbox.lambda.Invocation;
import io.siteagent.sandbox.lambda.PackagedFunction;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions as they are deployed, run by AWS's runtime client. */
class PackagedFunctionsTest {

    private static final String PREFIX = "/waldur-site-agent/test";
    /** ESTABLISHED and CLOSE_WAIT, proc_pid_net(5). */
    private static final Set<String> CONNECTED = Set.of("01", "08");

    private static final String SWEEP =
            "{\"kind\":\"sweep\",\"scheduledTime\":\"2026-11-25T12:00:00Z\",\"executionId\":\"1\"}";
    private static final String WEBHOOK_SECRET = "webhook-secret-0123456789abcdef";
    private static final long LARGEST_ARTEFACT = 30L << 20;

    private final Sandbox sandbox = Sandbox.start();

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private PackagedFunction start(String name, String handler, Map<String, String> more, String... options)
            throws IOException {
        var environment = new java.util.HashMap<>(Map.of(
                "SITE_AGENT_CONFIG_PREFIX",
                PREFIX,
                "SITE_AGENT_SSM_ENDPOINT",
                sandbox.ssmUri().toString()));
        environment.putAll(more);
        return PackagedFunction.start(
                name, folder(name), "io.siteagent.functions.%s.%s".formatted(name, handler), environment, options);
    }

    private static Path folder(String name) {
        return Path.of("..", name, "target", "function").toAbsolutePath().normalize();
    }

    private Seed.OfferingSeed configure() {
        return configure("");
    }

    private Seed.OfferingSeed configure(String moreBackendSettings) {
        var offering = sandbox.waldur().seed().customer("Compute Centre").offering("Rancher Projects");
        offering.component("cpu", "limit");
        sandbox.ssm()
                .put(PREFIX + "/offerings/one/settings", """
                        name: one
                        waldur_api_url: %s/
                        waldur_offering_uuid: %s
                        backend_type: rancher
                        order_processing_backend: rancher
                        membership_sync_backend: rancher
                        reporting_backend: rancher
                        backend_settings:
                          backend_url: %s
                          username: token-x
                          cluster_id: c-m-1234abcd
                        %sbackend_components:
                          cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                        """.formatted(
                                sandbox.waldurUri(), offering.uuid(), sandbox.rancherUri(), moreBackendSettings))
                .putSecure(PREFIX + "/offerings/one/secrets/waldur_api_token", offering.ownerToken("agent"))
                .putSecure(PREFIX + "/offerings/one/secrets/password", "very-secret")
                .putSecure(PREFIX + "/secrets/webhook", WEBHOOK_SECRET);
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .seed()
                .key("token-x:very-secret")
                .cluster("c-m-1234abcd");
        return offering;
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    void it_starts_reads_its_configuration_and_answers_a_schedule(String name, String handler) throws IOException {
        configure();
        try (var function = start(name, handler, Map.of())) {
            var answer = function.invoke(SWEEP);

            assertThat(answer.succeeded()).as(answer.payload()).isTrue();
            var json = new ObjectMapper().readTree(answer.payload());
            assertThat(json.path("mode").asText()).isEqualTo(name);
            assertThat(json.path("complete").asBoolean()).as(answer.payload()).isTrue();
            assertThat(function.log()).doesNotContain("very-secret").doesNotContain("Exception");
        }
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "report, ReportHandler"})
    void a_run_that_leaves_keycloak_alone_does_not_load_its_client(String name, String handler) throws IOException {
        configure("""
                  keycloak_enabled: true
                  keycloak:
                    keycloak_url: http://127.0.0.1:1/
                    keycloak_realm: research
                    keycloak_user_realm: research
                    keycloak_client_id: site-agent
                """);
        sandbox.ssm().putSecure(PREFIX + "/offerings/one/secrets/keycloak_client_secret", "keycloak-secret");
        try (var function = start(name, handler, Map.of(), "-Xlog:class+load")) {
            var answer = function.invoke(SWEEP);

            assertThat(answer.succeeded()).as(answer.payload()).isTrue();
            assertThat(new ObjectMapper()
                            .readTree(answer.payload())
                            .path("complete")
                            .asBoolean())
                    .as(answer.payload())
                    .isTrue();
            assertThat(function.log())
                    .contains("io.siteagent.core.keycloak.KeycloakClient ")
                    .doesNotContain("org.jboss.resteasy.client.jaxrs.internal.");
        }
    }

    @Test
    void an_order_goes_through_webhook_queue_and_function_as_on_aws() throws IOException {
        var offering = configure();
        var order = sandbox.waldur()
                .seed()
                .customer("University")
                .project("Research")
                .orders(offering, "alpha", Map.of("cpu", 1L));
        var queue = sandbox.sqs().queue("order.fifo", Duration.ofMinutes(30));
        try (var function = start(
                        "order",
                        "OrderHandler",
                        Map.of(
                                "SITE_AGENT_QUEUE_URL", sandbox.sqsUri() + "/1/order.fifo",
                                "SITE_AGENT_DEAD_LETTER_QUEUE_URL", sandbox.sqsUri() + "/1/order-dead.fifo",
                                "SITE_AGENT_SQS_ENDPOINT", sandbox.sqsUri().toString()));
                var mapping = EventSourceMapping.between(queue, 5, invocation(function))) {
            var api = new HttpApi(Map.of("order", invocation(function)));

            assertThat(api.handle(approved("/order/forged", offering, order)).status())
                    .isEqualTo(401);
            assertThat(api.handle(approved("/order/" + WEBHOOK_SECRET, offering, order))
                            .status())
                    .isEqualTo(202);
            assertThat(mapping.deliver()).isEqualTo(1);

            assertThat(sandbox.waldur().order(order.uuid()).state()).isEqualTo(Order.State.DONE);
            assertThat(queue.size()).isZero();
            assertThat(function.log())
                    .contains("\"audit\"")
                    .contains("\"_aws\"")
                    .doesNotContain("very-secret")
                    .doesNotContain(WEBHOOK_SECRET);
        }
    }

    /** Spring Cloud Function gives a meaning of its own to each of these headers, and to the key {@code payload}. */
    @Test
    void what_a_caller_sends_means_nothing_to_the_adapter() throws IOException {
        configure();
        try (var function = start("order", "OrderHandler", Map.of())) {
            var answer = function.invoke("""
                    {"version": "2.0", "routeKey": "POST /order/{secret}", "rawPath": "/order/forged",
                     "headers": {"payload": "[1, 2]", "user-agent": "curl", "content-type": "text/plain", "statusCode": "200",
                                 "spring.cloud.function.definition": "functionRouter", "aws-context": "none"},
                     "requestContext": {"http": {"method": "POST"}}, "payload": {"kind": "sweep"}, "body": "[{}, {}]",
                     "isBase64Encoded": false}""");

            assertThat(answer.succeeded()).as(answer.payload()).isTrue();
            var json = new ObjectMapper().readTree(answer.payload());
            assertThat(json.path("statusCode").asInt()).as(answer.payload()).isEqualTo(401);
            assertThat(json.path("headers"))
                    .as(answer.payload())
                    .hasSize(1)
                    .first()
                    .hasToString("\"application/json\"");
        }
    }

    private static Invocation invocation(PackagedFunction function) {
        return event -> {
            var answer = function.invoke(event);
            if (!answer.succeeded()) {
                throw new IOException(answer.payload());
            }
            return answer.payload();
        };
    }

    private static Request approved(String path, Seed.OfferingSeed offering, Order order) {
        var body = """
                {"created": "2026-11-25T12:00:00.000001+00:00", "message": "", "event_type": "marketplace_order_approved",
                 "context": {"offering_uuid": "%s", "order_uuid": "%s", "resource_uuid": "%s"}}""".formatted(offering.uuid(), order.uuid(), order.resource());
        return new Request(
                "POST",
                path,
                Map.of(),
                Map.of("content-type", List.of("application/json")),
                body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    void an_event_that_is_none_of_ours_is_an_error_that_says_what_was_expected(String name, String handler)
            throws IOException {
        configure();
        try (var function = start(name, handler, Map.of())) {
            var answer = function.invoke("{\"detail-type\":\"Scheduled Event\",\"detail\":\"{}\"}");

            assertThat(answer.succeeded()).isFalse();
            assertThat(answer.payload()).contains("expected").contains("sweep");
            assertThat(function.invoke(SWEEP).succeeded()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    void a_configuration_that_can_not_be_used_is_an_error_that_names_the_problem(String name, String handler)
            throws IOException {
        sandbox.ssm().put(PREFIX + "/offerings/one/settings", "name: one\nbackend_typ: rancher\n");
        try (var function = start(name, handler, Map.of())) {
            var answer = function.invoke(SWEEP);

            assertThat(answer.succeeded()).isFalse();
            assertThat(answer.payload()).contains("backend_typ");
        }
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    void a_snapshot_is_taken_without_any_call_and_works_after_restoring(String name, String handler)
            throws IOException {
        configure();
        try (var function = start(
                name,
                handler,
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"),
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")) {
            function.init();
            assertThat(sandbox.calls().count()).isZero();

            assertThat(function.invoke(SWEEP).succeeded()).isTrue();
        }
    }

    /** The only system that it is connected with is the runtime, which hands it the events. */
    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    @EnabledOnOs(OS.LINUX)
    void no_connection_of_the_rehearsal_gets_into_the_snapshot(String name, String handler) throws IOException {
        try (var function = start(
                name,
                handler,
                Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"),
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac")) {
            function.init();

            assertThat(peers(function.process())).hasSize(1);
        }
    }

    /** Addresses that a process has TCP connections to, closed by the other side or not, as Linux lists them. */
    private static Set<String> peers(ProcessHandle process) throws IOException {
        var of = Path.of("/proc", Long.toString(process.pid()));
        var sockets = new HashSet<String>();
        try (var descriptors = Files.newDirectoryStream(of.resolve("fd"))) {
            for (var descriptor : descriptors) {
                sockets.add(Files.readSymbolicLink(descriptor).toString());
            }
        }
        var peers = new HashSet<String>();
        for (var table : List.of("net/tcp", "net/tcp6")) {
            for (var line : Files.readAllLines(of.resolve(table))) {
                var fields = line.strip().split("\\s+", -1);
                if (CONNECTED.contains(fields[3]) && sockets.contains("socket:[" + fields[9] + "]")) {
                    peers.add(fields[2].replaceFirst("^.*:", ""));
                }
            }
        }
        return peers;
    }

    @Test
    @Timeout(60)
    void a_process_that_has_ended_is_said_at_once_and_not_waited_for() throws IOException {
        try (var function = start("order", "OrderHandler", Map.of())) {
            function.init();
            function.process().destroyForcibly();
            function.process().onExit().join();

            var answer = function.invoke(SWEEP);

            assertThat(answer.succeeded()).isFalse();
            assertThat(answer.payload()).contains("has ended");
        }
    }

    @ParameterizedTest
    @CsvSource({"order", "membership", "report"})
    void its_artefact_is_small(String name) throws IOException {
        assertThat(Files.size(folder(name).resolveSibling("function.zip"))).isLessThan(LARGEST_ARTEFACT);
    }
}
