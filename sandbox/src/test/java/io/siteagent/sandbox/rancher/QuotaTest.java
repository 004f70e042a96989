package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.namespace;
import static io.siteagent.sandbox.rancher.RancherOverHttp.quota;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Project quotas, what namespaces get of them, and what pods may take. */
class QuotaTest {

    private static final String WHOLE = """
            {"limitsCpu":"8000m","limitsMemory":"16384Mi","extended":{"requests.nvidia.com/gpu":"2"}}""";
    private static final String NOTHING = """
            {"limitsCpu":"0","limitsMemory":"0","extended":{"requests.nvidia.com/gpu":"0"}}""";

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void the_sequence_proven_on_a_real_server() {
        project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);

        assertThat(hard("ns"))
                .isEqualTo(
                        parsed("{\"limits.cpu\":\"8\",\"limits.memory\":\"16Gi\",\"requests.nvidia.com/gpu\":\"2\"}"));
        assertThat(usedLimit())
                .isEqualTo(
                        parsed(
                                "{\"limitsCpu\":\"8\",\"limitsMemory\":\"16Gi\",\"extended\":{\"requests.nvidia.com/gpu\":\"2\"}}"));
        var status = NamespaceStatus.of(http.get(CORE + "/namespaces/ns").json());
        assertThat(status.isTrue("ResourceQuotaValidated")).isTrue();
        assertThat(status.isTrue("ResourceQuotaInit")).isTrue();
        assertThat(status.isTrue("InitialRolesPopulated")).isTrue();
    }

    @Test
    void a_repeated_apply_of_project_and_namespace_writes_nothing() {
        project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);
        var before = http.rancher.inventory().resourceVersion();

        project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);

        assertThat(http.rancher.inventory().writesSince(before)).isEmpty();
    }

    @Test
    void a_share_that_is_not_written_as_rancher_writes_it_is_rewritten_and_so_never_comes_to_rest() {
        project(quota(WHOLE, NOTHING));
        var otherOrder =
                "{\"extended\":{\"requests.nvidia.com/gpu\":\"2\"},\"limitsMemory\":\"16384Mi\",\"limitsCpu\":\"8000m\"}";
        apply("ns", otherOrder);
        var before = http.rancher.inventory().resourceVersion();

        apply("ns", otherOrder);

        assertThat(http.rancher.inventory().writesSince(before))
                .extracting(ObjectWrite::manager)
                .containsExactly("waldur", "rancher");
    }

    @Test
    void a_further_namespace_of_somebody_else_gets_the_default_which_may_be_nothing() {
        project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);

        http.rancher.seed().namespace(CLUSTER, "theirs", CLUSTER + ":p-one");

        assertThat(hard("theirs"))
                .isEqualTo(parsed("{\"limits.cpu\":\"0\",\"limits.memory\":\"0\",\"requests.nvidia.com/gpu\":\"0\"}"));
        assertThat(Json.annotation(http.get(CORE + "/namespaces/theirs").json(), NamespaceQuota.ANNOTATION))
                .contains("{\"limit\":" + NOTHING.strip() + "}");
    }

    @Test
    void an_oversubscribed_namespace_gets_zero_where_it_asks_too_much_and_poisons_the_next() {
        project(quota(
                "{\"limitsCpu\":\"8\",\"limitsMemory\":\"16Gi\"}", "{\"limitsCpu\":\"1\",\"limitsMemory\":\"1Gi\"}"));
        apply("greedy", "{\"limitsCpu\":\"99\",\"limitsMemory\":\"1Gi\"}");
        apply("next", "{\"limitsCpu\":\"1\",\"limitsMemory\":\"1Gi\"}");

        assertThat(hard("greedy")).isEqualTo(parsed("{\"limits.cpu\":\"0\",\"limits.memory\":\"1Gi\"}"));
        assertThat(hard("next")).isEqualTo(parsed("{\"limits.cpu\":\"0\",\"limits.memory\":\"1Gi\"}"));
        assertThat(Json.annotation(http.get(CORE + "/namespaces/next").json(), NamespaceStatus.ANNOTATION)
                        .orElseThrow())
                .contains(
                        "\"ResourceQuotaValidated\",\"Status\":\"False\"",
                        "Oversubscribed resource quota [limits.cpu=100]");
        assertThat(usedLimit()).isEmpty();
    }

    @Test
    void raising_is_project_first_and_the_namespace_follows() {
        project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"4\"}");

        project(quota("{\"limitsCpu\":\"8\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"8\"}");

        assertThat(hard("ns")).isEqualTo(parsed("{\"limits.cpu\":\"8\"}"));
    }

    @Test
    void a_namespace_raised_before_its_project_keeps_its_old_quota() {
        project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"4\"}");

        apply("ns", "{\"limitsCpu\":\"8\"}");

        assertThat(hard("ns")).isEqualTo(parsed("{\"limits.cpu\":\"4\"}"));
    }

    @Test
    void lowering_a_project_below_what_is_given_away_is_refused_until_the_namespace_is_lower() {
        project(quota("{\"limitsCpu\":\"8\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"8\"}");
        http.rancher.controllerDelay(Duration.ofMillis(150));

        var tooEarly = project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"4\"}");
        var lagging = project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        http.clock.advance(Duration.ofMillis(150));
        http.get(PROJECTS);
        http.clock.advance(Duration.ofMillis(150));
        var inTime = project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));

        assertThat(tooEarly.status()).isEqualTo(400);
        assertThat(tooEarly.message()).contains("resourceQuota is below the used limit on fields: limits.cpu=8");
        assertThat(lagging.status()).isEqualTo(400);
        assertThat(inTime.status()).isEqualTo(200);
    }

    @Test
    void a_changed_default_does_not_reach_existing_namespaces_but_a_new_key_does() {
        project(quota("{\"limitsCpu\":\"8\"}", "{\"limitsCpu\":\"1\"}"));
        apply("ns", "");

        project(quota("{\"limitsCpu\":\"8\",\"pods\":\"20\"}", "{\"limitsCpu\":\"2\",\"pods\":\"10\"}"));

        assertThat(hard("ns")).isEqualTo(parsed("{\"limits.cpu\":\"1\",\"pods\":\"10\"}"));
    }

    @Test
    void a_rancher_before_2_14_drops_extended_quotas_without_a_word() {
        http.rancher.version(13);

        var applied = project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);

        assertThat(applied.status()).isEqualTo(201);
        assertThat(applied.at("spec", "resourceQuota", "limit").has("extended")).isFalse();
        assertThat(hard("ns")).isEqualTo(parsed("{\"limits.cpu\":\"8\",\"limits.memory\":\"16Gi\"}"));
    }

    @Test
    void both_quotas_or_none_with_the_same_keys_and_a_default_that_fits() {
        assertRefused(
                project("\"resourceQuota\": {\"limit\": {\"limitsCpu\": \"4\"}}"), "namespaceDefaultResourceQuota");
        assertRefused(
                project("\"namespaceDefaultResourceQuota\": {\"limit\": {\"limitsCpu\": \"4\"}}"), "resourceQuota");
        assertRefused(project(quota("{\"limitsCpu\":\"4\"}", "{\"pods\":\"4\"}")), "do not have the same resources");
        assertRefused(project(quota("{\"limitsCpu\":\"1\"}", "{\"limitsCpu\":\"2\"}")), "limits.cpu=2");
        assertThat(project(quota("{\"limitsCpu\":\"four\"}", "{\"limitsCpu\":\"1\"}"))
                        .status())
                .isEqualTo(500);
    }

    @Test
    void once_used_a_quota_cannot_just_be_left_out() {
        project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"4\"}");

        assertRefused(project(""), "namespaceDefaultResourceQuota: Required value");
    }

    @Test
    void quotas_of_norman_namespaces_have_no_place_for_extended_resources() {
        project(quota(WHOLE, NOTHING));
        apply("ns", WHOLE);

        var shown = http.get("/v3/clusters/" + CLUSTER + "/namespaces/ns");

        assertThat(shown.at("resourceQuota", "limit").has("extended")).isFalse();
    }

    private RancherOverHttp.Reply project(String spec) {
        return http.apply(PROJECTS + "/p-one", RancherOverHttp.project("p-one", spec));
    }

    private void apply(String name, String share) {
        http.apply(CORE + "/namespaces/" + name, namespace(name, "p-one", share.strip()));
    }

    private JsonNode hard(String namespace) {
        return single(http.rancher.inventory().resourceQuotas(CLUSTER, namespace))
                .path("spec")
                .path("hard");
    }

    private JsonNode usedLimit() {
        return http.get(PROJECTS + "/p-one").at("spec", "resourceQuota", "usedLimit");
    }

    private static JsonNode single(List<? extends JsonNode> quotas) {
        assertThat(quotas).hasSize(1);
        return quotas.getFirst();
    }

    private static JsonNode parsed(String json) {
        return Json.parse(json).orElseThrow();
    }

    private static void assertRefused(RancherOverHttp.Reply reply, String why) {
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.message()).contains("denied the request", why);
    }
}
