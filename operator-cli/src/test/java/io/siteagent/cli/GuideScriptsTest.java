package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Fault;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts of the guide, run by a shell as they stand. Only the address of Waldur, and the name of a person, become
 * those of the site that they are run at.
 */
class GuideScriptsTest {

    /** What these need is not here; {@link #every_command_that_is_not_run_here_is_run_elsewhere} says where it is. */
    private static final Set<String> ELSEWHERE = Set.of("sam", "aws", "kubectl", "kcadm.sh", "git");

    /** Run by nobody: there are no nodes to label. */
    private static final String NEEDS_A_CLUSTER = "kubectl label node ";

    private static final Set<String> OF_THE_SHELL = Set.of("cd", "echo", "printf");
    private static final Pattern ELSEWHERE_TOO = Pattern.compile("\\.ci/.*|examples/.*|bin/sandbox");

    @TempDir
    private static Path directory;

    private static Site site;

    /** A block of a page; its name in a report is its first line. */
    record Script(String page, String text) {

        Set<String> programs() {
            return ShellCommands.of(text).stream().map(List::getFirst).collect(Collectors.toSet());
        }

        @Override
        public String toString() {
            return page + ": " + text.lines().findFirst().orElse("");
        }
    }

    static Stream<Script> all() {
        return Docs.blocks()
                .filter(block -> block.language().equals("sh"))
                .map(block -> new Script(block.page(), block.text()));
    }

    static Stream<Script> scripts() {
        return all().filter(script -> script.programs().stream().noneMatch(GuideScriptsTest::isElsewhere));
    }

    private static boolean isElsewhere(String program) {
        return ELSEWHERE.contains(program) || ELSEWHERE_TOO.matcher(program).matches();
    }

    private static Script theOne(String part) {
        return all().filter(script -> script.text().contains(part)).findFirst().orElseThrow();
    }

