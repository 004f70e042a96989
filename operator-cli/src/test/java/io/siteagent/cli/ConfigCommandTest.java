package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.ssm.SsmStandIn;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** Documents go into Parameter Store from a folder, secrets from standard input only. */
class ConfigCommandTest {

    private static final String PREFIX = "/waldur-site-agent/prod";
    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-north-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final SsmStandIn ssm = new SsmStandIn();
    private final StandInServer server = StandInServer.start("ssm", 0, ssm, Traffic.undisturbed());

    @TempDir
    private Path place = Path.of("");

    private record Result(int code, String out, String err) {}

    @BeforeEach
    void a_folder_as_migrate_writes_it() throws IOException {
        SDK.forEach(System::setProperty);
        var offering = Files.createDirectories(place.resolve("site/offerings/gpu/secrets"));
        Files.writeString(offering.resolve("waldur_api_token"), "secret-in-a-file");
        Files.writeString(offering.resolveSibling("settings.yaml"), """
                name: gpu
                waldur_api_url: https://waldur.example.com/
                waldur_offering_uuid: 11111111111141118111111111111111
                backend_type: rancher
                order_processing_backend: rancher
                backend_settings:
                  backend_url: https://rancher.example.com
                  username: token-agent
                  cluster_id: c-m-1234abcd
                """);
        Files.writeString(offering.resolveSibling("components.yaml"), """
                cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                """);
    }

    @AfterEach
    void close() {
        server.close();
        SDK.keySet().forEach(System::clearProperty);
    }

