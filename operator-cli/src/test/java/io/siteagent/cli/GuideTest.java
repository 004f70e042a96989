package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Fault;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator's guide says is so: its configurations load, its commands run, its links lead somewhere. */
class GuideTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(#[^)]+)?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    static List<String> pages() {
        return Docs.pages();
    }

    private static Stream<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1));
    }

    @Test
    void a_look_at_rancher_shows_the_cluster_and_its_projects() throws Exception {
        try (var sandbox = Sandbox.start()) {
            sandbox.rancher().seed().key("token-agent:secret").cluster("c-m-1234abcd");
            sandbox.rancher().seed().project("c-m-1234abcd", "somebody-elses");
            assertThat(shell(sandbox, calls("docs/platform.md"))).contains("\"state\":\"active\"", "somebody-elses");
        }
    }

    /** The block of a page that makes calls over HTTP. */
    private static String calls(String page) {
        var calls = Docs.blocks(page, "sh")
                .map(Docs.Block::text)
                .filter(block -> block.contains("curl"))
                .toList();
        assertThat(calls).hasSize(1);
        return calls.getFirst();
    }

    @Test
    void the_hooks_are_made_in_waldur_for_orders_and_for_roles() throws Exception {
        try (var sandbox = Sandbox.start()) {
            sandbox.faults().on(Sandbox.WALDUR).post("/api/hooks-web/").every().then(Fault.status(201, "{}"));
            var commands = calls("docs/deployment.md")
                    .replace(
                            "https://waldur.example.com",
                            sandbox.waldurUri().toString().replaceAll("/$", ""));

            shell(sandbox, commands);

            assertThat(sandbox.calls().writes())
                    .extracting(call -> new JsonMapper().readTree(call.request().body()))
                    .extracting(
                            hook -> hook.path("destination_url").asText().replaceAll(".*/(\\w+)/s3cret", "$1"),
                            hook -> texts(hook.path("event_types")))
                    .containsExactly(
                            tuple(
                                    "order",
                                    List.of(
                                            "marketplace_resource_create_requested",
                                            "marketplace_resource_update_requested",
                                            "marketplace_resource_terminate_requested",
                                            "marketplace_order_approved")),
                            tuple(
                                    "membership",
                                    List.of(
                                            "role_granted",
                                            "role_revoked",
                                            "role_updated",
                                            "marketplace_resource_paused",
                                            "marketplace_resource_downscaled")));
        }
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static String shell(Sandbox sandbox, String commands) throws Exception {
        var environment = Map.of(
                "RANCHER_URL", sandbox.rancherUri().toString(),
                "RANCHER_TOKEN", "token-agent:secret",
                "CLUSTER_ID", "c-m-1234abcd",
                "SECRET", "s3cret",
                "SUPPORT_TOKEN", "t");
        return inShell(Docs.ROOT, environment, commands);
    }

    private static String inShell(Path directory, Map<String, String> environment, String commands) throws Exception {
        var builder = new ProcessBuilder("sh", "-ec", commands)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        builder.environment()
                .merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
        var process = builder.start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        return out;
    }

    @Test
    void the_trust_store_is_made_of_javas_own_and_the_private_ca(@TempDir Path directory) throws Exception {
        var commands = Docs.blocks("docs/deployment.md", "sh")
                .map(Docs.Block::text)
                .filter(block -> block.contains("keytool"))
                .map(block -> block.substring(0, block.indexOf("sam build")))
                .toList();
        var authority = """
                keytool -genkeypair -alias ca -keyalg EC -dname CN=ca -keystore ca.p12 -storepass changeit
                keytool -exportcert -rfc -alias ca -keystore ca.p12 -storepass changeit -file own-ca.pem
                """;

        assertThat(commands).hasSize(1);
        inShell(directory, Map.of("JAVA_HOME", System.getProperty("java.home")), authority + commands.getFirst());

        var store = KeyStore.getInstance(directory.resolve("truststore.p12").toFile(), "changeit".toCharArray());
        assertThat(store.containsAlias("own-ca")).isTrue();
        assertThat(store.size()).isGreaterThan(50);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_somewhere(String page) {
        var file = Docs.ROOT.resolve(page);

        assertThat(LINK.matcher(Docs.text(page)).results()).allSatisfy(link -> {
            var target = link.group(1).isEmpty()
                    ? file
                    : file.resolveSibling(link.group(1)).normalize();
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        });
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        return groups(HEADING, Docs.text(Docs.ROOT.relativize(page).toString()))
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

        assertThat(row.matcher(Docs.text("docs/cost.md")).results())
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