    @BeforeAll
    static void a_site_in_order() throws IOException {
        site = new Site(directory).bringAbout();
        site.sandbox.faults().on(Sandbox.WALDUR).post("/api/hooks-web/").every().then(Fault.status(201, "{}"));
        Files.createDirectory(directory.resolve("bin"));
        executable("siteagent");
        executable("bin/siteagent");
        site.config();
        var file = site.file("waldur-site-agent-config.yaml", site.document().replace("rancher-projects", "gpu"));
        site.file("rancher-secret-key", "another-secret");
        for (var secret : List.of("waldur_api_token", "password", "keycloak_password")) {
            site.sandbox.ssm().putSecure("/waldur-site-agent/prod/offerings/gpu/secrets/" + secret, "secret");
        }
        assertThat(site.command(
                                "migrate",
                                file,
                                "--to",
                                directory.resolve("site").toString())
                        .code())
                .isZero();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static void executable(String name) throws IOException {
        var distribution = Path.of("target/siteagent/bin/siteagent").toAbsolutePath();
        var file = Files.writeString(directory.resolve(name), "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(distribution));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** What the guide asks for need not be on the machine that the project is built on. */
    private static boolean isThere(String program) {
        return OF_THE_SHELL.contains(program)
                || Files.isExecutable(directory.resolve(program))
                || Stream.of(environment().getOrDefault("PATH", "").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String run(String script) throws IOException, InterruptedException {
        assumeThat(Stream.concat(Stream.of("bash"), new Script("", script).programs().stream()))
                .as("programs that this machine may lack")
                .allMatch(GuideScriptsTest::isThere);
        var here = script.replace(
                        "https://waldur.example.com", site.sandbox.waldurUri().toString())
                .replace("explain alice", "explain " + site.keycloakId("alice"));
        var builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", here)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment());
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s%n%s", here, output).isZero();
        return output;
    }

    private static Map<String, String> environment() {
        var java = System.getProperty("java.home");
        var path = List.of(directory.resolve("bin").toString(), java + "/bin", System.getenv("PATH"));
        var environment = new HashMap<>(site.environment());
        environment.putAll(Map.of(
                "PATH",
                String.join(File.pathSeparator, path),
                "JAVA_HOME",
                java,
                "RANCHER_URL",
                site.sandbox.rancherUri().toString(),
                "RANCHER_TOKEN",
                Site.KEY,
                "CLUSTER_ID",
                Site.CLUSTER,
                "SUPPORT_TOKEN",
                site.demo.agentToken(),
                "SECRET",
                "secret-of-the-webhook-0123456789"));
        return environment;
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void a_script_runs_to_its_end(Script script) throws IOException, InterruptedException {
        assertThat(run(script.text())).doesNotContain("BROKEN", "fault ");
    }

    @Test
    void the_look_at_rancher_shows_what_the_guide_says() throws IOException, InterruptedException {
        assertThat(run(theOne("$RANCHER_URL/v3/clusters").text()))
                .contains("\"state\":\"active\"", "\"name\":\"Default\"", "\"name\":\"System\"");
    }

    @Test
    void the_secret_that_is_stored_is_the_one_in_the_addresses_of_both_hooks()
            throws IOException, InterruptedException {
        site.sandbox.calls().clear();

        run(theOne("openssl rand").text() + theOne("hooks-web").text());

        var secret = StreamSupport.stream(
                        site.sandbox.ssm().dump().path("parameters").spliterator(), false)
                .filter(row -> row.path("name").asText().equals("/waldur-site-agent/prod/secrets/webhook"))
                .map(row -> row.path("value").asText())
                .findFirst()
                .orElse("");
        assertThat(secret).matches("[0-9a-f]{64}");
        assertThat(site.sandbox.calls().of("POST", "/api/hooks-web/"))
                .extracting(call -> new JsonMapper()
                        .readTree(call.request().body())
                        .path("destination_url")
                        .asText())
                .allSatisfy(address -> assertThat(address).endsWith("/" + secret))
                .hasSize(2);
    }

    @Test
    void a_ca_of_ones_own_comes_into_the_trust_store_beside_javas() throws Exception {
        run("keytool -genkeypair -alias ca -keyalg EC -dname CN=own -keystore ca.p12 -storepass changeit"
                + " && keytool -exportcert -rfc -alias ca -keystore ca.p12 -storepass changeit -file own-ca.pem");

        run(theOne("truststore.p12").text().replaceFirst("(?s)\nsam .*", ""));

        var store = KeyStore.getInstance(directory.resolve("truststore.p12").toFile(), "changeit".toCharArray());
        assertThat(store.isCertificateEntry("own-ca")).isTrue();
        assertThat(store.size()).isGreaterThan(50);
    }

    @Test
    void every_command_that_is_not_run_here_is_run_elsewhere() {
        assertThat(all().flatMap(script -> ShellCommands.of(script.text()).stream())
                        .filter(words -> isElsewhere(words.getFirst()))
                        .filter(words -> !String.join(" ", words).startsWith(NEEDS_A_CLUSTER)))
                .isNotEmpty()
                .allSatisfy(words -> {
                    var place = place(words);
                    assertThat(Docs.text(place.file())).contains(place.text());
                });
    }

    /** The file that runs a command, and what of it shows that. */
    private record Place(String file, String text) {}

    private static Place place(List<String> words) {
        return switch (words.getFirst()) {
            case "sam" ->
                switch (words.get(1)) {
                    case "build" -> new Place(".ci/sam-local", "sam build");
                    case "local" -> new Place(".ci/sam-local", "sam local " + words.get(2));
                    case "remote" -> new Place(".ci/sam-deploy", "sam remote " + words.get(2));
                    default -> new Place(".ci/sam-deploy", "sam " + words.get(1));
                };
            case "aws" ->
                words.get(2).equals("start-message-move-task")
                        ? new Place(
                                "shared-core/src/test/java/io/siteagent/core/runtime/LocalStackTest.java",
                                "startMessageMoveTask")
                        : new Place(".ci/sam-deploy", "in_the_guide " + words.get(2));
            case "bin/sandbox" -> new Place(".ci/sam-local", "bin/sandbox --host");
            case ".ci/lambda-image" -> new Place(".ci/sam-local", ".ci/lambda-image");
            case "kubectl" -> new Place("policies/verify", "limit-range example");
            default ->
                new Place(
                        "sandbox/src/test/java/io/siteagent/sandbox/keycloak/SetupScriptsTest.java",
                        words.getFirst().equals("kcadm.sh")
                                ? "\"credentials\""
                                : Path.of(words.getFirst()).getFileName().toString());
        };
    }
}
