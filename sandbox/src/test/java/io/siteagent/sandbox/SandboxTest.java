package io.siteagent.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Host;
import io.siteagent.sandbox.waldur.DemoWorld;
import io.siteagent.sandbox.waldur.Order;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SandboxTest {

    private final Sandbox sandbox = Sandbox.start();
    private final DemoWorld demo = DemoWorld.in(sandbox.waldur());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @AfterEach
    void close() {
        sandbox.close();
        client.close();
    }

    @Test
    void each_unknown_endpoint_is_answered_404_or_400_and_recorded() throws Exception {
        send("GET", sandbox.waldurUri() + "/api/nowhere/", "");
        sandbox.rancher().seed().key("key");
        send("GET", sandbox.rancherUri() + "/nowhere", "", "Bearer key");
        send("POST", sandbox.ssmUri() + "/", "{}");

        assertThat(sandbox.calls().unknown())
                .hasSize(3)
                .allMatch(call -> call.status().orElse(0) >= 400);
    }

    @Test
    void the_whole_world_is_shown_and_replaced_over_http() throws Exception {
        sandbox.ssm().put("/a", "1");
        var world = control("GET", "/world", "").body();

        try (var other = Sandbox.start()) {
            assertThat(send("PUT", other.controlUri() + "/world", world).statusCode())
                    .isEqualTo(204);
            assertThat(other.waldur().orders()).hasSize(3);
            assertThat(other.dump()).isEqualTo(sandbox.dump());
        }
    }

    @Test
    void a_world_of_the_wrong_shape_is_refused_and_changes_nothing() throws Exception {
        assertThat(control("PUT", "/world", "{\"waldur\": {\"orders\": 1}}").statusCode())
                .isEqualTo(400);
        assertThat(control("PUT", "/world", "{\"openstack\": {}}").body()).contains("openstack");
        assertThat(sandbox.waldur().orders()).hasSize(3);
    }

    @Test
    void faults_latency_and_a_kill_are_set_over_http() throws Exception {
        control("POST", "/faults", """
                {"system": "waldur", "method": "POST", "path": "approve", "to": 1,
                 "fault": {"kind": "respond", "status": 500, "effect": "taken"}}""");
        assertThat(approve().statusCode()).isEqualTo(500);
        assertThat(sandbox.waldur().orders().getFirst().state()).isEqualTo(Order.State.EXECUTING);
        assertThat(json(control("GET", "/faults", "").body()).at("/0/fired").asInt())
                .isOne();

        control("DELETE", "/faults", "");
        control("POST", "/kill", "{\"call\": 1}");
        assertThatThrownBy(this::approve).isInstanceOf(IOException.class);
        control("DELETE", "/faults", "");
        assertThat(approve().statusCode()).isEqualTo(409);

        assertThat(control("POST", "/latency", "{\"millis\": 1}").statusCode()).isEqualTo(204);
        assertThat(json(control("GET", "/calls", "").body())).hasSize(3);
    }

    @Test
    void a_fault_of_no_known_kind_is_refused_with_the_kinds() throws Exception {
        assertThat(control("POST", "/faults", "{\"fault\": {\"kind\": \"bang\"}}")
                        .body())
                .contains("truncate");
        assertThat(control("POST", "/faults", "{\"path\": \"(\", \"fault\": {\"kind\": \"drop\"}}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void people_act_over_http() throws Exception {
        var project =
                sandbox.waldur().resource(demo.orders().getFirst().resource()).project();

        var order = json(control("POST", "/waldur", """
                        {"do": "create", "project": "%s", "offering": "%s", "name": "more", "limits": {"cpu": 1}}""".formatted(
                                project, demo.offering().uuid()))
                .body());

        assertThat(sandbox.waldur().order(order.path("order").asText()).state())
                .isEqualTo(Order.State.PENDING_PROVIDER);
        assertThat(control("POST", "/waldur", "{\"do\": \"terminate\", \"resource\": \"none\"}")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void a_kill_counts_over_all_systems() {
        sandbox.faults().killAt(2, Effect.NONE);

        assertThatThrownBy(() -> {
                    send("POST", sandbox.ssmUri() + "/", "{}");
                    send("POST", sandbox.waldurUri() + "/api/version/", "{}");
                })
                .isInstanceOf(IOException.class);
        assertThat(sandbox.calls().count()).isEqualTo(2);
    }

    @Test
    void for_others_it_is_open_under_a_name_of_this_machine_by_https() throws Exception {
        var host = Host.of("localhost");
        try (var open = Sandbox.start(SandboxOptions.defaults().with(host));
                var trusting = HttpClient.newBuilder()
                        .sslContext(host.tls().orElseThrow())
                        .build()) {
            var world = DemoWorld.in(open.waldur());
            var request = HttpRequest.newBuilder(URI.create(open.waldurUri() + "/api/marketplace-orders/?page_size=1"))
                    .header("Authorization", "Token " + world.agentToken())
                    .build();

            var answer = trusting.send(request, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("link"))
                    .hasValueSatisfying(
                            link -> assertThat(link).contains("<" + open.waldurUri() + "/api/marketplace-orders/"));
            assertThat(open.rancherUri()).hasScheme("https").hasHost("localhost");
            assertThat(open.ssmUri()).hasScheme("http").hasHost("localhost");
            assertThatThrownBy(() -> client.send(request, BodyHandlers.ofString()))
                    .isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void help_names_every_path() throws Exception {
        assertThat(control("GET", "/", "").body()).contains("/world", "/calls", "/faults", "/kill", "/latency");
        assertThat(json(control("GET", "/urls", "").body()).path("rancher").asText())
                .isEqualTo(sandbox.rancherUri().toString());
    }

    private HttpResponse<String> approve() throws Exception {
        return send(
                "POST",
                "%s/api/marketplace-orders/%s/approve_by_provider/"
                        .formatted(sandbox.waldurUri(), demo.orders().getFirst().uuid()),
                "{}");
    }

    private HttpResponse<String> control(String method, String path, String body) throws Exception {
        return send(method, sandbox.controlUri() + path, body);
    }

    private HttpResponse<String> send(String method, String uri, String body) throws Exception {
        return send(method, uri, body, "Token " + demo.agentToken());
    }

    private HttpResponse<String> send(String method, String uri, String body, String authorization) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(uri))
                .header("Authorization", authorization)
                .method(method, BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }
}
