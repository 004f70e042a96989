package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An estate that the Python agent built, by the calls that it makes, and its configuration carried over: the first plan
 * holds our marks and nothing else, and when they are made it is empty.
 */
class PredecessorEstateTest {

    private static final String PARENT = "c_cm1234ab";

    @TempDir
    private Path directory = Path.of("");

    private Site site;
    private Seed.ProjectSeed project;
    private Resource resource;
    private String projectId = "";

    @BeforeEach
    void the_python_agent_was_here() throws Exception {
        site = new Site(directory);
        site.sandbox.waldur().version(ServerVersion.V8);
        project = site.sandbox
                .waldur()
                .seed()
                .customer("University of Tartu")
                .project("Astronomy")
                .member("alice", "PROJECT.MEMBER")
                .member("bob", "PROJECT.ADMIN");
        resource = project.owns(
                site.demo.offering(), "telescope", Consumer.limits("cpu", 4, "ram", 8, "storage", 100), "");
        build();
        site.sandbox.waldur().consumer().backendId(resource.uuid(), projectId);
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** Its create, in its order of calls. */
    private void build() throws Exception {
        var name = "waldur-" + resource.slug();
        var group = "project_" + project.project().slug() + "_workloads-manage";
        projectId = rancher("/v3/projects", """
                {"type": "project", "clusterId": "%s", "name": "%s",
                 "description": "telescope (Customer: University of Tartu, Project: Astronomy)",
                 "annotations": {"waldur/organization": "univers-1", "waldur/managed": "true", "waldur/project_slug": "%s"}}
                """.formatted(
                                Site.CLUSTER, name, project.project().slug()))
                .path("id")
                .asText();
        var mark = Map.of("managed_by", List.of("waldur-site-agent"), "description", List.of("made for Rancher"));
        var child = site.realm.child(site.realm.group(PARENT, mark), group, mark);
        rancher("/v3/projectroletemplatebindings", """
                {"type": "projectRoleTemplateBinding", "roleTemplateId": "workloads-manage", "projectId": "%s",
                 "groupPrincipalId": "keycloakoidc_group://%s"}
                """.formatted(projectId, group));
        rancher("/v3/clusters/" + Site.CLUSTER + "/namespaces", """
                {"type": "namespace", "name": "%s", "projectId": "%s",
                 "labels": {"pod-security.kubernetes.io/enforce": "restricted",
                            "pod-security.kubernetes.io/enforce-version": "latest"},
                 "annotations": {"waldur/managed": "true"}}
                """.formatted(name, projectId));
        rancher("/v3/clusters/" + Site.CLUSTER + "?action=importYaml", """
                {"namespace": "%s", "yaml": "apiVersion: v1\\nkind: ResourceQuota\\nmetadata: {name: custom-resource-quota, namespace: %s}\\nspec:\\n  hard: {limits.cpu: 4000m, limits.memory: 8192Mi, requests.storage: 102400Mi}\\n"}
                """.formatted(name, name));
        site.realm.join(site.keycloakId("alice"), child);
        site.realm.join(site.keycloakId("bob"), child);
    }

    private JsonNode rancher(String path, String body) throws IOException, InterruptedException {
        var answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(site.sandbox.rancherUri() + path))
                                .header("Authorization", "Bearer " + Site.KEY)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isIn(200, 201);
        return new JsonMapper().readTree(answer.body());
    }

    private String migrated() {
        var to = directory.resolve("site").toString();
        var migration = site.command("migrate", site.file("old.yaml", site.document()), "--to", to);
        assertThat(migration.code()).as(migration.toString()).isZero();
        return to;
    }

    private static List<String> changes(Site.Result result) {
        return result.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("[+~-] .*"))
                .toList();
    }

    @Test
    void the_first_plan_adopts_and_changes_nothing_that_anybody_feels() {
        var plan = site.command("plan", "--config", migrated());

        assertThat(plan.code()).as(plan.toString()).isEqualTo(2);
        assertThat(changes(plan))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change).startsWith("~ "));
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void after_one_apply_the_plan_is_empty_and_everything_is_where_it_was() throws IOException {
        var config = migrated();

        var apply = site.command("apply", "--config", config);

        assertThat(apply.code()).as(apply.toString()).isZero();
        var plan = site.command("plan", "--config", config);
        assertThat(changes(plan)).as(plan.toString()).isEmpty();
        assertThat(plan.code()).isZero();
        assertThat(site.sandbox.rancher().inventory().projects(Site.CLUSTER)).hasSize(1);
        assertThat(site.sandbox.rancher().inventory().bindings(projectId))
                .extracting(binding -> binding.path("groupPrincipalName").asText())
                .filteredOn(principal -> !principal.isEmpty())
                .hasSize(1);
        assertThat(site.sandbox.rancher().inventory().resourceQuotas(Site.CLUSTER, "waldur-" + resource.slug()))
                .singleElement()
                .satisfies(quota -> {
                    assertThat(quota.path("metadata").path("name").asText()).isEqualTo("custom-resource-quota");
                    assertThat(quota.path("spec")
                                    .path("hard")
                                    .path("requests.storage")
                                    .asText())
                            .isIn("100Gi", "102400Mi");
                });
        assertThat(site.realm
                        .membersByPath()
                        .get("/" + PARENT + "/project_" + project.project().slug() + "_workloads-manage"))
                .containsExactlyInAnyOrder(site.keycloakId("alice"), site.keycloakId("bob"));
        assertThat(site.realm.membersByPath()).hasSize(2);
    }

    @Test
    void a_migrated_resource_is_ended_with_everything_of_it() throws IOException {
        var config = migrated();
        assertThat(site.command("apply", "--config", config).code()).isZero();
        site.sandbox.waldur().consumer().terminate(resource.uuid());

        site.command("run", "order", "--config", config);
        var again = site.command("run", "order", "--config", config);

        assertThat(site.sandbox.rancher().inventory().project(projectId))
                .as(again.toString())
                .isEmpty();
        assertThat(site.realm.membersByPath().keySet())
                .noneMatch(path -> path.contains(project.project().slug()));
    }
}
