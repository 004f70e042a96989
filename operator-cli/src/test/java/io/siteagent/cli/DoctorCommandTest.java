package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code siteagent doctor}: each classic fault of a set-up, one at a time, is found, and nothing else is. */
class DoctorCommandTest {

    /** The groups mapper is seen by an account that may view clients only, and nobody asks that of an account. */
    private static final Set<String> HEALTHY = Set.of("unknown keycloak.mapper", "unknown waldur.hook");

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

    private record Examination(int code, Set<String> beyondHealth, String text) {}

    private Examination examine(UnaryOperator<String> change) {
        var result = site.command("doctor", "--output", "json", "--config", site.config(change));
        var findings = new TreeSet<String>();
        for (var finding : result.json()) {
            if (!finding.path("verdict").asText().equals("good")) {
                findings.add(finding.path("verdict").asText() + " "
                        + finding.path("check").asText());
                assertThat(finding.path("verdict").asText().equals("unknown")
                                || !finding.path("remedy").asText().isEmpty())
                        .as(finding.toString())
                        .isTrue();
            }
        }
        findings.removeAll(HEALTHY);
        assertThat(site.writes()).isEmpty();
        return new Examination(result.code(), findings, result.out());
    }

    private Examination examine() {
        return examine(document -> document);
    }

    private void assertFound(Examination examination, String finding) {
        assertThat(examination.beyondHealth()).as(examination.text()).containsExactly(finding);
        assertThat(examination.code()).isEqualTo(finding.startsWith("fault") ? 1 : 0);
        assertThat(examination.text()).doesNotContain("rancher-secret", "agent-password", site.demo.agentToken());
    }

    @Test
    void a_healthy_installation_has_no_fault_and_exits_0() {
        var examination = examine();

        assertThat(examination.beyondHealth()).as(examination.text()).isEmpty();
        assertThat(examination.code()).isZero();
    }

    @Test
    void a_webhook_that_brings_only_a_part_is_found() {
        site.answers(Sandbox.WALDUR, "/api/hooks-web/", """
                [{"uuid": "502fd82b446c4d91a5c52565a8eca141", "is_active": true,
                "destination_url": "https://hooks.example.com/order/very-secret",
                "event_types": ["marketplace_order_approved", "role_granted"]}]""");

        var examination = examine();

        assertThat(examination.beyondHealth()).containsExactly("warning waldur.hook");
        assertThat(examination.text())
                .contains("role_granted", "marketplace_resource_create_requested")
                .doesNotContain("very-secret");
    }

    @Test
    void an_expiry_of_the_api_key_that_is_no_time_is_unknown() {
        site.answers(Sandbox.RANCHER, "/v3/tokens/token-agent", """
                {"type": "token", "clusterId": null, "expired": false, "expiresAt": "soon"}""");

        assertFound(examine(), "unknown rancher.expiry");
    }

    @Test
    void an_api_key_for_one_cluster_only_is_found() {
        site.sandbox.rancher().seed().scopedKey("token-scoped:secret-scoped", Site.CLUSTER);

        var examination = examine(
                document -> document.replace("token-agent", "token-scoped").replace("rancher-secret", "secret-scoped"));

        assertFound(examination, "fault rancher.key");
        assertThat(examination.text()).contains("no scope");
    }

    @Test
    void an_expired_or_wrong_api_key_is_found() {
        site.sandbox.rancher().seed().expireKey(Site.KEY);

        assertFound(examine(), "fault rancher.key");
    }

    @Test
    void an_api_key_that_expires_soon_is_found() {
        site.answers(Sandbox.RANCHER, "/v3/tokens/token-agent", """
                {"type": "token", "clusterId": null, "expired": false, "expiresAt": "2020-01-01T00:00:00Z"}""");

        assertFound(examine(), "warning rancher.expiry");
    }

    @Test
    void a_cluster_that_is_not_there_is_found() {
        assertFound(examine(document -> document.replace(Site.CLUSTER, "c-m-nowhere")), "fault rancher.cluster");
    }

