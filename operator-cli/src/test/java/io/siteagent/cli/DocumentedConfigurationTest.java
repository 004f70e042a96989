package io.siteagent.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.TriggerJson;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Every configuration and every event on a page loads as it stands. */
class DocumentedConfigurationTest {

    private static Stream<Docs.Block> yaml() {
        return Docs.blocks().filter(block -> block.language().equals("yaml"));
    }

    private static boolean whole(Docs.Block block) {
        return block.text().contains("offerings:\n");
    }

    /** The one of docs/configuration.md that is loaded there together with its secrets. */
    private static boolean parameter(Docs.Block block) {
        return block.text().startsWith("name: ");
    }

    static Stream<Docs.Block> documents() {
        return yaml().filter(DocumentedConfigurationTest::whole);
    }

    static Stream<Docs.Block> parts() {
        return yaml().filter(block -> !whole(block) && !parameter(block));
    }

    static Stream<Docs.Block> events() {
        return Docs.blocks().filter(block -> block.language().equals("json"));
    }

    private static void loads(AgentConfiguration configuration) {
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_document_loads_without_a_problem(Docs.Block document) {
        loads(ConfigurationDocument.parse(document.text()));
    }

    /** Settings that are shown alone are those of the complete document of docs/platform.md. */
    @ParameterizedTest
    @MethodSource("parts")
    void settings_load_as_part_of_a_document(Docs.Block part) {
        Map<String, Object> document = new Yaml().load(documentOfThePlatform());
        Map<String, Object> settings = new Yaml().load(part.text());
        var offering = map(((List<?>) document.getOrDefault("offerings", List.of())).getFirst());
        map(requireNonNull(offering.get("backend_settings")))
                .putAll(map(settings.getOrDefault("backend_settings", settings)));

        loads(ConfigurationDocument.parse(new Yaml().dump(document)));
    }

    private static String documentOfThePlatform() {
        return documents()
                .filter(document -> document.page().equals("docs/platform.md"))
                .findFirst()
                .orElseThrow()
                .text();
    }

    @SuppressWarnings("unchecked") // YAML's maps in these documents have texts as keys.
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @ParameterizedTest
    @MethodSource("events")
    void an_event_is_understood(Docs.Block event) {
        assertThat(TriggerJson.read(event.text().replace("<uuid>", "11111111222233334444555555555555")))
                .isInstanceOf(Trigger.class);
    }

    @Test
    void the_example_of_two_gpu_pools_loads_without_a_problem() {
        var configuration = ConfigurationDocument.parse(Docs.text("examples/gpu-pools/waldur-site-agent-config.yaml"));

        loads(configuration);
        assertThat(configuration.offerings())
                .extracting(offering -> offering.namespaceLabels().get("gpu-pool"))
                .containsExactly("h100-2x", "h200-8x");
    }
}
