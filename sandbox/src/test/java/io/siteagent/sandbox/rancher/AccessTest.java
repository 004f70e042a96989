package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.KEY;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.http.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in, who sees what, and what is heard of a cluster that is away. */
class AccessTest {

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void a_key_is_accepted_as_bearer_and_as_basic() {
        var basic = Base64.getEncoder().encodeToString(KEY.getBytes(StandardCharsets.UTF_8));

        assertThat(http.getAs("Bearer " + KEY, "/v3/projects").status()).isEqualTo(200);
        assertThat(http.getAs("Basic " + basic, "/v3/projects").status()).isEqualTo(200);
    }

    @Test
    void a_basic_header_in_the_standard_alphabet_fails_where_the_alphabets_differ() {
        http.rancher.seed().key("token-odd:???>>>");
        var standard = Base64.getEncoder().encodeToString("token-odd:???>>>".getBytes(StandardCharsets.UTF_8));
        var urlSafe = Base64.getUrlEncoder().encodeToString("token-odd:???>>>".getBytes(StandardCharsets.UTF_8));

        assertThat(standard).contains("/");
        assertThat(http.getAs("Basic " + standard, "/v3/projects").status()).isEqualTo(401);
        assertThat(http.getAs("Basic " + urlSafe, "/v3/projects").status()).isEqualTo(200);
    }

    @Test
    void expired_revoked_and_wrong_keys_look_all_alike() {
        http.rancher.seed().key("token-old:x").expireKey("token-old:x");
        http.rancher.seed().key("token-gone:x").revokeKey("token-gone:x");

        var expired = http.getAs("Bearer token-old:x", "/v3/projects");

        assertThat(expired.status()).isEqualTo(401);
        assertThat(expired.at("status").isTextual()).isTrue();
        assertThat(http.getAs("Bearer token-gone:x", "/v3/projects")).isEqualTo(expired);
        assertThat(http.getAs("Bearer token-agent:wrong", "/v3/projects")).isEqualTo(expired);
    }

    @Test
    void every_api_has_its_own_401() {
        assertThat(http.send("GET", "/v3/projects", "", "").at("message").asText())
                .isEqualTo("Unauthorized 401: must authenticate");
        assertThat(http.send("GET", CORE + "/namespaces", "", "").text()).isEqualTo("not authorized\n");
        assertThat(http.send("GET", PROJECTS, "", "").text()).isEqualTo("not authorized\n");
        assertThat(http.getAs("Bearer x:y", PROJECTS).at("kind").asText()).isEqualTo("Status");
    }

    @Test
    void a_scoped_key_is_good_for_its_cluster_alone() {
        http.rancher.seed().cluster("c-m-other").scopedKey("token-scoped:x", CLUSTER);
        var key = "Bearer token-scoped:x";

        assertThat(http.getAs(key, "/v3/clusters/" + CLUSTER).status()).isEqualTo(200);
        assertThat(http.getAs(key, CORE + "/namespaces").status()).isEqualTo(200);
        assertThat(http.getAs(key, "/k8s/clusters/c-m-other/api/v1/namespaces").status())
                .isEqualTo(401);
        assertThat(http.getAs(key, "/v3/projects").status()).isEqualTo(401);
        assertThat(http.getAs(key, PROJECTS).status()).isEqualTo(401);
    }

    @Test
    void without_rights_lists_are_empty_in_norman_and_forbidden_in_kubernetes() {
        http.rancher.seed().key("token-nobody:x", Rights.NONE);
        var key = "Bearer token-nobody:x";

        assertThat(http.getAs(key, "/v3/projects").at("data")).isEmpty();
        assertThat(http.getAs(key, "/v3/clusters").at("data")).isEmpty();
        assertThat(http.getAs(key, CORE + "/pods").status()).isEqualTo(403);
        assertThat(http.getAs(key, PROJECTS).status()).isEqualTo(403);
    }

    @Test
    void a_key_may_be_good_for_single_namespaces_and_not_for_lists_over_the_cluster() {
        http.rancher.seed().namespace(CLUSTER, "ns", "").key("token-narrow:x", Rights.NAMESPACE_BY_NAMESPACE);
        var key = "Bearer token-narrow:x";

        for (var kind : new String[] {"pods", "persistentvolumeclaims", "resourcequotas"}) {
            var wide = http.getAs(key, CORE + "/" + kind);
            assertThat(wide.status()).isEqualTo(403);
            assertThat(wide.message()).contains("at the cluster scope");
            assertThat(http.getAs(key, CORE + "/namespaces/ns/" + kind).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_cluster_without_its_agent_answers_text_and_norman_calls_it_unavailable() {
        http.rancher.agentDown(CLUSTER, 503);

        var proxied = http.get(CORE + "/namespaces");

        assertThat(proxied.status()).isEqualTo(503);
        assertThat(Json.parse(proxied.text())).isEmpty();
        assertThat(http.get("/v3/clusters/" + CLUSTER).at("state").asText()).isEqualTo("unavailable");
        assertThat(http.get("/v3/clusters/" + CLUSTER + "/namespaces").status()).isEqualTo(503);
        assertThat(http.get(PROJECTS).status()).isEqualTo(200);
        http.rancher.agentUp(CLUSTER);
        assertThat(http.get(CORE + "/namespaces").status()).isEqualTo(200);
    }

    @Test
    void what_is_not_served_is_404_and_recorded_as_unknown() {
        assertThat(http.get(CORE + "/configmaps").status()).isEqualTo(404);
        assertThat(http.get("/v1/namespaces").status()).isEqualTo(404);

        assertThat(http.traffic.calls().unknown())
                .extracting(Call::target)
                .containsExactly(CORE + "/configmaps", "/v1/namespaces");
    }

    @Test
    void rancher_s_own_kinds_are_not_served_by_a_downstream_cluster() {
        assertThat(http.get("/k8s/clusters/" + CLUSTER + "/apis/management.cattle.io/v3/projects")
                        .status())
                .isEqualTo(404);
    }
}
