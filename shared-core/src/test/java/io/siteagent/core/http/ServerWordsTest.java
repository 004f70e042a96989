package io.siteagent.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"detail\":\"Not found.\"} | Not found.",
                "{\"name\":[\"Too long.\",\"Taken.\"]} | name: Too long.; Taken.",
                "{\"non_field_errors\":[\"Neither.\"]} | Neither.",
                "[\"Total exceeded.\"] | Total exceeded.",
                "{\"limits\":\"Invalid types: gpu\"} | limits: Invalid types: gpu",
                "{\"usages\":[{},{\"amount\":[\"Bad.\"]}]} | usages: amount: Bad.",
                "{\"type\":\"error\",\"code\":\"MissingRequired\",\"message\":\"\",\"fieldName\":\"q\"} | q: MissingRequired",
                "{\"type\":\"error\",\"status\":\"401\",\"message\":\"must authenticate\"} | must authenticate",
                "{\"kind\":\"Status\",\"message\":\"pods is forbidden\",\"code\":403} | pods is forbidden",
                "{\"Code\":{\"Code\":\"NotFound\"},\"Message\":\"no cluster\",\"Cause\":null} | no cluster",
                "{\"error\":\"invalid_client\",\"error_description\":\"Bad secret\"} | Bad secret",
                "{\"errorMessage\":\"Sibling exists\"} | Sibling exists",
                "not authorized | not authorized",
                "404 page not found | 404 page not found",
                "<html><body>secret</body></html> | answered with a web page",
            })
    void the_words_are_found_in_every_shape(String body, String words) {
        assertThat(ServerWords.in(body)).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://rancher.example.org/v3/projects?x=1",
                "dial tcp 10.0.0.1:443",
                "lookup rancher.internal:8443",
                "token-abcde:wvxyzabcdefghijklmnop",
                "kubeconfig-u-abcde.c-m-1:wvxyzabcdefghijklmnop",
                "Bearer wvxyzabcdefghijklmnop",
                "0123456789abcdef0123456789abcdef01234567",
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc",
                "alice.admin@example.org"
            })
    void addresses_credentials_and_people_are_left_out(String secret) {
        assertThat(ServerWords.in("{\"detail\":\"before " + secret + " after\"}"))
                .doesNotContain("example", "10.0.0.1", "internal", "wvxyz", "0123456789abcdef", "eyJ", "alice")
                .startsWith("before ")
                .endsWith(" after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Token has expired.",
                "projects.management.cattle.io \"p-1\" not found",
                "Object with uuid=00000000000000000000000000000000 does not exist."
            })
    void what_only_looks_like_a_secret_stays(String words) {
        assertThat(ServerWords.in(words)).isEqualTo(words);
    }

    @Test
    void the_object_under_admission_is_not_repeated() {
        var quoted =
                "failed to call webhook: an error on the server (\"{\\\"kind\\\":\\\"AdmissionReview\\\"}\") said no";
        assertThat(ServerWords.in(quoted)).isEqualTo("failed to call webhook: an error on the server (…)");
    }

    @Test
    void long_words_are_cut() {
        assertThat(ServerWords.in("a ".repeat(5000)))
                .hasSizeLessThanOrEqualTo(300)
                .endsWith("…");
    }

    @Test
    void a_deep_body_does_no_harm() {
        assertThat(ServerWords.in("[".repeat(900) + "]".repeat(900))).isEmpty();
        assertThat(ServerWords.in("[".repeat(9000))).hasSizeLessThanOrEqualTo(300);
    }
}
