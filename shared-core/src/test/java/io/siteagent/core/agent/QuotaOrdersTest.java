package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit sold is the limit enforced (law 8), in every layout and on every Rancher. */
class QuotaOrdersTest {

    private static final String GPU = "requests.nvidia.com/gpu";
    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20, "gpu", 2);
    private static final Centre.Choice WITH_GPU =
            Centre.Choice.STANDARD.with(Centre.component("gpu", Component.Kind.GPU));

    private Centre centre = Centre.open(WITH_GPU);

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    private void open(Centre.Choice choice) throws Exception {
        centre.close();
        centre = Centre.open(choice);
    }

    private Order ordered() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        var report = centre.orders();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
        return order;
    }

    private void nothingIsLeftToDo() throws Exception {
        centre.traffic().calls().clear();
        assertThat(centre.membership().complete()).isTrue();
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void gpus_are_part_of_the_project_quota_where_rancher_has_it() throws Exception {
        var order = ordered();

        assertThat(centre.projectLimit(order)).containsEntry(GPU, "2");
        assertThat(centre.hard(order, GPU)).isEqualTo("2");
        assertThat(centre.traffic().calls().count()).isLessThanOrEqualTo(25);
        nothingIsLeftToDo();
    }

    @Test
    void an_older_rancher_gets_a_resource_quota_for_gpus_in_every_namespace() throws Exception {
        centre.rancher.version(13);
        var order = ordered();
        assertThat(centre.hard(order, GPU)).isEqualTo("2");
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("4");
        nothingIsLeftToDo();

        centre.rancher.seed().namespace(Centre.CLUSTER, "their-own", centre.backendId(order));
        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.hardIn("their-own", GPU)).isEqualTo("0");
        nothingIsLeftToDo();
    }

    @Test
    void gpus_move_into_the_project_quota_when_rancher_has_learned_it() throws Exception {
        centre.rancher.version(13);
        var order = ordered();

        centre.rancher.version(14);
        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.projectLimit(order)).containsEntry(GPU, "2");
        assertThat(centre.quotasOf(order)).hasSize(1);
        nothingIsLeftToDo();
    }

    @Test
    void storage_is_enforced_on_request() throws Exception {
        open(WITH_GPU.quotas(new QuotaSettings(QuotaSettings.Scope.PROJECT, true)));

        assertThat(centre.hard(ordered(), "requests.storage")).isEqualTo("20Gi");
    }

    @Test
    void quota_scope_namespace_gives_the_predecessors_layout() throws Exception {
        open(WITH_GPU.quotas(new QuotaSettings(QuotaSettings.Scope.NAMESPACE, false)));
        var order = ordered();

        assertThat(centre.projectLimit(order)).isEmpty();
        assertThat(centre.quotasOf(order)).singleElement().satisfies(quota -> {
            assertThat(quota.path("metadata").path("name").asText()).isEqualTo("custom-resource-quota");
            assertThat(quota.path("spec").path("hard").properties())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder("limits.cpu", "limits.memory", "requests.storage", GPU);
        });
        nothingIsLeftToDo();

        centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 2, "ram", 16, "storage", 30, "gpu", 4));
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("2");
        assertThat(centre.hard(order, GPU)).isEqualTo("4");
    }

    @Test
    void the_predecessors_quota_is_replaced_when_rancher_enforces_the_same() throws Exception {
        var order = ordered();
        centre.rancher.seed().manifest(Centre.CLUSTER, """
                kind: ResourceQuota
                metadata: {name: custom-resource-quota, namespace: %s}
                spec: {hard: {limits.cpu: "4", limits.memory: 8Gi}}
                """.formatted(centre.namespaceOf(order)));

        centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 8, "ram", 8, "storage", 20, "gpu", 2));
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.quotasOf(order)).hasSize(1);
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("8");
    }

    @Test
    void lowering_below_what_is_in_use_tells_the_customer_resource_and_amount_and_changes_nothing() throws Exception {
        var order = ordered();
        centre.rancher
                .seed()
                .pod(Centre.CLUSTER, centre.namespaceOf(order), "worker", Map.of("cpu", "3", "nvidia.com/gpu", "2"));
        centre.traffic().calls().clear();

        var lower = centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 2, "ram", 8, "storage", 20, "gpu", 1));
        centre.orders();

        assertThat(centre.stateOf(lower)).isEqualTo("erred");
        assertThat(centre.waldur.order(lower.uuid()).errorMessage())
                .isEqualTo("The limits can't be lowered: limits.cpu 2 was ordered, but 3 is in use;"
                        + " requests.nvidia.com/gpu 1 was ordered, but 2 is in use");
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("4");
    }

    @Test
    void lowering_below_what_other_namespaces_have_reserved_names_the_amount() throws Exception {
        var order = ordered();
        centre.rancher.seed().namespace(Centre.CLUSTER, "their-own", centre.backendId(order));
        centre.share(centre.namespaceOf(order), "{\"limitsCpu\": \"1\"}");
        centre.share("their-own", "{\"limitsCpu\": \"3\"}");

        var lower = centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 2, "ram", 8, "storage", 20, "gpu", 2));
        centre.orders();

        assertThat(centre.stateOf(lower)).isEqualTo("erred");
        assertThat(centre.waldur.order(lower.uuid()).errorMessage())
                .contains("limits.cpu 2 was ordered, but 3 is reserved by other namespaces of the project");
    }

    @Test
    void another_plan_ends_without_a_call_to_the_platform() throws Exception {
        centre.offering.plan("Other plan", 2);
        var order = ordered();
        centre.traffic().calls().clear();

        var change = centre.waldur.consumer().switchPlan(order.resource(), "Other plan");
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(change)).isEqualTo("done");
        assertThat(centre.traffic().calls().matching(call -> !call.system().equals("waldur")))
                .isEmpty();
    }
}
