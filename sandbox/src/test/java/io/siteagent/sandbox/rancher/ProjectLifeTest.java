package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.binding;
import static io.siteagent.sandbox.rancher.RancherOverHttp.bindings;
import static io.siteagent.sandbox.rancher.RancherOverHttp.namespace;
import static io.siteagent.sandbox.rancher.RancherOverHttp.project;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Rancher does to projects, their namespaces and bindings, and when. */
class ProjectLifeTest {

    private static final Duration DELAY = Duration.ofMillis(150);
    private static final String ONE = CLUSTER + ":p-one";

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void the_backing_namespace_is_named_at_once_and_there_a_moment_later() {
        http.rancher.controllerDelay(DELAY);

        var created = http.apply(PROJECTS + "/p-one", project("p-one", ""));
        var tooEarly = http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.clock.advance(DELAY);
        var inTime = http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));

        assertThat(created.at("status", "backingNamespace").asText()).isEqualTo(CLUSTER + "-p-one");
        assertThat(created.at("status").has("conditions")).isFalse();
        assertThat(tooEarly.status()).isEqualTo(404);
        assertThat(tooEarly.message()).isEqualTo("namespaces \"%s-p-one\" not found".formatted(CLUSTER));
        assertThat(inTime.status()).isEqualTo(201);
        assertThat(conditions("p-one")).containsExactly("BackingNamespaceCreated", "CreatorMadeOwner");
    }

    @Test
    void a_project_made_by_apply_binds_nobody_and_one_made_through_norman_binds_its_creator() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        var other = http.post("/v3/projects", "{\"name\": \"two\", \"clusterId\": \"%s\"}".formatted(CLUSTER));

        assertThat(http.rancher.inventory().bindings(ONE)).isEmpty();
        assertThat(http.rancher.inventory().bindings(other.at("id").asText()))
                .extracting(Json::name)
                .containsExactly("creator-project-owner");
    }

    @Test
    void project_names_are_not_unique() {
        var body = "{\"name\": \"same\", \"clusterId\": \"%s\"}".formatted(CLUSTER);

        assertThat(http.post("/v3/projects", body).status()).isEqualTo(201);
        assertThat(http.post("/v3/projects", body).status()).isEqualTo(201);

        assertThat(http.get("/v3/projects?name=same").at("data")).hasSize(2);
    }

    @Test
    void deleting_a_project_takes_the_namespaces_made_through_norman_and_detaches_the_others_but_for_their_label() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(CORE + "/namespaces/by-kubernetes", namespace("by-kubernetes", "p-one", ""));
        http.post(
                "/v3/clusters/" + CLUSTER + "/namespaces",
                "{\"name\": \"by-norman\", \"projectId\": \"%s\"}".formatted(ONE));

        assertThat(http.delete(PROJECTS + "/p-one").status()).isEqualTo(200);

        assertThat(http.get(CORE + "/namespaces/by-norman").status()).isEqualTo(404);
        var survivor = http.get(CORE + "/namespaces/by-kubernetes");
        assertThat(survivor.at("metadata", "annotations").has(ProjectId.ANNOTATION))
                .isFalse();
        assertThat(survivor.at("metadata", "labels", ProjectId.ANNOTATION).asText())
                .isEqualTo("p-one");
    }

    @Test
    void a_deleted_project_is_still_there_for_a_moment_and_its_bindings_go_with_it() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.rancher.terminationDelay(DELAY);

        var deleted = http.delete(PROJECTS + "/p-one");
        var meanwhile = http.get("/v3/projects/" + ONE);
        http.clock.advance(DELAY);

        assertThat(deleted.at("metadata").has("deletionTimestamp")).isTrue();
        assertThat(meanwhile.at("state").asText()).isEqualTo("removing");
        assertThat(http.get(PROJECTS + "/p-one").status()).isEqualTo(404);
        assertThat(http.rancher.inventory().bindings(ONE)).isEmpty();
    }

    @Test
    void a_project_of_the_same_name_is_refused_with_500_until_the_old_backing_namespace_is_gone() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.rancher.terminationDelay(DELAY);
        http.delete(PROJECTS + "/p-one");
        http.clock.advance(DELAY);

        var tooEarly = http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.clock.advance(DELAY);
        var inTime = http.apply(PROJECTS + "/p-one", project("p-one", ""));

        assertThat(tooEarly.status()).isEqualTo(500);
        assertThat(tooEarly.message()).contains("already exists");
        assertThat(inTime.status()).isEqualTo(201);
    }

    @Test
    void a_deleted_namespace_terminates_for_a_moment_and_takes_nothing_new() {
        http.apply(CORE + "/namespaces/ns", namespace("ns", "p-one", ""));
        http.rancher.terminationDelay(DELAY);

        var deleted = http.delete(CORE + "/namespaces/ns");
        var refused = http.post(CORE + "/namespaces/ns/pods", "{\"metadata\": {\"name\": \"x\"}, \"spec\": {}}");
        http.clock.advance(DELAY);

        assertThat(deleted.at("status", "phase").asText()).isEqualTo("Terminating");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("because it is being terminated");
        assertThat(http.get(CORE + "/namespaces/ns").status()).isEqualTo(404);
    }

    @Test
    void a_namespace_goes_with_everything_in_it() {
        http.apply(CORE + "/namespaces/ns", namespace("ns", "p-one", ""));
        http.rancher
                .seed()
                .pod(CLUSTER, "ns", "web", java.util.Map.of("cpu", "1"))
                .volumeClaim(CLUSTER, "ns", "disk", "1Gi");

        http.delete(CORE + "/namespaces/ns");

        assertThat(http.rancher.inventory().pods(CLUSTER, "ns")).isEmpty();
        assertThat(http.rancher.inventory().volumeClaims(CLUSTER, "ns")).isEmpty();
    }

    @Test
    void a_binding_gives_its_group_a_role_binding_in_every_namespace_of_the_project() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(CORE + "/namespaces/before", namespace("before", "p-one", ""));
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "team"));
        http.apply(CORE + "/namespaces/after", namespace("after", "p-one", ""));

        for (var name : new String[] {"before", "after"}) {
            assertThat(http.rancher.inventory().roleBindings(CLUSTER, name))
                    .singleElement()
                    .satisfies(role -> {
                        assertThat(role.at("/subjects/0/name").asText()).isEqualTo("keycloakoidc_group://team");
                        assertThat(role.at("/roleRef/name").asText()).isEqualTo("workloads-manage-aggregator");
                    });
        }
        http.delete(bindings("p-one") + "/b");
        assertThat(http.rancher.inventory().roleBindings(CLUSTER, "before")).isEmpty();
    }

    @Test
    void an_apply_on_a_binding_that_is_being_deleted_succeeds_and_the_binding_goes_all_the_same() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.rancher.terminationDelay(DELAY);
        http.delete(bindings("p-one") + "/b");

        var applied = http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.clock.advance(DELAY);

        assertThat(applied.status()).isEqualTo(200);
        assertThat(applied.at("metadata").has("deletionTimestamp")).isTrue();
        assertThat(http.get(bindings("p-one") + "/b").status()).isEqualTo(404);
    }

    @Test
    void an_older_rancher_stores_duplicate_bindings() {
        http.rancher.version(14);
        http.apply(PROJECTS + "/p-one", project("p-one", ""));

        http.apply(bindings("p-one") + "/b1", binding("b1", "p-one", "workloads-manage", "g"));
        http.apply(bindings("p-one") + "/b2", binding("b2", "p-one", "workloads-manage", "g"));

        assertThat(http.rancher.inventory().bindings(ONE)).hasSize(2);
    }

    @Test
    void the_role_of_a_binding_never_changes_by_put_and_is_refused_by_apply() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));

        var put = http.put(
                "/v3/projectroletemplatebindings/" + CLUSTER + "-p-one:b", "{\"roleTemplateId\": \"read-only\"}");
        var applied = http.apply(bindings("p-one") + "/b", binding("b", "p-one", "read-only", "g"));

        assertThat(put.status()).isEqualTo(200);
        assertThat(put.at("roleTemplateId").asText()).isEqualTo("workloads-manage");
        assertThat(applied.status()).isEqualTo(400);
        assertThat(applied.message()).contains("field is immutable");
    }

    @Test
    void projects_and_bindings_are_listed_over_all_namespaces_by_label() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.apply(PROJECTS + "/p-two", project("p-two", ""));
        http.merge(PROJECTS + "/p-two", "{\"metadata\": {\"labels\": {\"waldur\": \"yes\"}}}");
        http.apply(bindings("p-one") + "/b", binding("b", "p-one", "workloads-manage", "g"));
        http.merge(bindings("p-one") + "/b", "{\"metadata\": {\"labels\": {\"waldur\": \"yes\"}}}");

        var projects = http.get("/apis/management.cattle.io/v3/projects?labelSelector=waldur%3Dyes");
        var found = http.get("/apis/management.cattle.io/v3/projectroletemplatebindings?labelSelector=waldur%3Dyes");

        assertThat(projects.at("items")).extracting(Json::name).containsExactly("p-two");
        assertThat(found.at("items")).extracting(Json::name).containsExactly("b");
    }

    private Iterable<String> conditions(String name) {
        var conditions = http.get(PROJECTS + "/" + name).at("status", "conditions");
        return StreamSupport.stream(conditions.spliterator(), false)
                .map(condition -> condition.path("type").asText())
                .toList();
    }
}
