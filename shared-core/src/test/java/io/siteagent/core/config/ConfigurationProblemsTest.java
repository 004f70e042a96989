package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component.Kind;
import java.net.URI;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with a document is said all at once, in words that help, and without the secrets in it. */
class ConfigurationProblemsTest {

    private static final String EXAMPLE = CompleteSetupExampleTest.example();
    private static final String[] SECRETS = {"your-waldur-api-token", "your-secret-key", "your-keycloak-password"};

    private static Arguments change(String from, String to, String where, String what) {
        return Arguments.of(from, to, where, what);
    }

    static Stream<Arguments> oneMistake() {
        return Stream.of(
                change("\"c-xxxxx\"", "\"c-xxxxx:p-abcde\"", "cluster_id", "write the cluster only: \"c-xxxxx\""),
                change("\"c-xxxxx\"", "\"My Cluster\"", "cluster_id", "is not a cluster's id"),
                change("\"c-xxxxx\"", "12345", "cluster_id", "must be text: put it in quotes"),
                change("\"c-xxxxx\"", "", "cluster_id", "is empty"),
                change("cluster_id: \"c-xxxxx\"", "", "cluster_id", "is missing"),
                change("cluster_id:", "clusterid:", "clusterid", "did you mean `cluster_id`?"),
                change("verify_cert: true", "verify_cert: \"true\"", "verify_cert", "true or false, without quotes"),
                change("verify_cert: true", "verify_cert: 1", "verify_cert", "true or false, without quotes"),
                change("https://your-rancher.com", "http://your-rancher.com", "backend_url", "must be https"),
                change("https://your-rancher.com", "http://127.evil.com", "backend_url", "must be https"),
                change("https://your-rancher.com", "your-rancher.com", "backend_url", "is not the https URL"),
                change("https://your-rancher.com", "https://a b", "backend_url", "is not a URL"),
                change("https://your-rancher.com", "https://me:pw@r.com", "backend_url", "must not hold a user"),
                change("https://your-rancher.com", "https://r.com/?a=b", "backend_url", "without `?` and `#`"),
                change("https://your-rancher.com", "${RANCHER_URL}", "backend_url", "is a variable"),
                change("https://your-waldur.com/", "ftp://your-waldur.com/", "waldur_api_url", "is not the https URL"),
                change("\"your-waldur-api-token\"", "\"\"", "waldur_api_token", "is empty"),
                change(
                        "waldur_api_token: \"your-waldur-api-token\"",
                        "oidc_client_id: x",
                        "oidc_token_url",
                        "is missing"),
                change(
                        "waldur_api_token: \"your-waldur-api-token\"",
                        "oidc_client_id: x",
                        "oidc_client_secret",
                        "is missing"),
                change(
                        "waldur_api_token:",
                        "oidc_token_url: sso\n    waldur_api_token:",
                        "oidc_token_url",
                        "is not the https URL"),
                change("\"your-offering-uuid\"", "\"../..\"", "waldur_offering_uuid", "is not a UUID"),
                change("backend_type: \"rancher\"", "backend_type: slurm", "backend_type", "\"slurm\""),
                change("reporting_backend: \"rancher\"", "reporting_backend: k8s", "reporting_backend", "\"k8s\""),
                change("\"waldur-\"", "\"Waldur_\"", "project_prefix", "can't begin the name of a namespace"),
                change("\"workloads-manage\"", "\"Workloads Manage\"", "default_role", "role template"),
                change("\"workloads-manage\"", "\"\"", "default_role", "is empty"),
                change(
                        "keycloak_enabled: true",
                        "keycloak_parent_group: c_{name}",
                        "keycloak_parent_group",
                        "`{name}`"),
                change(
                        "keycloak_enabled: true",
                        "keycloak_child_group: a/b",
                        "keycloak_child_group",
                        "may hold letters"),
                change("keycloak_realm:", "keycloak_relm:", "keycloak.keycloak_relm", "did you mean `keycloak_realm`"),
                change("\"your-realm\"", "\"a/b\"", "keycloak.keycloak_realm", "is not the name of a realm"),
                change("keycloak_password:", "client_id:", "keycloak.keycloak_password", "is missing"),
                change("keycloak_username:", "keycloak_client_id:", "keycloak_client_secret", "is missing"),
                change("verify_cert: true", "keycloak_url: x", "keycloak_url", "belongs into the map `keycloak`"),
                change("verify_cert: true", "namespace_labels: {\"a b\": c}", "namespace_labels.a b", "label's key"),
                change("verify_cert: true", "namespace_labels: {gpu: \"-x\"}", "namespace_labels.gpu", "label's value"),
                change("verify_cert: true", "namespace_labels: {gpu: 1}", "namespace_labels.gpu", "put it in quotes"),
                change("verify_cert: true", "namespace_labels: [a]", "namespace_labels", "must be a map"),
                change("verify_cert: true", "quota_scope: cluster", "quota_scope", "`project` or `namespace`"),
                change("verify_cert: true", "usage_source: metrics", "usage_source", "`quota`"),
                change("verify_cert: true", "usage_aggregation: sum", "usage_aggregation", "`peak`"),
                change("verify_cert: true", "usage_maximum: {cpu: 0}", "usage_maximum.cpu", "above 0"),
                change("verify_cert: true", "usage_maximum: {memry: 5}", "usage_maximum.memry", "mean `memory`?"),
                change("verify_cert: true", "enforce_storage: 1", "enforce_storage", "true or false"),
                change("verify_cert: true", "deletion_mode: never", "deletion_mode", "`refuse_when_not_empty`"),
                change("verify_cert: true", "deletion_mode: {retain: 0}", "deletion_mode.retain", "1 to 3650"),
                change("verify_cert: true", "deletion_mode: {retain: 1.5}", "deletion_mode.retain", "whole number"),
                change("verify_cert: true", "deletion_mode: {days: 3}", "deletion_mode.days", "not a known key"),
                change("unit_factor: 1", "unit_factor: 0", "cpu.unit_factor", "must be above 0"),
                change("unit_factor: 1", "unit_factor: \"1\"", "cpu.unit_factor", "a number, without quotes"),
                change("unit_factor: 1", "unit_factor: .inf", "cpu.unit_factor", "plain decimal number"),
                change("accounting_type: \"limit\"", "accounting_type: fixed", "accounting_type", "\"fixed\""),
                change("accounting_type: \"limit\"", "billing_type: limit", "accounting_type", "is missing"),
                change("type: \"ram\"", "type: \"cpu\"", "backend_components.memory", "as `cpu` does"),
                change("type: \"ram\"", "k8s_resource: requests.x.y/z", "k8s_resource", "without `requests.`"),
                change("type: \"ram\"", "k8s_resource: \"a b\"", "k8s_resource", "name of a Kubernetes resource"),
                change(
                        "project_prefix:",
                        "verify_cert: false\n      project_prefix:",
                        "verify_cert (line 22, column 20 and line 23, column 7)",
                        "is written twice"),
                change("offerings:", "timezone: Mars/Base\nofferings:", "timezone", "is not a time zone"),
                change("offerings:", "offering:", "offerings", "is missing"));
    }

