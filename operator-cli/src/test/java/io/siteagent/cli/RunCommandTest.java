package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person, or a script, sees of {@code siteagent run}: streams and exit codes. */
class RunCommandTest {

    private static final String OFFERING = "11111111222233334444555555555555";

    @TempDir
    Path directory = Path.of("");

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private HttpServer waldur = server();
    private volatile int waldurStatus = 200;

    private record Result(int code, String out, String err) {}

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void startWaldur() {
        waldur.createContext("/", exchange -> {
            try (exchange) {
                calls.add(exchange.getRequestMethod() + " "
                        + exchange.getRequestURI().getPath());
                var body = (waldurStatus == 200 ? "[]" : "{\"detail\":\"Invalid token.\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json");
                exchange.sendResponseHeaders(waldurStatus, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        waldur.start();
    }

    @AfterEach
    void stopWaldur() {
        waldur.stop(0);
    }

    private static Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(err), Clock.systemUTC())
                .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private String offering(String name, String uuid, String clusterId) {
        int port = waldur.getAddress().getPort();
        return """
                  - name: %s
                    waldur_api_url: http://127.0.0.1:%d/
                    waldur_api_token: waldur-secret
                    waldur_offering_uuid: %s
                    backend_type: rancher
                    order_processing_backend: rancher
                    backend_settings:
                      backend_url: http://127.0.0.1:%d/
                      username: token-abcde
                      password: rancher-secret
                      cluster_id: %s
                    backend_components:
                      cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                """.formatted(name, port, uuid, port, clusterId);
    }

    private String configuration(String... offerings) throws IOException {
        return file("site.yaml", "offerings:\n" + String.join("", offerings)).toString();
    }

    @Test
    void a_pass_with_nothing_to_do_exits_0_and_says_so() throws IOException {
        var result = run("run", "order", "--config", configuration(offering("cpu", OFFERING, "local")));

        assertThat(result.out()).contains("order: nothing to do; ").contains("Waldur 1");
        assertThat(result.code()).isZero();
        assertThat(calls).isNotEmpty();
    }

    @Test
    void json_output_is_one_document_and_nothing_else() throws IOException {
        var result =
                run("run", "order", "--output", "json", "--config", configuration(offering("cpu", OFFERING, "local")));

        var json = new JsonMapper().readTree(result.out());
        assertThat(json.path("mode").asText()).isEqualTo("order");
        assertThat(json.path("complete").asBoolean()).isTrue();
        assertThat(json.path("items").isArray()).isTrue();
        assertThat(json.path("calls").path("waldur").asInt()).isPositive();
        assertThat(json.path("problems").isArray()).isTrue();
    }

    @Test
    void a_refused_token_exits_1_and_names_the_offering_without_the_token() throws IOException {
        waldurStatus = 401;

        var result = run("run", "order", "--config", configuration(offering("cpu", OFFERING, "local")));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out()).contains("cpu").contains("offering (" + OFFERING + "): Waldur: cannot ");
        assertThat(result.out() + result.err()).doesNotContain("waldur-secret", "rancher-secret");
    }

    @Test
    void a_broken_offering_beside_a_good_one_exits_1_after_serving_the_good_one() throws IOException {
        var result = run(
                "run",
                "order",
                "--config",
                configuration(
                        offering("good", OFFERING, "local"),
                        offering("broken", "0123456789abcdef0123456789abcdef", "local:p-1")));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("problem: offerings[1] \"broken\": backend_settings.cluster_id (line ");
        assertThat(calls).isNotEmpty();
    }

    @Test
    void a_configuration_without_a_usable_offering_exits_64_and_calls_nobody() throws IOException {
        var result = run("run", "order", "--config", configuration(offering("broken", OFFERING, "local:p-1")));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("problem: ").contains("nothing was done");
        assertThat(calls).isEmpty();
    }

    @Test
    void a_configuration_that_does_not_exist_exits_64() {
        var result =
                run("run", "report", "--config", directory.resolve("none.yaml").toString());

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("none.yaml: does not exist");
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "{\"kind\":\"order\"}", "{\"Records\":[]}"})
    void an_event_of_another_kind_exits_64_and_says_what_was_expected(String event) throws IOException {
        var result = run(
                "run",
                "order",
                "--config",
                configuration(offering("cpu", OFFERING, "local")),
                "--event",
                file("event.json", event).toString());

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("expected {\"kind\":\"sweep\"}");
        assertThat(calls).isEmpty();
    }

    @Test
    void an_event_of_an_offering_that_is_not_served_exits_64() throws IOException {
        var event = "{\"kind\":\"order\",\"offering\":\"abc\",\"order\":\"def\"}";

        var result = run(
                "run",
                "order",
                "--config",
                configuration(offering("cpu", OFFERING, "local")),
                "--event",
                file("event.json", event).toString());

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("offering abc, which the configuration does not serve");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "run bake --config x", "run order", "run order --config x --time-limit soon", "xyzzy"})
    void wrong_usage_exits_64_and_shows_the_usage(String line) {
        var result = run(line.split(" "));

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("Usage: siteagent");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void help_exits_0_and_lists_modes_and_exit_codes() {
        var result = run("run", "--help");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("order, membership, report").contains("64 ");
    }

    @Test
    void as_a_process_it_ends_with_the_same_exit_code() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.siteagent.cli.SiteAgent",
                        "run",
                        "order",
                        "--output=json",
                        "--config",
                        configuration(offering("cpu", OFFERING, "local")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();

        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).isZero();
        assertThat(new JsonMapper().readTree(out).path("complete").asBoolean()).isTrue();
    }
}
