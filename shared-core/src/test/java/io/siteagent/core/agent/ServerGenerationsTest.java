package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The life of a resource on each generation of Waldur and on Ranchers with and without quotas of extended resources.
 */
class ServerGenerationsTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20, "gpu", 2);
    private static final Map<String, Long> OTHER = Consumer.limits("cpu", 8, "ram", 4, "storage", 20, "gpu", 1);

    @ParameterizedTest
    @CsvSource({"V7, 13, true", "V7, 16, true", "V8, 13, true", "V8, 16, true", "V8, 16, false"})
    void a_resource_is_made_changed_and_ended(ServerVersion waldur, int rancher, boolean keycloak) throws Exception {
        var choice = Centre.Choice.STANDARD.with(Centre.component("gpu", Component.Kind.GPU));
        var centre = Centre.open(keycloak ? choice : choice.withoutKeycloak());
        try {
            centre.waldur.version(waldur);
            centre.rancher.version(rancher);
            var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
            done(centre, order);
            assertThat(centre.hard(order, "requests.nvidia.com/gpu")).isEqualTo("2");

            done(centre, centre.waldur.consumer().updateLimits(order.resource(), OTHER));
            assertThat(centre.hard(order, "limits.cpu")).isEqualTo("8");
            assertThat(centre.hard(order, "limits.memory")).isEqualTo("4Gi");
            assertThat(centre.hard(order, "requests.nvidia.com/gpu")).isEqualTo("1");

            done(centre, centre.waldur.consumer().terminate(order.resource()));
            assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
            assertThat(centre.realm.membersByPath()).isEmpty();
            assertThat(centre.traffic().calls().unknown()).isEmpty();
        } finally {
            centre.close();
        }
    }

    private static void done(Centre centre, Order order) {
        var report = centre.orders();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(order)).as(report.toString()).isEqualTo("done");
    }
}