    @ParameterizedTest(name = "{0} → {1}")
    @MethodSource("oneMistake")
    void a_mistake_is_named_with_its_key_and_a_remedy(String from, String to, String where, String what) {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replaceFirst(
                java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)));

        assertThat(configuration.problems()).anySatisfy(problem -> {
            assertThat(problem.where()).contains(where);
            assertThat(problem.what()).contains(what);
        });
        assertThat(configuration.problems().toString() + configuration.notices())
                .doesNotContain(SECRETS);
    }

    @Test
    void all_problems_are_listed_at_once() {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replace("\"c-xxxxx\"", "\"c-xxxxx:p-abcde\"")
                .replace("verify_cert: true", "verify_crt: true")
                .replace("https://your-waldur.com/", "http://your-waldur.com/")
                .replace("accounting_type: \"limit\"", "accounting_type: \"none\""));

        assertThat(configuration.offerings()).isEmpty();
        assertThat(configuration.problems()).hasSize(6);
    }

    @Test
    void a_broken_offering_does_not_stop_the_others() {
        var broken = EXAMPLE.substring(EXAMPLE.indexOf("  - name"))
                .replace("your-rancher-offering", "broken")
                .replace("\"c-xxxxx\"", "\"c-xxxxx:p-abcde\"");

        var configuration = ConfigurationDocument.parse(EXAMPLE + broken);

        assertThat(configuration.offerings()).extracting(Offering::name).containsExactly("your-rancher-offering");
        assertThat(configuration.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.where())
                        .startsWith("offerings[1] \"broken\": backend_settings.cluster_id (line "));
    }

    @Test
    void a_wrong_timezone_switches_reporting_off_and_nothing_else() {
        var configuration = ConfigurationDocument.parse("timezone: Mars/Base\n" + EXAMPLE);

        assertThat(configuration.offerings().getFirst().modes())
                .containsExactlyInAnyOrder(Mode.ORDER_PROCESS, Mode.MEMBERSHIP_SYNC);
    }

    @Test
    void a_second_entry_for_one_offering_is_refused_and_the_first_stands() {
        var again = EXAMPLE.substring(EXAMPLE.indexOf("  - name")).replace("your-rancher-offering", "again");

        var configuration = ConfigurationDocument.parse(EXAMPLE + again);

        assertThat(configuration.offerings()).extracting(Offering::name).containsExactly("your-rancher-offering");
        assertThat(configuration.problems().toString()).contains("\"again\": waldur_offering_uuid");
    }

    @Test
    void two_offerings_of_one_name_are_refused() {
        var again = EXAMPLE.substring(EXAMPLE.indexOf("  - name")).replace("your-offering-uuid", "another");

        assertThat(ConfigurationDocument.parse(EXAMPLE + again).problems().toString())
                .contains("name: is used twice");
    }

    private static String secondOfTheCluster(String more) {
        return EXAMPLE.substring(EXAMPLE.indexOf("  - name"))
                .replace("your-rancher-offering", "second")
                .replace("your-offering-uuid", "another")
                .replace(
                        "verify_cert: true",
                        "verify_cert: true\n" + more.indent(6).stripTrailing());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "role_map: {PROJECT.ADMIN: project-owner, PROJECT.MEMBER: workloads-manage}",
                "keycloak_user_attribute: waldur_username",
                "unmanaged_members: remove"
            })
    void two_offerings_that_disagree_about_the_members_of_one_group_are_refused(String difference) {
        var configuration = ConfigurationDocument.parse(EXAMPLE + secondOfTheCluster(difference));

        assertThat(configuration.offerings()).extracting(Offering::name).containsExactly("your-rancher-offering");
        assertThat(configuration.problems())
                .singleElement()
                .asString()
                .contains(
                        "offering \"second\": " + difference.substring(0, difference.indexOf(':')),
                        "says something else than offering \"your-rancher-offering\"",
                        "only the first is served");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default_role: project-owner",
                "role_map: {'*': workloads-manage}",
                "role_map: {PROJECT.ADMIN: workloads-manage, '*': workloads-manage}",
                "role_map: {PROJECT.ADMIN: project-owner, '*': project-member}",
                "keycloak_child_group: '{resource_uuid_hex}_{role_name}'\nrole_map: {PROJECT.ADMIN: workloads-manage}"
            })
    void two_offerings_of_one_cluster_live_side_by_side_where_no_group_has_two_masters(String difference) {
        var second = secondOfTheCluster(difference);
        if (difference.startsWith("default_role")) {
            second = second.replace("default_role: \"workloads-manage\"", "");
        }

        assertThat(ConfigurationDocument.parse(EXAMPLE + second).problems()).isEmpty();
    }

    @Test
    void keys_of_the_predecessor_without_effect_are_notices() {
        var configuration = ConfigurationDocument.parse("sentry_dsn: https://key@sentry.example.com/1\n"
                + EXAMPLE.replace("verify_cert: true", "keycloak_sync_frequency: 15")
                        .replace(
                                "backend_type:",
                                "stomp_enabled: false\n    username_management_backend: base\n    backend_type:"));

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings()).hasSize(1);
        assertThat(configuration.notices().toString())
                .contains("sentry_dsn", "keycloak_sync_frequency", "stomp_enabled", "username_management_backend")
                .doesNotContain("key@");
    }

    @Test
    void a_component_without_type_is_taken_for_what_its_key_says() {
        var untyped = ConfigurationDocument.parse(EXAMPLE.replace("type: \"ram\"", "")
                .replace("  storage:", "  pods:")
                .replace("type: \"storage\"", ""));

        assertThat(untyped.offerings().getFirst().components())
                .extracting(Component::kind)
                .containsExactly(Kind.CPU, Kind.RAM, Kind.OTHER);
        assertThat(untyped.notices().toString())
                .contains("memory.type", "taken for ram by its key", "pods.type", "neither enforced nor reported");
    }

    @Test
    void two_gpu_components_need_a_resource_each() {
        var two = EXAMPLE.replace("type: \"cpu\"", "type: gpu\n        k8s_resource: nvidia.com/mig-1g.5gb")
                .replace("type: \"ram\"", "type: gpu");

        var configuration = ConfigurationDocument.parse(two);

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings().getFirst().components())
                .extracting(Component::k8sResource)
                .containsExactly(Optional.of("nvidia.com/mig-1g.5gb"), Optional.empty(), Optional.empty());
    }

    @Test
    void client_credentials_are_preferred_to_a_password() {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replace(
                "keycloak_ssl_verify: true", "keycloak_client_id: agent\n        keycloak_client_secret: s3cret"));

        assertThat(configuration.offerings().getFirst().keycloak().orElseThrow().credentials())
                .isEqualTo(new KeycloakSettings.ClientCredentials("agent", new Secret("s3cret")));
        assertThat(configuration.notices().toString()).contains("keycloak_client_id is preferred");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {
                "https://w.example.com",
                "https://w.example.com/",
                "https://w.example.com/api",
                "https://w.example.com/api/"
            })
    void waldur_api_url_is_taken_with_and_without_api_and_slash(String url) {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replace("https://your-waldur.com/", url));

        assertThat(configuration.offerings().getFirst().waldur().baseUri())
                .isEqualTo(URI.create("https://w.example.com/"));
    }

    @Test
    void the_v3_of_a_rancher_url_is_left_out_with_a_notice() {
        var configuration =
                ConfigurationDocument.parse(EXAMPLE.replace("https://your-rancher.com", "https://r.example.com/v3/"));

        assertThat(configuration.offerings().getFirst().rancher().baseUri())
                .isEqualTo(URI.create("https://r.example.com/"));
        assertThat(configuration.notices().toString()).contains("`/v3`");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {"http://localhost:8080", "http://127.0.0.1:8080/x", "http://127.1.2.3", "http://[::1]:8080"})
    void plain_http_is_accepted_on_loopback(String url) {
        assertThat(ConfigurationDocument.parse(EXAMPLE.replace("https://your-rancher.com", url))
                        .problems())
                .isEmpty();
    }

    @Test
    void a_secret_of_digits_needs_no_quotes_and_keeps_its_zeros() {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replace("\"your-secret-key\"", "00123"));

        assertThat(configuration.offerings().getFirst().rancher().secretKey()).isEqualTo(new Secret("00123"));
    }

    @Test
    void anchors_and_merge_keys_share_settings_between_offerings() {
        var configuration = ConfigurationDocument.parse(
                EXAMPLE.replace("backend_settings:", "backend_settings: &rancher") + """
                  - name: second
                    waldur_api_url: https://your-waldur.com/
                    waldur_api_token: t
                    waldur_offering_uuid: other
                    backend_type: rancher
                    backend_settings:
                      <<: *rancher
                      cluster_id: c-other
                """.indent(0));

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings().get(1).rancher().clusterId()).isEqualTo("c-other");
        assertThat(configuration.offerings().get(1).rancher().accessKey()).isEqualTo("token-xxxxx");
    }

    @Test
    void a_document_in_json_may_be_indented_with_tabs() {
        assertThat(ConfigurationDocument.parse("{\n\t\"timezone\": \"UTC\",\n\t\"offerings\": []\n}")
                        .problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.what()).contains("is empty"));
    }

    @Test
    void a_password_that_breaks_the_syntax_is_not_quoted_in_the_problem() {
        var configuration = ConfigurationDocument.parse(EXAMPLE.replace("\"your-secret-key\"", "*your-secret-key"));

        assertThat(configuration.problems()).isNotEmpty();
        assertThat(configuration.problems().toString()).contains("line").doesNotContain(SECRETS);
    }

    @Test
    void the_layout_of_the_readme_s_other_examples_is_understood() {
        var configuration = ConfigurationDocument.parse("""
                waldur:
                  api_url: "https://waldur.example.com/api/"
                  token: "your-waldur-api-token-here"
                offerings:
                  - name: "rancher-projects"
                    uuid: "12345678-1234-5678-9abc-123456789012"
                    backend_type: "rancher"
                    backend:
                      backend_url: "https://rancher.example.com"
                      username: "your-rancher-access-key"
                      password: "your-rancher-secret-key"
                      cluster_id: "c-m-1234abcd"
                    components:
                      cpu:
                        type: "cpu"
                        name: "CPU"
                        measured_unit: "cores"
                        billing_type: "fixed"
                """);

        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings().getFirst().uuid().isWellFormed()).isTrue();
    }

    @Test
    void a_part_that_slipped_out_of_its_offering_keeps_all_from_being_served() {
        var configuration =
                ConfigurationDocument.parse(EXAMPLE.replace("    backend_components:", "backend_components:")
                        .replace("      cpu:", "  cpu:"));

        assertThat(configuration.offerings()).isEmpty();
        assertThat(configuration.problems()).isNotEmpty();
    }

    @Property(tries = 300)
    void no_text_makes_the_loader_throw(@ForAll @StringLength(max = 300) String text) {
        assertThat(ConfigurationDocument.parse(text).problems()).isNotEmpty();
    }

    @Property(tries = 500)
    void no_damage_to_a_good_document_makes_the_loader_throw(
            @ForAll @IntRange(max = 1900) int at,
            @ForAll @IntRange(max = 40) int length,
            @ForAll @StringLength(max = 8) String inserted) {
        int start = Math.min(at, EXAMPLE.length());
        int end = Math.min(start + length, EXAMPLE.length());

        var configuration =
                ConfigurationDocument.parse(EXAMPLE.substring(0, start) + inserted + EXAMPLE.substring(end));

        assertThat(configuration.offerings().isEmpty())
                .isEqualTo(!configuration.problems().isEmpty());
    }

    @Test
    void a_document_that_grows_without_bounds_is_refused() {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]%n".formatted(i, i, i - 1, i - 1));
        }

        assertThat(ConfigurationDocument.parse(bomb.toString()).problems()).hasSize(1);
        assertThat(ConfigurationDocument.parse("a: &a [*a]").problems()).hasSize(1);
    }
}
