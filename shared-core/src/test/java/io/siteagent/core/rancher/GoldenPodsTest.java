package io.siteagent.core.rancher;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.Wire;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import okio.Buffer;
import okio.GzipSink;
import okio.Okio;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The pods of golden-pods.yaml, read over HTTP, are charged as worked out there. */
class GoldenPodsTest {

    private static Stream<Arguments> pods() throws IOException {
        try (var table = Objects.requireNonNull(GoldenPodsTest.class.getResourceAsStream("/golden-pods.yaml"))) {
            List<Map<String, Object>> rows = new Yaml().load(table);
            return rows.stream()
                    .map(row -> Arguments.of(row.get("name"), row.get("why"), row.get("pod"), row.get("charged")));
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("pods")
    void a_pod_is_charged_as_kubernetes_does(
            String name, String why, Map<String, Object> pod, Map<String, String> charged) throws IOException {
        try (var server = new Loopback()) {
            server.answers(Loopback.json(200, JsonValues.write(Map.of("items", List.of(named(pod))))));
            List<Listed<PodUsage>> read =
                    rancher(server).foldPods(new Area.WholeCluster(), ArrayList<Listed<PodUsage>>::new, List::add);

            assertThat(read)
                    .as("%s: %s", name, why)
                    .containsExactly(new Listed.Read<>(new PodUsage(
                            "n",
                            charged.entrySet().stream()
                                    .collect(Collectors.toMap(
                                            Map.Entry::getKey, amount -> Quantity.parse(amount.getValue()))))));
        }
    }

    @Test
    void a_compressed_list_is_read_like_any_other() throws IOException {
        var compressed = new Buffer();
        try (var sink = Okio.buffer(new GzipSink(compressed))) {
            sink.writeUtf8("""
                    {"items": [{"metadata": {"namespace": "n", "name": "p"},
                      "spec": {"containers": [{"resources": {"requests": {"cpu": "2"}}}]}}]}
                    """);
        }
        try (var server = new Loopback()) {
            server.answers(new MockResponse.Builder()
                    .setHeader("Content-Type", "application/json")
                    .setHeader("Content-Encoding", "gzip")
                    .body(compressed)
                    .build());

            List<Listed<PodUsage>> read =
                    rancher(server).foldPods(new Area.WholeCluster(), ArrayList<Listed<PodUsage>>::new, List::add);

            assertThat(read).containsExactly(new Listed.Read<>(new PodUsage("n", Map.of("cpu", Quantity.parse("2")))));
            assertThat(server.requests().getFirst().getHeaders().get("Accept-Encoding"))
                    .isEqualTo("gzip");
        }
    }

    private static Map<String, Object> named(Map<String, Object> pod) {
        var named = new HashMap<>(pod);
        named.put("metadata", Map.of("namespace", "n", "name", "p"));
        return named;
    }

    private static RancherClient rancher(Loopback server) {
        return new RancherClient(
                new RancherSettings(server.uri(), "token-a", new Secret("s"), "c-1", true),
                Wire.until(Deadline.in(Duration.ofMinutes(1), Clock.systemUTC()), CallObserver.NONE));
    }
}