    @Test
    void a_cluster_that_is_out_of_reach_is_found() {
        site.sandbox.rancher().agentDown(Site.CLUSTER, 503);

        assertFound(examine(), "fault rancher.cluster");
    }

    @Test
    void a_role_template_that_does_not_exist_is_found() {
        assertFound(
                examine(document -> document.replace("\"workloads-manage\"", "\"no-such-role\"")),
                "fault rancher.role");
    }

    @Test
    void a_role_template_for_clusters_is_found() {
        assertFound(
                examine(document -> document.replace("\"workloads-manage\"", "\"cluster-member\"")),
                "fault rancher.role");
    }

    @Test
    void a_role_of_the_role_map_that_does_not_exist_is_found() {
        var examination = examine(document -> document.replace(
                "      verify_cert: true\n",
                "      verify_cert: true\n      role_map: {PROJECT.ADMIN: no-such-role, \"*\": workloads-manage}\n"));

        assertFound(examination, "fault rancher.role");
        assertThat(examination.text()).contains("set role_map");
    }

    @Test
    void gpus_on_a_rancher_that_can_not_limit_them_are_found() {
        site.sandbox.rancher().version(13);
        site.demo.offering().component("gpu", "limit");

        var examination = examine(document ->
                document + "      gpu: {type: gpu, measured_unit: units, accounting_type: limit, label: GPU}\n");

        assertFound(examination, "warning rancher.quota");
    }

    @Test
    void an_auth_too_much_in_the_address_of_keycloak_is_found() {
        var address = site.sandbox.uri("keycloak") + "/";

        var examination = examine(document -> document.replace(address, address + "auth/"));

        assertFound(examination, "fault keycloak.address");
        assertThat(examination.text()).contains("set keycloak_url to " + address);
    }

    @Test
    void a_realm_that_does_not_exist_is_found() {
        var line = "keycloak_realm: \"" + site.realm.name() + "\"";

        assertFound(examine(document -> document.replace(line, "keycloak_realm: nowhere")), "fault keycloak.realm");
    }

    @Test
    void a_wrong_password_of_the_keycloak_account_is_found() {
        assertFound(examine(document -> document.replace("agent-password", "not-it")), "fault keycloak.login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "query-users,query-groups",
                "view-users",
                "query-groups,view-realm",
                "view-clients",
            })
    void a_keycloak_account_with_too_few_rights_is_found(String roles) {
        siteOf(roles.split(","));

        assertFound(examine(), "fault keycloak.rights");
    }

    /** With an account that may view clients, so that the mapper is seen. */
    private void siteOf(String... rolesOfTheAgent) {
        site.close();
        site = new Site(directory, rolesOfTheAgent);
    }

    @Test
    void a_groups_mapper_as_rancher_wants_it_is_named() throws IOException {
        siteOf("manage-users", "view-clients");
        site.realm.client("rancher", false, true);

        var examination = examine();

        assertThat(examination.beyondHealth()).as(examination.text()).isEmpty();
        assertThat(examination.text()).contains("client rancher maps groups as Rancher wants them");
    }

    @Test
    void a_groups_mapper_of_a_scope_that_a_client_has_counts_as_its_own() throws IOException {
        siteOf("manage-users", "view-clients");
        site.realm.clientOfScope("rancher", "team-groups");

        var examination = examine();

        assertThat(examination.beyondHealth()).as(examination.text()).isEmpty();
        assertThat(examination.text()).contains("client rancher maps groups as Rancher wants them");
    }

    @Test
    void a_missing_groups_mapper_is_found() {
        siteOf("manage-users", "view-clients");

        assertFound(examine(), "warning keycloak.mapper");
    }

    @Test
    void a_groups_mapper_that_sends_paths_is_found() throws IOException {
        siteOf("manage-users", "view-clients");
        site.realm.client("rancher", true, true);

        var examination = examine();

        assertFound(examination, "fault keycloak.mapper");
        assertThat(examination.text()).contains("client rancher sends full paths");
    }

