package io.siteagent.sandbox.rancher;

import static io.siteagent.sandbox.rancher.RancherOverHttp.CLUSTER;
import static io.siteagent.sandbox.rancher.RancherOverHttp.CORE;
import static io.siteagent.sandbox.rancher.RancherOverHttp.PROJECTS;
import static io.siteagent.sandbox.rancher.RancherOverHttp.namespace;
import static io.siteagent.sandbox.rancher.RancherOverHttp.quota;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What pods and volume claims are charged for, and when they are refused. */
class PodChargeTest {

    private final RancherOverHttp http = new RancherOverHttp();

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void container_defaults_become_a_limit_range_and_fill_in_pods_that_say_nothing() {
        project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}")
                + ", \"containerDefaultResourceLimit\": {\"limitsCpu\": \"200m\", \"requestsCpu\": \"100m\"}");
        apply("ns", "{\"limitsCpu\":\"4\"}");

        var pod = http.post(
                CORE + "/namespaces/ns/pods",
                "{\"metadata\": {\"name\": \"web\"}, \"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"x\"}]}}");

        assertThat(http.rancher.inventory().limitRanges(CLUSTER, "ns")).hasSize(1);
        assertThat(pod.status()).isEqualTo(201);
        assertThat(pod.json().at("/spec/containers/0/resources"))
                .isEqualTo(parsed("{\"limits\":{\"cpu\":\"200m\"},\"requests\":{\"cpu\":\"100m\"}}"));
        assertThat(used("ns")).isEqualTo(parsed("{\"limits.cpu\":\"200m\"}"));
    }

    @Test
    void without_container_defaults_a_pod_that_says_nothing_is_refused_where_cpu_is_limited() {
        project(quota("{\"limitsCpu\":\"4\"}", "{\"limitsCpu\":\"0\"}"));
        apply("ns", "{\"limitsCpu\":\"4\"}");

        var refused = http.post(
                CORE + "/namespaces/ns/pods",
                "{\"metadata\": {\"name\": \"web\"}, \"spec\": {\"containers\": [{\"name\": \"c\", \"image\": \"x\"}]}}");

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.message()).contains("failed quota: default-", "must specify limits.cpu for: c");
    }

    @Test
    void a_bare_gpu_key_is_accepted_and_counts_nothing() {
        apply("ns", "");
        http.apply(
                CORE + "/namespaces/ns/resourcequotas/own",
                "{\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\",\"metadata\":{\"name\":\"own\"},"
                        + "\"spec\":{\"hard\":{\"nvidia.com/gpu\":\"0\"}}}");

        http.rancher.seed().pod(CLUSTER, "ns", "gpu", Map.of("cpu", "1", "nvidia.com/gpu", "4"));

        assertThat(http.get(CORE + "/namespaces/ns/resourcequotas/own")
                        .at("status")
                        .has("used"))
                .isFalse();
    }

    @Test
    void a_pod_is_charged_for_its_peak_and_an_ended_one_for_nothing() {
        apply("ns", "");
        http.apply(
                CORE + "/namespaces/ns/resourcequotas/own",
                "{\"apiVersion\":\"v1\",\"kind\":\"ResourceQuota\",\"metadata\":{\"name\":\"own\"},"
                        + "\"spec\":{\"hard\":{\"requests.cpu\":\"20\",\"pods\":\"9\",\"requests.storage\":\"1Ti\"}}}");
        http.post(CORE + "/namespaces/ns/pods", """
                {"metadata": {"name": "peak"}, "spec": {
                  "overhead": {"cpu": "250m"},
                  "initContainers": [
                    {"name": "side", "restartPolicy": "Always", "resources": {"requests": {"cpu": "500m"}}},
                    {"name": "init", "resources": {"requests": {"cpu": "3"}}}],
                  "containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}]}}""");
        http.rancher
                .seed()
                .pod(CLUSTER, "ns", "done", Map.of("cpu", "2"))
                .podPhase(CLUSTER, "ns", "done", "Succeeded")
                .volumeClaim(CLUSTER, "ns", "disk", "512Gi")
                .volumeClaim(CLUSTER, "ns", "more", "256Gi");

        var own = http.get(CORE + "/namespaces/ns/resourcequotas/own");

        assertThat(own.at("status", "used"))
                .isEqualTo(parsed("{\"pods\":\"1\",\"requests.cpu\":\"3750m\",\"requests.storage\":\"768Gi\"}"));
    }

    private void project(String spec) {
        http.apply(PROJECTS + "/p-one", RancherOverHttp.project("p-one", spec));
    }

    private void apply(String name, String share) {
        http.apply(CORE + "/namespaces/" + name, namespace(name, "p-one", share));
    }

    private JsonNode used(String namespace) {
        return http.rancher
                .inventory()
                .resourceQuotas(CLUSTER, namespace)
                .getFirst()
                .at("/status/used");
    }

    private static JsonNode parsed(String json) {
        return Json.parse(json).orElseThrow();
    }
}
