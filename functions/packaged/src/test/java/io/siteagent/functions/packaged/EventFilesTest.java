package io.siteagent.functions.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.lambda.PackagedFunction;
import io.siteagent.sandbox.waldur.DemoWorld;
import io.siteagent.sandbox.waldur.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that people try the functions with work on the sandbox's world as they stand. */
class EventFilesTest {

    private static final Path EVENTS = Path.of("..", "..", "events");
    private static final String PREFIX = "/waldur-site-agent/demo";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Sandbox sandbox = Sandbox.start();
    private final DemoWorld world = DemoWorld.in(sandbox.waldur());

    @BeforeEach
    void configure() throws IOException {
        sandbox.ssm()
                .put(PREFIX + "/offerings/demo/settings", """
                        name: demo
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
                        backend_components:
                          cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                        """.formatted(
                                sandbox.waldurUri(), world.offering().uuid(), sandbox.rancherUri()))
                .putSecure(PREFIX + "/offerings/demo/secrets/waldur_api_token", world.agentToken())
                .putSecure(PREFIX + "/offerings/demo/secrets/password", "very-secret")
                .putSecure(
                        PREFIX + "/secrets/webhook",
                        read("order-webhook.json").at("/pathParameters/secret").asText());
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .seed()
                .key("token-x:very-secret")
                .cluster("c-m-1234abcd");
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private static JsonNode read(String file) throws IOException {
        return JSON.readTree(EVENTS.resolve(file).toFile());
    }

    private PackagedFunction start(String mode, String handler) throws IOException {
        return PackagedFunction.start(
                mode,
                Path.of("..", mode, "target", "function").toAbsolutePath().normalize(),
                "io.siteagent.functions.%s.%s".formatted(mode, handler),
                Map.of(
                        "SITE_AGENT_CONFIG_PREFIX",
                        PREFIX,
                        "SITE_AGENT_SSM_ENDPOINT",
                        sandbox.ssmUri().toString()));
    }

    private static List<Path> events(String mode) throws IOException {
        try (Stream<Path> files = Files.list(EVENTS)) {
            return files.filter(file -> file.getFileName().toString().startsWith(mode + "-"))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isDone(JsonNode answer) {
        return answer.path("complete").asBoolean()
                || answer.path("statusCode").asInt() == 202
                || answer.path("batchItemFailures").equals(JSON.createArrayNode());
    }

    @ParameterizedTest
    @CsvSource({"order, OrderHandler", "membership, MembershipHandler", "report, ReportHandler"})
    void each_is_understood_and_leaves_nothing_undone(String mode, String handler) throws IOException {
        try (var function = start(mode, handler)) {
            for (var event : events(mode)) {
                var answer = function.invoke(Files.readString(event));

                assertThat(answer.succeeded())
                        .as("%s: %s", event, answer.payload())
                        .isTrue();
                assertThat(isDone(JSON.readTree(answer.payload())))
                        .as("%s: %s", event, answer.payload())
                        .isTrue();
            }
        }
        assertThat(sandbox.calls().unknown()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"order-one-order.json", "order-queue.json", "order-webhook.json"})
    void an_event_about_one_order_carries_out_the_first_of_the_world(String event) throws IOException {
        try (var function = start("order", "OrderHandler")) {
            function.invoke(Files.readString(EVENTS.resolve(event)));

            assertThat(world.orders())
                    .extracting(order -> sandbox.waldur().order(order.uuid()).state())
                    .containsExactly(Order.State.DONE, Order.State.PENDING_PROVIDER, Order.State.PENDING_PROVIDER);
        }
    }

    @ParameterizedTest
    @CsvSource({"order-webhook.json, create-requested.json", "membership-webhook.json, role-granted.json"})
    void a_call_of_the_webhook_brings_what_waldur_sends(String call, String body) throws IOException {
        assertThat(JSON.readTree(read(call).path("body").asText())).isEqualTo(read("waldur/" + body));
    }
}
