package io.siteagent.functions.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.lambda.PackagedFunction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions as they are deployed, run by AWS's runtime client. */
class PackagedFunctionsTest {

    private static final String PREFIX = "/waldur-site-agent/test";
    private static final String SWEEP =
            "{\"kind\":\"sweep\",\"scheduledTime\":\"2026-11-25T12:00:00Z\",\"executionId\":\"1\"}";
    private static final long LARGEST_UPLOAD = 50L << 20;

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
                name,
                folder(name),
                "io.siteagent.functions.%s.%s::handleRequest".formatted(name, handler),
                1024,
                environment,
                options);
    }

    private static Path folder(String name) {
        return Path.of("..", name, "target", "function").toAbsolutePath().normalize();
    }

    private void configure() {
        var offering = sandbox.waldur().seed().customer("Compute Centre").offering("Rancher Projects");
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
                        backend_components:
                          cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                        """.formatted(
                                sandbox.waldurUri(), offering.uuid(), sandbox.rancherUri()))
                .putSecure(PREFIX + "/offerings/one/secrets/waldur_api_token", offering.ownerToken("agent"))
                .putSecure(PREFIX + "/offerings/one/secrets/password", "very-secret");
        sandbox.rancher().seed().key("token-x:very-secret").cluster("c-m-1234abcd");
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

    @Test
    @Timeout(60)
    void a_process_that_has_ended_is_said_at_once_and_not_waited_for() throws IOException {
        try (var function = start("order", "OrderHandler", Map.of())) {
            function.init();
            ProcessHandle.current()
                    .children()
                    .filter(child -> child.info()
                            .arguments()
                            .filter(all ->
                                    List.of(all).contains("io.siteagent.functions.order.OrderHandler::handleRequest"))
                            .isPresent())
                    .forEach(child -> {
                        child.destroyForcibly();
                        child.onExit().join();
                    });

            var answer = function.invoke(SWEEP);

            assertThat(answer.succeeded()).isFalse();
            assertThat(answer.payload()).contains("has ended");
        }
    }

    @ParameterizedTest
    @CsvSource({"order", "membership", "report"})
    void it_can_be_uploaded_directly(String name) throws IOException {
        assertThat(Files.size(folder(name).resolveSibling("function.zip"))).isLessThan(LARGEST_UPLOAD);
    }
}
