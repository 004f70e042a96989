package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator's guide says is so: its configurations load, its commands run, its links lead somewhere. */
class GuideTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> PAGES = List.of(
            "docs/platform.md",
            "docs/runbook.md",
            "docs/troubleshooting.md",
            "docs/security.md",
            "docs/cost.md",
            "docs/compatibility.md",
            "policies/README.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(#[^)]+)?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    static List<String> pages() {
        return PAGES;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> blocks(String page, String language) {
        return BLOCK.matcher(text(ROOT.resolve(page)))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2));
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    @Test
    void every_configuration_loads_without_a_problem() {
        var documents = PAGES.stream()
                .flatMap(page -> blocks(page, "yaml"))
                .filter(block -> block.contains("offerings:\n"))
                .toList();

        assertThat(documents).hasSize(2).allSatisfy(document -> {
            var configuration = ConfigurationDocument.parse(document);
            assertThat(configuration.problems()).isEmpty();
            assertThat(configuration.offerings()).hasSize(1);
        });
    }

    @Test
    void the_example_of_two_gpu_pools_loads_without_a_problem() {
        var configuration =
                ConfigurationDocument.parse(text(ROOT.resolve("examples/gpu-pools/waldur-site-agent-config.yaml")));

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings())
                .extracting(offering -> offering.namespaceLabels().get("gpu-pool"))
                .containsExactly("h100-2x", "h200-8x");
    }

    @Test
    void the_page_of_the_configuration_has_each_key_of_the_schema_with_its_default() throws IOException {
        JsonNode schema;
        try (var stream = ConfigurationDocument.schema()) {
            schema = new JsonMapper().readTree(stream);
        }
        var page = text(ROOT.resolve("docs/configuration.md"));

        assertThat(Stream.concat(
                                Stream.of(schema),
                                StreamSupport.stream(schema.path("$defs").spliterator(), false))
                        .flatMap(definition -> definition.path("properties").properties().stream()))
                .hasSizeGreaterThan(40)
                .allSatisfy(key -> assertThat(page).containsPattern(row(key.getKey(), key.getValue())));
    }

    /** The row of a table; a key without effect is only named. */
    private static Pattern row(String key, JsonNode value) {
        if (value.path("$ref").asText().endsWith("/without_effect")) {
            return Pattern.compile("`" + key + "`");
        }
        var shown = value.path("default").isMissingNode()
                ? ""
                : "[^|]*" + Pattern.quote("`" + value.path("default").asText() + "`");
        return Pattern.compile("(?m)^\\| `" + key + "` \\|" + shown);
    }

    @Test
    void a_look_at_rancher_shows_the_cluster_and_its_projects() throws Exception {
        try (var sandbox = Sandbox.start()) {
            sandbox.rancher().seed().key("token-agent:secret").cluster("c-m-1234abcd");
            sandbox.rancher().seed().project("c-m-1234abcd", "somebody-elses");
            var looks = blocks("docs/platform.md", "sh")
                    .filter(block -> block.contains("curl"))
                    .toList();

            assertThat(looks).hasSize(1);
            assertThat(shell(sandbox, looks.getFirst())).contains("\"state\":\"active\"", "somebody-elses");
        }
    }

    private static String shell(Sandbox sandbox, String commands) throws Exception {
        var builder = new ProcessBuilder("sh", "-ec", commands).redirectErrorStream(true);
        builder.environment().put("RANCHER_URL", sandbox.rancherUri().toString());
        builder.environment().put("RANCHER_TOKEN", "token-agent:secret");
        builder.environment().put("CLUSTER_ID", "c-m-1234abcd");
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_somewhere(String page) {
        var file = ROOT.resolve(page);

        assertThat(LINK.matcher(text(file)).results().filter(link -> !elsewhere(link)))
                .allSatisfy(link -> {
                    var target = link.group(1).isEmpty()
                            ? file
                            : file.resolveSibling(link.group(1)).normalize();
                    assertThat(target).exists();
                    if (link.group(2) != null) {
                        assertThat(anchors(target)).contains(link.group(2));
                    }
                });
    }

    /** Pages that are written together with what they describe. */
    private static boolean elsewhere(MatchResult link) {
        return link.group(1).matches(".*(deployment|migration|siteagent|membership|usage)\\.md");
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        return groups(HEADING, text(page))
                .map(heading -> "#"
                        + heading.toLowerCase(Locale.ROOT)
                                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                                .replace(' ', '-'))
                .toList();
    }

    @Test
    void the_cost_of_each_estate_is_what_the_formula_gives() {
        var row = Pattern.compile(
                "^\\| \\d+ \\| \\w+ \\| (\\d+) \\| ([\\d.]+) \\| (\\d+) \\| ([\\d.]+) \\| ([\\d.]+) \\|$",
                Pattern.MULTILINE);

        assertThat(row.matcher(text(ROOT.resolve("docs/cost.md"))).results())
                .hasSize(9)
                .allSatisfy(GuideTest::followsTheFormula);
    }

    private static void followsTheFormula(MatchResult row) {
        var runs = new BigDecimal(row.group(1));
        var gigabyteSeconds = runs.multiply(new BigDecimal(row.group(2)));
        assertThat(gigabyteSeconds).isEqualByComparingTo(row.group(3));
        assertThat(price(gigabyteSeconds, runs, "0.0000166667")).isEqualByComparingTo(row.group(4));
        assertThat(price(gigabyteSeconds, runs, "0.0000133334")).isEqualByComparingTo(row.group(5));
    }

    private static BigDecimal price(BigDecimal gigabyteSeconds, BigDecimal runs, String each) {
        return gigabyteSeconds
                .multiply(new BigDecimal(each))
                .add(runs.multiply(new BigDecimal("0.0000002")))
                .setScale(2, RoundingMode.HALF_UP);
    }
}
