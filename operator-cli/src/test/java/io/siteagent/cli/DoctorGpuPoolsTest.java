package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** {@code siteagent doctor} knows the policies of {@code policies/}, in both generations, from their own files. */
class DoctorGpuPoolsTest {

    private static final String GUARD = "ValidatingAdmissionPolicy";

    private static final List<String> KINDS = List.of(
            "ClusterPolicy", "MutatingPolicy", "GeneratingPolicy", "ValidatingPolicy", GUARD, GUARD + "Binding");

    @TempDir
    Path directory = Path.of("");

    private Site site;

    @BeforeEach
    void open() {
        site = new Site(directory);
    }

    @AfterEach
    void close() {
        site.close();
    }

    private record Policy(String kind, String name, String json) {

        @SuppressWarnings("unchecked")
        static Policy of(Map<String, Object> document) {
            var metadata = (Map<String, Object>) document.getOrDefault("metadata", Map.of());
            return new Policy(
                    String.valueOf(document.get("kind")),
                    String.valueOf(metadata.get("name")),
                    new ObjectMapper().valueToTree(document).toString());
        }

        Policy with(String text, String instead) {
            return new Policy(kind, name, json.replace(text, instead));
        }
    }

    private static List<Policy> shipped(String generation) throws IOException {
        var all = new ArrayList<Policy>();
        for (var folder : List.of(generation, "label-guard")) {
            try (var files = Files.list(Docs.ROOT.resolve("policies").resolve(folder))) {
                files.map(file -> Docs.text(Docs.ROOT.relativize(file).toString()))
                        .map(text -> Policy.of(new Yaml().<Map<String, Object>>load(text)))
                        .filter(policy -> KINDS.contains(policy.kind()))
                        .forEach(all::add);
            }
        }
        return all;
    }

    private void inCluster(List<Policy> policies) {
        for (var kind : KINDS) {
            var items = policies.stream()
                    .filter(policy -> policy.kind().equals(kind))
                    .map(Policy::json)
                    .collect(Collectors.joining(",", "{\"items\":[", "]}"));
            site.answers(Sandbox.RANCHER, "/" + plural(kind), items);
        }
    }

    private static String plural(String kind) {
        return kind.toLowerCase(Locale.ROOT).replaceAll("y$", "ie") + "s";
    }

    private JsonNode finding() {
        var result = site.command(
                "doctor",
                "--output",
                "json",
                "--config",
                site.config(document -> document.replace(
                        "      verify_cert: true\n",
                        "      verify_cert: true\n      namespace_labels: {gpu-pool: h100-2x}\n")));
        return StreamSupport.stream(result.json().spliterator(), false)
                .filter(finding -> finding.path("check").asText().equals("gpu.policies"))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cel", "legacy"})
    void the_policies_as_they_are_shipped_are_found_and_good(String generation) throws IOException {
        inCluster(shipped(generation));

        assertThat(finding().path("verdict").asText()).isEqualTo("good");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cel", "legacy"})
    void a_policy_that_is_missing_is_named_and_no_other(String generation) throws IOException {
        var shipped = shipped(generation);
        assertThat(shipped).hasSize(5);
        for (var missing : shipped) {
            inCluster(shipped.stream().filter(policy -> !policy.equals(missing)).toList());

            assertThat(finding().path("verdict").asText()).isEqualTo("warning");
            assertThat(finding().toString())
                    .contains(missing.name())
                    .doesNotContain(shipped.stream()
                            .map(Policy::name)
                            .filter(name -> !name.equals(missing.name()))
                            .toArray(String[]::new));
        }
    }

    @Test
    void a_guard_whose_binding_refuses_nothing_is_missing() throws IOException {
        inCluster(shipped("cel").stream()
                .map(policy -> policy.with("[\"Deny\"]", "[\"Warn\",\"Audit\"]"))
                .toList());

        assertThat(finding().path("verdict").asText()).isEqualTo("warning");
        assertThat(finding().toString()).contains("protect-gpu-pool-label");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cel", "legacy"})
    void without_either_api_all_of_them_are_missing(String generation) throws IOException {
        for (var kind : KINDS) {
            site.answers(Sandbox.RANCHER, "/" + plural(kind), 404, "404 page not found");
        }

        assertThat(finding().toString())
                .contains(shipped(generation).stream().map(Policy::name).toArray(String[]::new));
    }
}
