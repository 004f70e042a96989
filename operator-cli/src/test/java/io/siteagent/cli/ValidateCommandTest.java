package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent validate}. */
class ValidateCommandTest {

    private static final String GOOD = """
            offerings:
              - name: cpu
                waldur_api_url: https://waldur.example.com/
                waldur_api_token: waldur-secret
                waldur_offering_uuid: 11111111222233334444555555555555
                backend_type: rancher
                order_processing_backend: rancher
                backend_settings:
                  backend_url: https://rancher.example.com
                  username: token-abcde
                  password: rancher-secret
                  cluster_id: c-m-1234abcd
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
            """;

    @TempDir
    Path directory = Path.of("");

    private record Result(int code, String out) {}

    private static Result run(String... arguments) {
        var out = new StringWriter();
        int code = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(new StringWriter()), Clock.systemUTC())
                .execute(arguments);
        return new Result(code, out.toString());
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("site.yaml"), text).toString();
    }

    @Test
    void a_good_document_is_valid_and_exits_0() throws IOException {
        var result = run("validate", file(GOOD));

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains("ok: offering \"cpu\"", "valid, 1 offerings can be served");
    }

    @Test
    void every_problem_is_said_at_once_with_line_column_and_remedy_and_no_secret() throws IOException {
        var bad = GOOD.replace("cluster_id: c-m-1234abcd", "cluster_id: c-m-1234abcd:p-xxxxx\n      verify_crt: true")
                .replace("backend_type: rancher", "backend_type: slurm");

        var result = run("validate", file(bad));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.out())
                .contains(
                        "backend_settings.cluster_id (line 12, column 19): names a project; write the cluster only:"
                                + " \"c-m-1234abcd\"",
                        "backend_settings.verify_crt (line 13, column 19): is not a known key; did you mean"
                                + " `verify_cert`?",
                        "backend_type (line 6, column 19): is \"slurm\"",
                        "3 problems, 0 offerings can be served")
                .doesNotContain("waldur-secret", "rancher-secret");
    }

    @Test
    void the_json_form_lists_problems_for_machines() throws IOException {
        var result = run("validate", "--output", "json", file(GOOD.replace("cluster_id", "clusterid")));

        var json = new JsonMapper().readTree(result.out());
        assertThat(json.path("valid").asBoolean(true)).isFalse();
        assertThat(json.path("problems").findValuesAsText("what"))
                .anySatisfy(what -> assertThat(what).contains("did you mean `cluster_id`"));
    }

    @Test
    void a_file_that_is_not_there_is_a_problem_and_none_at_all_is_bad_usage() {
        assertThat(run("validate", "nowhere.yaml").out()).contains("nowhere.yaml: does not exist");
        assertThat(run("validate").code()).isEqualTo(64);
    }

    @Test
    void the_schema_is_printed_for_editors() throws IOException {
        var schema = new JsonMapper().readTree(run("validate", "--schema").out());

        assertThat(schema.path("$schema").asText()).endsWith("2020-12/schema");
        assertThat(schema.path("$defs")
                        .path("offering")
                        .path("additionalProperties")
                        .asBoolean(true))
                .isFalse();
    }
}