    private Result run(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var shell = new Shell(
                new PrintWriter(out),
                new PrintWriter(err, true),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                Map.of("SITE_AGENT_SSM_ENDPOINT", server.uri().toString(), "SITE_AGENT_CONFIG_PREFIX", PREFIX),
                Clock.systemUTC(),
                false,
                Ansi.OFF);
        int code = SiteAgent.commandLine(shell)
                .execute(
                        Stream.concat(Stream.of("config"), Stream.of(arguments)).toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }

    private Result put(String... more) {
        return run("", Stream.concat(Stream.of("put", site()), Stream.of(more)).toArray(String[]::new));
    }

    private String site() {
        return place.resolve("site").toString();
    }

    private Result rotate(String name, String secret) {
        return run(secret + "\n", "rotate-secret", name);
    }

    private Optional<JsonNode> stored(String name) {
        return StreamSupport.stream(ssm.dump().path("parameters").spliterator(), false)
                .filter(row -> row.path("name").asText().equals(PREFIX + "/" + name))
                .findFirst();
    }

    private String value(String name) {
        return stored(name).map(row -> row.path("value").asText()).orElse("");
    }

    @Test
    void documents_are_stored_and_the_secrets_beside_them_are_asked_for() {
        var result = put();

        assertThat(result.code()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("+ " + PREFIX + "/offerings/gpu/settings", "2 stored");
        assertThat(result.err()).contains("not usable yet", "waldur_api_token", "rotate-secret");
        assertThat(value("offerings/gpu/settings")).startsWith("name: gpu");
        assertThat(stored("offerings/gpu/secrets/waldur_api_token")).isEmpty();
        assertThat(ssm.dump().toString()).doesNotContain("secret-in-a-file");
    }

    @Test
    void with_its_secrets_an_installation_is_usable_and_a_second_put_has_nothing_to_do() {
        put();
        assertThat(rotate("offerings/gpu/secrets/waldur_api_token", "token-1").code())
                .isZero();
        assertThat(rotate("offerings/gpu/secrets/password", "key-1").code()).isZero();

        var again = put();

        assertThat(again.code()).as(again.toString()).isZero();
        assertThat(again.out()).contains("0 stored");
    }

    @Test
    void a_secret_is_stored_encrypted_and_shown_nowhere() {
        put();

        var result = rotate(PREFIX + "/offerings/gpu/secrets/password", "very-secret");

        assertThat(result.out()).contains("stored " + PREFIX + "/offerings/gpu/secrets/password");
        assertThat(stored("offerings/gpu/secrets/password"))
                .hasValueSatisfying(
                        row -> assertThat(row.path("secure").asBoolean()).isTrue());
        assertThat(value("offerings/gpu/secrets/password")).isEqualTo("very-secret");
        var get = run("", "get");
        assertThat(get.out())
                .contains("name: gpu", "/offerings/gpu/secrets/password: ******** (SecureString)")
                .doesNotContain("very-secret");
        assertThat(result.out() + result.err()).doesNotContain("very-secret");
    }

    @Test
    void a_document_with_a_mistake_is_not_stored() throws IOException {
        var settings = place.resolve("site/offerings/gpu/settings.yaml");
        Files.writeString(settings, Files.readString(settings).replace("cluster_id", "clusterid"));

        var result = put();

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("did you mean `cluster_id`?", "nothing was stored");
        assertThat(ssm.dump().path("parameters")).isEmpty();
    }

    @Test
    void a_secret_inside_a_document_is_refused_and_named_without_its_value() throws IOException {
        var settings = place.resolve("site/offerings/gpu/settings.yaml");
        Files.writeString(settings, Files.readString(settings) + "waldur_api_token: oh-no\n");

        var result = put();

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err())
                .contains("offerings/gpu/settings: waldur_api_token", "rotate-secret")
                .doesNotContain("oh-no");
        assertThat(ssm.dump().path("parameters")).isEmpty();
    }

    @Test
    void a_change_is_shown_key_by_key_and_only_the_changed_document_is_stored() throws IOException {
        put();
        var settings = place.resolve("site/offerings/gpu/settings.yaml");
        Files.writeString(settings, Files.readString(settings).replace("c-m-1234abcd", "c-m-99999999"));

        var diff = run("", "diff", site());
        var dryRun = put("--dry-run");
        var before = value("offerings/gpu/settings");
        var result = put();

        assertThat(diff.code()).isEqualTo(2);
        assertThat(diff.out()).contains("~ backend_settings.cluster_id: c-m-1234abcd → c-m-99999999");
        assertThat(dryRun.code()).isEqualTo(2);
        assertThat(dryRun.out()).contains("nothing was stored");
        assertThat(before).contains("c-m-1234abcd");
        assertThat(result.out()).contains("1 stored");
        assertThat(value("offerings/gpu/settings")).contains("c-m-99999999");
        assertThat(stored("offerings/gpu/components"))
                .hasValueSatisfying(
                        row -> assertThat(row.path("version").asInt()).isEqualTo(1));
        assertThat(run("", "diff", site()).code()).isZero();
    }

    @Test
    void a_document_that_no_parameter_holds_is_refused_with_both_remedies() throws IOException {
        var settings = place.resolve("site/offerings/gpu/settings.yaml");
        Files.writeString(settings, Files.readString(settings) + "#".repeat(5000) + "\n");

        var result = put();

        assertThat(result.err()).contains("a parameter holds 4096", "components.yaml", "--advanced-tier");
        assertThat(ssm.dump().path("parameters")).isEmpty();
        assertThat(put("--advanced-tier").out()).contains("2 stored");
    }

    @Test
    void what_is_stored_comes_back_as_a_folder_without_secrets() {
        put();
        rotate("offerings/gpu/secrets/password", "key-1");

        var get = run("", "get", "--to", place.resolve("copy").toString());

        assertThat(get.code()).as(get.toString()).isZero();
        assertThat(place.resolve("copy/offerings/gpu/settings.yaml")).content().startsWith("name: gpu");
        assertThat(place.resolve("copy/offerings/gpu/secrets")).doesNotExist();
        assertThat(run("", "diff", place.resolve("copy").toString()).code()).isZero();
    }

    @Test
    void a_new_webhook_secret_leaves_the_old_one_valid() {
        put();
        rotate("secrets/webhook", "a".repeat(32));

        var result = rotate("secrets/webhook", "b".repeat(32));

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(value("secrets/webhook")).isEqualTo("b".repeat(32));
        assertThat(value("secrets/webhook_previous")).isEqualTo("a".repeat(32));
    }

    @Test
    void a_webhook_secret_may_come_before_every_document() {
        assertThat(rotate("secrets/webhook", "short").code()).isEqualTo(64);
        assertThat(stored("secrets/webhook")).isEmpty();

        var result = rotate("secrets/webhook", "a".repeat(32));

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(value("secrets/webhook")).isEqualTo("a".repeat(32));
    }

    @Test
    void a_webhook_secret_that_could_be_guessed_is_not_stored() {
        put();

        var result = rotate("secrets/webhook", "short");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("24 to 128").doesNotContain("short\"");
        assertThat(stored("secrets/webhook")).isEmpty();
    }

    @Test
    void a_name_that_nobody_reads_and_an_empty_input_are_refused() {
        put();

        assertThat(rotate("offerings/gpu/secrets/pasword", "x").err()).contains("offerings/gpu/secrets/password");
        assertThat(rotate("offerings/gpu/secrets/password", "").err()).contains("one line; pipe it in");
        assertThat(ssm.dump().path("parameters")).hasSize(2);
    }

    @Test
    void a_secret_that_somebody_left_in_a_stored_document_is_neither_shown_nor_written() {
        put();
        ssm.put(PREFIX + "/offerings/gpu/settings", "name: gpu\nwaldur_api_token: 0123\n");
        ssm.put(PREFIX + "/settings", "webhook: {secret: 'oh-no-not-this-one-0123456789'\n");

        var get = run("", "get");
        var diff = run("", "diff", site());
        var written = run("", "get", "--to", place.resolve("copy").toString());

        assertThat(get.out()).contains("name: gpu", "waldur_api_token: ********");
        assertThat(diff.out()).contains("- waldur_api_token: ********");
        assertThat(get.out() + diff.out() + written.out() + written.err()).doesNotContain("0123", "oh-no");
        assertThat(written.err()).contains("settings was not written");
        assertThat(place.resolve("copy/offerings/gpu/settings.yaml")).doesNotExist();
        assertThat(place.resolve("copy/offerings/gpu/components.yaml")).exists();
    }

    @Test
    void a_file_that_is_no_text_is_named_with_a_remedy() throws IOException {
        Files.write(place.resolve("site/settings.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        var result = put();

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("UTF-8").doesNotContain("unexpected failure");
        assertThat(ssm.dump().path("parameters")).isEmpty();
    }
}
