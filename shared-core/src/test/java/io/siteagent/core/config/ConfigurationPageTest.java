package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/configuration.md load. */
class ConfigurationPageTest {

    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    private final String page = page();

    private static String page() {
        try {
            return Files.readString(Path.of("..", "docs", "configuration.md"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private List<String> blocks() {
        return YAML_BLOCK.matcher(page).results().map(block -> block.group(1)).toList();
    }

    @Test
    void every_document_loads_without_a_problem() {
        var documents = blocks().stream()
                .filter(block -> block.contains("offerings:\n"))
                .toList();

        assertThat(documents).hasSize(3).allSatisfy(document -> {
            assertThat(ConfigurationDocument.parse(document).problems()).isEmpty();
            assertThat(ConfigurationDocument.parse(document).offerings()).isNotEmpty();
        });
    }

    @Test
    void the_parameter_of_one_offering_loads_with_its_secrets() {
        var parts = blocks().stream()
                .filter(block -> block.contains("waldur_offering_uuid"))
                .filter(block -> !block.contains("offerings:\n"))
                .map(block -> new Parameter("/p/offerings/cpu/settings", block, false))
                .toList();
        var secrets = List.of(
                new Parameter("/p/offerings/cpu/secrets/password", "s", true),
                new Parameter("/p/offerings/cpu/secrets/waldur_api_token", "t", true));

        assertThat(parts).hasSize(1);
        var configuration = ParameterTree.read("/p", List.of(parts.getFirst(), secrets.getFirst(), secrets.getLast()));
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings()).hasSize(1);
    }
}
