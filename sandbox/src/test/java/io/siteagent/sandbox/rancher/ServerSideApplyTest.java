package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.project;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerSideApplyTest {

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void the_first_apply_creates_and_the_same_apply_again_writes_nothing() {
        assertThat(http.apply(PROJECTS + "/p-one", project("p-one", "")).status())
                .isEqualTo(201);
        var before = http.rancher.inventory().resourceVersion();

        var again = http.apply(PROJECTS + "/p-one", project("p-one", ""));

        assertThat(again.status()).isEqualTo(200);
        assertThat(http.rancher.inventory().writesSince(before)).isEmpty();
    }

    @Test
    void a_field_that_its_manager_leaves_out_is_removed() {
        http.apply(PROJECTS + "/p-one", project("p-one", "\"description\": \"first\""));

        var without = http.apply(PROJECTS + "/p-one", project("p-one", ""));

        assertThat(without.at("spec").has("description")).isFalse();
        assertThat(without.at("spec", "displayName").asText()).isEqualTo("one");
    }

    @Test
    void fields_of_other_managers_stay() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        http.merge(PROJECTS + "/p-one", "{\"metadata\": {\"annotations\": {\"team\": \"blue\"}}}");

        var applied = http.apply(PROJECTS + "/p-one", project("p-one", ""));

        assertThat(applied.at("metadata", "annotations", "team").asText()).isEqualTo("blue");
        assertThat(applied.at("metadata", "annotations", "waldur/backend_id").asText())
                .isEqualTo("z");
    }

    @Test
    void a_field_that_two_managers_want_alike_stays_when_one_lets_go() {
        var withDescription = project("p-one", "\"description\": \"shared\"");
        http.applyAs("waldur", PROJECTS + "/p-one", withDescription);
        http.applyAs("other", PROJECTS + "/p-one", withDescription);

        var applied = http.applyAs("waldur", PROJECTS + "/p-one", project("p-one", ""));

        assertThat(applied.at("spec", "description").asText()).isEqualTo("shared");
    }

    @Test
    void another_value_than_the_owners_is_a_conflict_unless_forced() {
        http.applyAs("other", PROJECTS + "/p-one", project("p-one", "\"description\": \"theirs\""));
        var ours = project("p-one", "\"description\": \"ours\"");

        var refused = http.patch(PROJECTS + "/p-one?fieldManager=waldur", ours);
        var forced = http.apply(PROJECTS + "/p-one", ours);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.at("reason").asText()).isEqualTo("Conflict");
        assertThat(refused.message()).contains("conflict with \"other\"", ".spec.description");
        assertThat(forced.status()).isEqualTo(200);
        assertThat(forced.at("spec", "description").asText()).isEqualTo("ours");
    }

    @Test
    void labels_of_a_namespace_are_taken_back_and_what_kubernetes_and_rancher_add_stays() {
        var labelled = """
                {"apiVersion": "v1", "kind": "Namespace",
                 "metadata": {"name": "ns-one", "labels": {"tier": "gold", "site": "a"}}}""";
        var fewer = """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ns-one", "labels": {"site": "a"}}}""";
        http.apply(CORE + "/namespaces/ns-one", labelled);

        var applied = http.apply(CORE + "/namespaces/ns-one", fewer);

        assertThat(applied.at("metadata", "labels").properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder("site", "kubernetes.io/metadata.name");
        assertThat(applied.at("metadata", "annotations").has("cattle.io/status"))
                .isTrue();
    }

    @Test
    void a_manager_that_names_no_labels_and_later_some_leaves_those_of_others_alone() {
        var none = """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ns-one", "labels": {}}}""";
        var some = """
                {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "ns-one", "labels": {"a": "b"}}}""";
        http.apply(CORE + "/namespaces/ns-one", none);

        var applied = http.apply(CORE + "/namespaces/ns-one", some);
        var again = http.apply(CORE + "/namespaces/ns-one", none);

        assertThat(applied.at("metadata", "labels")).hasSize(2);
        assertThat(again.at("metadata", "labels").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("kubernetes.io/metadata.name");
    }

    @Test
    void an_apply_without_a_manager_is_invalid() {
        var refused = http.patch(PROJECTS + "/p-one?force=true", project("p-one", ""));

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.message()).contains("fieldManager");
    }

    @Test
    void an_apply_of_another_name_than_the_paths_is_refused() {
        assertThat(http.apply(PROJECTS + "/p-one", project("p-two", "")).status())
                .isEqualTo(400);
        assertThat(http.rancher.inventory().projects(CLUSTER)).isEmpty();
    }

    @Test
    void a_put_of_an_old_version_is_a_conflict() {
        http.apply(PROJECTS + "/p-one", project("p-one", ""));
        var old = http.get(PROJECTS + "/p-one").text();
        http.merge(PROJECTS + "/p-one", "{\"metadata\": {\"annotations\": {\"n\": \"2\"}}}");

        var refused = http.put(PROJECTS + "/p-one", old);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.message()).contains("the object has been modified");
    }
}
