package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.project;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pages, selectors and filters of both APIs. */
class ListsTest {

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void kubernetes_pages_hold_every_object_once_in_order() {
        http.rancher.seed().namespace(CLUSTER, "a", "").namespace(CLUSTER, "b", "");
        for (int i = 0; i < 7; i++) {
            http.rancher.seed().pod(CLUSTER, i % 2 == 0 ? "a" : "b", "pod-" + i, Map.of("cpu", "1"));
        }

        assertThat(http.pages(CORE + "/pods", 2))
                .extracting(Json::name)
                .containsExactly("pod-0", "pod-2", "pod-4", "pod-6", "pod-1", "pod-3", "pod-5");
        assertThat(http.pages(CORE + "/namespaces/b/pods", 2)).hasSize(3);
        assertThat(http.get(CORE + "/pods?limit=2")
                        .at("metadata", "remainingItemCount")
                        .asInt())
                .isEqualTo(5);
    }

    @Test
    void an_old_continue_token_is_gone_and_the_one_in_the_answer_goes_on() {
        for (var name : List.of("p-a", "p-b", "p-c")) {
            http.apply(PROJECTS + "/" + name, project(name, ""));
        }
        var first = http.get(PROJECTS + "?limit=2");
        http.rancher.expireContinueTokens();

        var gone = http.get(PROJECTS + "?limit=2&continue="
                + first.at("metadata", "continue").asText());
        var further = http.get(PROJECTS + "?limit=9&continue="
                + gone.at("metadata", "continue").asText());

        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.at("reason").asText()).isEqualTo("Expired");
        assertThat(further.status()).isEqualTo(200);
        assertThat(first.at("items").size() + further.at("items").size()).isEqualTo(5);
        var again = http.get(PROJECTS + "?limit=2").at("metadata", "continue").asText();
        assertThat(http.get(PROJECTS + "?limit=2&continue=" + again).status()).isEqualTo(200);
    }

    @Test
    void pods_are_selected_by_phase() {
        http.rancher
                .seed()
                .namespace(CLUSTER, "a", "")
                .pod(CLUSTER, "a", "running", Map.of("cpu", "1"))
                .pod(CLUSTER, "a", "done", Map.of("cpu", "1"))
                .podPhase(CLUSTER, "a", "done", "Succeeded")
                .pod(CLUSTER, "a", "broken", Map.of("cpu", "1"))
                .podPhase(CLUSTER, "a", "broken", "Failed");

        var active = http.get(CORE + "/pods?fieldSelector=" + encoded("status.phase!=Succeeded,status.phase!=Failed"));

        assertThat(active.at("items")).extracting(Json::name).containsExactly("running");
        assertThat(http.get(CORE + "/pods?fieldSelector=" + encoded("spec.image=x"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void label_selectors_of_every_form_are_understood() {
        for (var tier : List.of("gold", "silver")) {
            http.rancher.seed().manifest(CLUSTER, """
                    apiVersion: v1
                    kind: Namespace
                    metadata: {name: %s, labels: {tier: %s}}
                    """.formatted(tier, tier));
        }

        assertThat(selected("tier=gold")).containsExactly("gold");
        assertThat(selected("tier!=gold")).contains("silver", "default").doesNotContain("gold");
        assertThat(selected("tier in (gold, silver)")).containsExactly("gold", "silver");
        assertThat(selected("tier,tier notin (gold)")).containsExactly("silver");
        assertThat(selected("!tier")).contains("default").doesNotContain("gold", "silver");
        assertThat(http.get(CORE + "/namespaces?labelSelector=" + encoded("a b"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void norman_pages_are_followed_by_their_next_address() {
        for (int i = 0; i < 5; i++) {
            http.post("/v3/projects", "{\"name\": \"same\", \"clusterId\": \"%s\"}".formatted(CLUSTER));
        }
        var found = new ArrayList<JsonNode>();
        var next = "/v3/projects?name=same&limit=2";
        while (!next.isEmpty()) {
            var page = http.get(next);
            page.at("data").forEach(found::add);
            var address = page.at("pagination", "next").asText();
            next = address.isEmpty()
                    ? ""
                    : URI.create(address).getRawPath() + "?"
                            + URI.create(address).getRawQuery();
        }

        assertThat(found)
                .extracting(item -> item.path("id").asText())
                .doesNotHaveDuplicates()
                .hasSize(5);
    }

    @Test
    void a_filter_with_a_typo_returns_everything() {
        assertThat(http.get("/v3/projects?nmae=none").at("data"))
                .hasSameSizeAs(http.get("/v3/projects").at("data"));
    }

    @Test
    void metadata_alone_is_listed_when_asked_for() {
        var list = http.rancher.handle(new io.siteagent.sandbox.http.Request(
                "GET",
                CORE + "/namespaces",
                Map.of(),
                Map.of(
                        "authorization", List.of("Bearer " + RancherOverHttp.KEY),
                        "accept", List.of("application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1")),
                new byte[0]));

        var body = Json.parse(new String(list.body(), StandardCharsets.UTF_8)).orElseThrow();
        assertThat(body.path("kind").asText()).isEqualTo("PartialObjectMetadataList");
        assertThat(body.path("items").path(0).has("spec")).isFalse();
    }

    private List<String> selected(String selector) {
        var names = new ArrayList<String>();
        http.get(CORE + "/namespaces?labelSelector=" + encoded(selector))
                .at("items")
                .forEach(item -> names.add(Json.name(item)));
        return names;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