    @Test
    void a_groups_mapper_that_leaves_the_id_token_out_is_found() throws IOException {
        siteOf("manage-users", "view-clients");
        site.realm.client("rancher", false, false);

        var examination = examine();

        assertFound(examination, "fault keycloak.mapper");
        assertThat(examination.text()).contains("client rancher sends nothing in the ID token");
    }

    @Test
    void two_clients_of_which_one_sends_paths_are_shown_to_the_operator() throws IOException {
        siteOf("manage-users", "view-clients");
        site.realm.client("wiki", true, true).client("rancher", false, true);

        var examination = examine();

        assertFound(examination, "warning keycloak.mapper");
        assertThat(examination.text()).contains("see that rancher is Rancher's client");
    }

    @Test
    void a_clock_that_is_wrong_is_found() {
        site.clockIsAheadBy(Duration.ofMinutes(10));

        var examination = examine();

        assertFound(examination, "warning waldur.clock");
        assertThat(examination.text()).contains("differ by 6");
    }

    @Test
    void a_group_of_somebody_else_with_our_name_is_found() throws IOException {
        site.bringAbout();
        var ours = site.realm.membersByPath().keySet().stream()
                .filter(path -> path.lastIndexOf('/') > 0)
                .findFirst()
                .orElseThrow();
        site.realm.group(ours.substring(ours.lastIndexOf('/') + 1), Map.of());

        assertFound(examine(), "fault keycloak.groups");
    }

    @Test
    void a_waldur_token_that_does_not_work_is_found() {
        assertFound(
                examine(document ->
                        document.replace(site.demo.agentToken(), "0000000000000000000000000000000000000000")),
                "fault waldur.token");
    }

    @Test
    void a_waldur_token_that_dies_within_the_hour_is_found() {
        var owner = """
                {"uuid": "6a86a26090c648b4bed5b53eccfe6aed", "is_staff": true, "token_lifetime": 3600,
                 "permissions": []}""";
        site.answers(Sandbox.WALDUR, "/api/users/me/", owner);

        assertFound(examine(), "warning waldur.token");
    }

    @Test
    void a_token_of_an_offering_manager_who_may_not_approve_is_found() {
        var manager = site.demo.offering().managerToken("manager");

        var examination = examine(document -> document.replace(site.demo.agentToken(), manager));

        assertFound(examination, "fault waldur.role");
    }

    @Test
    void an_offering_that_is_a_draft_is_found() {
        var customer = "\"customer_uuid\": \"c\", \"components\": ["
                + String.join(
                        ",",
                        List.of("cpu", "ram", "storage").stream()
                                .map(type ->
                                        "{\"uuid\":\"u\",\"type\":\"%s\",\"name\":\"n\",\"billing_type\":\"limit\"}"
                                                .formatted(type))
                                .toList())
                + "]";
        site.answers(
                Sandbox.WALDUR,
                "/api/marketplace-provider-offerings/" + site.demo.offering().uuid() + "/",
                "{\"name\": \"Rancher\", \"state\": \"Draft\", \"type\": \"Marketplace.Slurm\", " + customer + "}");
        site.answers(Sandbox.WALDUR, "/api/users/me/", """
                {"uuid": "6a86a26090c648b4bed5b53eccfe6aed", "is_staff": true, "permissions": []}""");

        assertFound(examine(), "fault waldur.offering");
    }

    @Test
    void a_component_that_waldur_does_not_sell_is_found() {
        var examination = examine(document ->
                document + "      gpu: {type: gpu, measured_unit: units, accounting_type: limit, label: GPU}\n");

        assertFound(examination, "fault waldur.components");
        assertThat(examination.text()).contains("gpu is missing in Waldur", "components load");
    }

    @Test
    void the_text_names_what_why_and_what_to_do() {
        var text = site.command("doctor", "--config", site.config(document -> document.replace(Site.CLUSTER, "c-m-1")))
                .out();

        assertThat(text)
                .contains(
                        "fault    rancher.cluster",
                        "Rancher knows no cluster c-m-1",
                        "why: projects have nowhere to be made",
                        "do:  copy the id from the cluster's page in Rancher",
                        "1 faults");
    }
}
