package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent explain}: the first broken link is named. */
class ExplainCommandTest {

    @TempDir
    Path directory = Path.of("");

    private Site site;

    @BeforeEach
    void ordersAreDone() {
        site = new Site(directory).bringAbout();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String genome() {
        return site.demo.orders().getFirst().resource();
    }

    private String groupOfGenome() throws IOException {
        return site.realm.membersByPath().entrySet().stream()
                .filter(group -> group.getValue().contains(site.keycloakId("alice")))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private void assertBroken(Site.Result result, String link) {
        assertThat(result.code()).as(result.toString()).isEqualTo(1);
        assertThat(result.out()).contains("first broken link: " + link + ".");
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void somebody_with_access_has_every_link() {
        var result = site.run("explain", site.keycloakId("alice"));

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains("ok      Waldur role", "ok      binding", "ok      claim", "=> access");
    }

    @Test
    void a_resource_is_explained_for_its_whole_team() {
        var result = site.run("explain", genome(), "--output", "json");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.json()).hasSize(2);
        assertThat(result.json().get(0).path("access").asBoolean()).isTrue();
    }

    @Test
    void a_person_without_a_role_is_told_so() {
        var result = site.run("explain", site.keycloakId("judy"));

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("first broken link: Waldur role");
    }

    @Test
    void a_role_that_ended_is_the_broken_link() {
        site.sandbox
                .waldur()
                .seed()
                .customer("University of Tartu")
                .project("Genomics")
                .member("judy", "PROJECT.MEMBER", Instant.parse("2020-01-01T00:00:00Z"));

        assertBroken(site.run("explain", site.keycloakId("judy")), "Waldur role");
    }

    @Test
    void a_person_whom_keycloak_does_not_know_is_the_broken_link() {
        joinsGenomics("mallory", "PROJECT.MEMBER");

        assertBroken(site.run("explain", site.keycloakId("mallory")), "Keycloak user");
    }

    @Test
    void a_person_who_is_not_in_the_group_yet_is_told_what_puts_them_there() {
        joinsGenomics("judy", "PROJECT.MEMBER");

        var result = site.run("explain", site.keycloakId("judy"));

        assertBroken(result, "member of group");
        assertThat(result.out()).contains("siteagent apply --resource " + genome());
    }

    @Test
    void a_binding_that_somebody_deleted_is_the_broken_link() throws IOException {
        var group = groupOfGenome();
        var backendId = site.sandbox.waldur().resource(genome()).backendId();
        var binding = site.sandbox.rancher().inventory().bindings(backendId).stream()
                .filter(object -> object.path("groupPrincipalName")
                        .asText()
                        .endsWith(group.substring(group.lastIndexOf('/') + 1)))
                .findFirst()
                .orElseThrow()
                .path("metadata");
        site.sandbox
                .rancher()
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("namespace").asText(),
                        binding.path("name").asText());

        assertBroken(site.run("explain", site.keycloakId("alice")), "binding");
    }

    @Test
    void a_resource_whose_project_is_gone_from_rancher_is_the_broken_link() {
        var project = site.sandbox.waldur().resource(genome()).backendId();
        site.sandbox
                .rancher()
                .seed()
                .delete("local", "Project", Site.CLUSTER, project.substring(project.indexOf(':') + 1));

        assertBroken(site.run("explain", site.keycloakId("alice")), "Rancher project");
    }

    @Test
    void a_project_of_another_cluster_is_the_broken_link() {
        var config = site.config(document -> document.replace(Site.CLUSTER, "c-m-00000000"));

        assertBroken(site.command("explain", site.keycloakId("alice"), "--config", config), "Rancher project");
    }

    @Test
    void a_name_that_this_waldur_gives_no_value_for_is_said_and_no_failure_of_the_command() {
        var config = site.config(document -> document.replace(
                "keycloak_enabled: true",
                "keycloak_enabled: true\n      keycloak_child_group: \"project_{project_slug}_{role_name}\""));

        var explained = site.command("explain", site.keycloakId("alice"), "--config", config);
        assertBroken(explained, "Rancher project");
        assertThat(explained.out()).contains("Waldur tells no {project_slug}");

        var inventory = site.command("inventory", "--config", config);
        assertThat(inventory.code()).isEqualTo(1);
        assertThat(inventory.err()).contains("Waldur tells no {project_slug}").doesNotContain("unexpected");
    }

    @Test
    void a_site_without_keycloak_says_that_access_is_not_its_business() {
        var config = site.config(document -> document.replace("keycloak_enabled: true", "keycloak_enabled: false"));

        assertBroken(site.command("explain", site.keycloakId("alice"), "--config", config), "mapping");
    }

    private void joinsGenomics(String person, String role) {
        site.sandbox
                .waldur()
                .seed()
                .customer("University of Tartu")
                .project("Genomics")
                .member(person, role);
    }

    @Test
    void a_person_whose_name_is_no_keycloak_id_is_a_broken_mapping() {
        site.sandbox.waldur().seed().person("local-admin", "local-admin");
        joinsGenomics("local-admin", "PROJECT.MEMBER");

        var result = site.run("explain", "local-admin");

        assertBroken(result, "mapping");
        assertThat(result.out()).contains("keycloak_use_user_id");
    }

    @Test
    void a_role_that_the_role_map_leaves_out_is_a_broken_mapping() {
        joinsGenomics("judy", "PROJECT.MANAGER");
        var config = site.config(document -> document.replace(
                "      verify_cert: true\n",
                "      verify_cert: true\n      role_map: {PROJECT.MEMBER: workloads-manage}\n"));

        var result = site.command("explain", site.keycloakId("judy"), "--config", config);

        assertBroken(result, "mapping");
        assertThat(result.out()).contains("add PROJECT.MANAGER to role_map");
    }

    @Test
    void a_group_that_somebody_deleted_is_the_broken_link() throws IOException {
        site.realm.deleteGroup(
                site.realm.groupByPath(groupOfGenome()).path("id").asText());

        assertBroken(site.run("explain", site.keycloakId("alice")), "group");
    }

    @Test
    void a_claim_with_paths_in_it_is_the_broken_link() throws IOException {
        site.close();
        site = new Site(directory, "manage-users", "view-clients").bringAbout();
        site.realm.client("rancher", true, true);

        var result = site.run("explain", site.keycloakId("alice"));

        assertBroken(result, "claim");
        assertThat(result.out()).contains("client rancher sends full paths");
    }

    @Test
    void a_claim_that_no_client_has_is_the_broken_link() {
        site.close();
        site = new Site(directory, "manage-users", "view-clients").bringAbout();

        assertBroken(site.run("explain", site.keycloakId("alice")), "claim");
    }

    @Test
    void the_inventory_of_a_tidy_estate_needs_no_attention() {
        var result = site.run("inventory");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains("marked       project", "marked       group", "foreign      project");
    }

    @Test
    void orphans_and_clashes_are_listed_and_nothing_is_touched() throws IOException {
        site.realm.group(groupOfGenome().substring(groupOfGenome().lastIndexOf('/') + 1), java.util.Map.of());
        var first = site.demo.orders().get(1).resource();
        site.sandbox.waldur().consumer().backendId(first, "");
        site.sandbox.rancher().seed().manifest("local", """
                apiVersion: management.cattle.io/v3
                kind: Project
                metadata:
                  name: p-orphan
                  namespace: %s
                  annotations: {siteagent.io/resource-uuid: 0123456789abcdef0123456789abcdef, waldur/managed: "true"}
                spec: {clusterName: %s, displayName: waldur-orphan}
                """.formatted(Site.CLUSTER, Site.CLUSTER));

        var result = site.run("inventory");

        assertThat(result.code()).as(result.toString()).isEqualTo(2);
        assertThat(result.out()).contains("clash        group", "orphan       project  waldur-orphan");
        assertThat(site.writes()).isEmpty();
    }
}
