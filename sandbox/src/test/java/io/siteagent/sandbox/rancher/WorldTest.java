package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.binding;
import static io.siteagent.sandbox.rancher.RancherOverHttp.bindings;
import static io.siteagent.sandbox.rancher.RancherOverHttp.namespace;
import static io.siteagent.sandbox.rancher.RancherOverHttp.project;
import static io.siteagent.sandbox.rancher.RancherOverHttp.quota;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The world as a document, and the estates that tests arrange in it. */
class WorldTest {

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void a_dumped_world_loads_into_another_stand_in_and_goes_on_there() {
        arrange();
        var world = http.rancher.dump();

        try (var other = new RancherOverHttp()) {
            other.rancher.load(world);

            assertThat(other.rancher.dump()).isEqualTo(world);
            var before = other.rancher.inventory().resourceVersion();
            other.apply(CORE + "/namespaces/ns", namespace("ns", "p-one", "{\"limitsCpu\":\"4\"}"));
            assertThat(other.rancher.inventory().writesSince(before)).isEmpty();
            assertThat(other.rancher.inventory().bindings(CLUSTER + ":p-one")).hasSize(1);
        }
    }

    @Test
    void what_was_pending_when_the_world_was_dumped_happens_after_it_is_loaded() {
        http.rancher.controllerDelay(Duration.ofHours(1));
        arrangeProject();
        var world = http.rancher.dump();

        try (var other = new RancherOverHttp()) {
            other.rancher.load(world);
            other.rancher.controllerDelay(Duration.ZERO);

            assertThat(other.rancher.inventory().namespace("local", CLUSTER + "-p-one"))
                    .isPresent();
        }
    }

    @Test
    void a_dump_is_a_copy() {
        var world = http.rancher.dump();

        arrange();

        assertThat(http.rancher.dump().path("objects").size())
                .isGreaterThan(world.path("objects").size());
    }

    @Test
    void a_document_of_another_shape_is_refused_and_changes_nothing() {
        var before = http.rancher.dump();

        assertThatIllegalArgumentException().isThrownBy(() -> http.rancher.load(Json.object()));

        assertThat(http.rancher.dump()).isEqualTo(before);
    }

    @Test
    void lists_leave_out_what_every_cluster_has_from_the_start() {
        http.rancher.seed().project(CLUSTER, "theirs");

        assertThat(http.rancher.inventory().projects(CLUSTER)).hasSize(1);
        assertThat(http.rancher.inventory().namespaces(CLUSTER)).isEmpty();
        assertThat(http.get("/v3/projects?clusterId=" + CLUSTER).at("data"))
                .extracting(item -> item.path("name").asText())
                .containsExactlyInAnyOrder("Default", "System", "theirs");
    }

    @Test
    void an_estate_as_the_predecessor_makes_it() {
        assertThat(http.post("/v3", "").status()).isEqualTo(200);
        var created = http.post("/v3/projects", """
                {"type": "project", "clusterId": "%s", "name": "waldur-my-project", "description": "d",
                 "annotations": {"waldur/backend_id": "uuid"}}""".formatted(CLUSTER));
        var id = created.at("id").asText();
        var bound = http.post("/v3/projectroletemplatebindings", """
                {"type": "projectRoleTemplateBinding", "roleTemplateId": "workloads-manage", "projectId": "%s",
                 "groupPrincipalId": "keycloakoidc_group://team"}""".formatted(id));
        var namespace = http.post("/v3/clusters/" + CLUSTER + "/namespaces", """
                {"type": "namespace", "name": "waldur-my-project", "projectId": "%s",
                 "annotations": {"waldur/managed": "true"}}""".formatted(id));
        var imported = http.post("/v3/clusters/" + CLUSTER + "?action=importYaml", """
                {"namespace": "waldur-my-project", "yaml": "apiVersion: v1\\nkind: ResourceQuota\\nmetadata:\\n  name: waldur-quota\\nspec:\\n  hard:\\n    limits.cpu: \\"4\\"\\n"}""");

        assertThat(created.status()).isEqualTo(201);
        assertThat(bound.status()).isEqualTo(201);
        assertThat(namespace.status()).isEqualTo(201);
        assertThat(imported.at("message").asText()).isEqualTo("resourcequota/waldur-quota created\n");
        assertThat(http.get(CORE + "/namespaces/waldur-my-project/resourcequotas")
                        .at("items"))
                .extracting(Json::name)
                .containsExactly("waldur-quota");
        assertThat(http.get("/v3/projects/" + id + "/projectroletemplatebindings")
                        .at("data"))
                .hasSize(2);
        assertThat(http.get("/v3/clusters/" + CLUSTER + "/namespaces?projectId=" + id)
                        .at("data"))
                .hasSize(1);
    }

    @Test
    void a_custom_role_is_found_by_name() {
        http.rancher.seed().roleTemplate("rt-abcde", "Data scientist", "project");

        assertThat(http.get("/v3/roletemplates?context=project&name=Data%20scientist")
                        .at("data"))
                .extracting(item -> item.path("id").asText())
                .containsExactly("rt-abcde");
    }

    private void arrange() {
        arrangeProject();
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.apply(CORE + "/namespaces/ns", namespace("ns", "p-one", "{\"limitsCpu\":\"4\"}"));
        http.rancher.seed().pod(CLUSTER, "ns", "web", Map.of("cpu", "500m")).volumeClaim(CLUSTER, "ns", "disk", "1Gi");
        http.rancher.inventory().resourceVersion();
    }

    private void arrangeProject() {
        http.apply(PROJECTS + "/p-one", project("p-one", quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}")));
    }
}
