package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 9 from random starting states: whatever limits were sold and whatever became of the world meanwhile, one run
 * brings it in line, and after it there is nothing left to do and nothing is written.
 */
class PlanIsTheTruthTest {

    private static final int WORLDS = 8;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void after_one_run_nothing_is_left_to_do(long seed) throws Exception {
        var random = new Random(seed);
        for (var world = 1; world <= WORLDS; world++) {
            var choice = Centre.Choice.STANDARD
                    .with(Centre.component("gpu", Component.Kind.GPU))
                    .withoutKeycloak()
                    .quotas(new QuotaSettings(
                            random.nextInt(4) == 0 ? QuotaSettings.Scope.NAMESPACE : QuotaSettings.Scope.PROJECT,
                            random.nextBoolean()));
            var centre = Centre.open(choice);
            try {
                centre.rancher.version(random.nextBoolean() ? 13 : 16);
                check(centre, random, "seed %d, world %d".formatted(seed, world));
            } finally {
                centre.close();
            }
        }
    }

    private static void check(Centre centre, Random random, String where) throws Exception {
        var order = centre.waldur
                .seed()
                .customer("University")
                .project("Genomics")
                .orders(centre.offering, "genome " + random.nextInt(1000), limits(random));
        if (random.nextInt(3) > 0) {
            assertThat(centre.orders().complete()).as(where).isTrue();
            disturb(centre, order, random);
            if (random.nextBoolean()) {
                centre.waldur.consumer().updateLimits(order.resource(), limits(random));
            }
        }
        var orders = centre.orders();
        assertThat(orders.complete()).as("%s: %s", where, orders).isTrue();
        var repair = centre.membership();
        assertThat(repair.complete()).as("%s: %s", where, repair).isTrue();

        centre.traffic().calls().clear();
        var again = centre.membership();
        assertThat(again.items())
                .as("%s: %s", where, again)
                .extracting(PassReport.Item::outcome)
                .containsOnly(new Outcome.Unchanged());
        assertThat(centre.writes()).as(where).isEmpty();
    }

    private static Map<String, Long> limits(Random random) {
        return Consumer.limits(
                "cpu",
                1 + random.nextInt(64),
                "ram",
                1 + random.nextInt(256),
                "storage",
                random.nextInt(1000),
                "gpu",
                random.nextInt(9));
    }

    private static void disturb(Centre centre, Order order, Random random) {
        var namespace = centre.namespaceOf(order);
        switch (random.nextInt(6)) {
            case 0 -> centre.rancher.seed().namespace(Centre.CLUSTER, "their-own", centre.backendId(order));
            case 1 -> centre.rancher.seed().manifest(Centre.CLUSTER, """
                        kind: ResourceQuota
                        metadata: {name: custom-resource-quota, namespace: %s}
                        spec: {hard: {limits.cpu: "1", limits.memory: 1Gi, requests.nvidia.com/gpu: "1"}}
                        """.formatted(namespace));
            case 2 -> centre.share(namespace, "{\"limitsCpu\": \"0\"}");
            case 3 -> centre.rancher.version(random.nextBoolean() ? 13 : 16);
            case 4 -> centre.rancher.seed().delete(Centre.CLUSTER, "Namespace", "", namespace);
            default -> centre.rancher.seed().manifest(Centre.CLUSTER, """
                        kind: Namespace
                        metadata:
                          name: %s
                          labels: {pod-security.kubernetes.io/enforce: privileged}
                        """.formatted(namespace));
        }
    }
}
