package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws 2 and 5: whatever goes wrong at whichever call of an order, the next run ends in the same world, and no order is
 * erred by it.
 */
class OrderFaultsTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);
    private static final Map<String, Long> MORE_AND_LESS = Consumer.limits("cpu", 6, "ram", 4, "storage", 20);

    private final Centre centre = Centre.open();
    private final Seed.ProjectSeed project =
            centre.waldur.seed().customer("University").project("Genomics");
    private int runs;

    @BeforeEach
    void people() throws Exception {
        centre.joining(project, "alice", "bob");
    }

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("io.siteagent.core.agent.Mishap#all")
    void any_mishap_at_any_call_ends_in_the_same_world_after_the_next_run(Mishap mishap) throws Exception {
        var undisturbed = worldAfter(project.orders(centre.offering, "undisturbed", SOLD), MORE_AND_LESS);
        for (var call = 1; ; call++) {
            var struck = false;
            var order = project.orders(centre.offering, "genome-" + call, SOLD);
            struck |= carryOut(order, mishap, call);
            assertThat(world(order)).as("create, call %d", call).isEqualTo(undisturbed.created());

            var update = centre.waldur.consumer().updateLimits(order.resource(), MORE_AND_LESS);
            struck |= carryOut(update, mishap, call);
            assertThat(world(order)).as("update, call %d", call).isEqualTo(undisturbed.updated());

            var terminate = centre.waldur.consumer().terminate(order.resource());
            struck |= carryOut(terminate, mishap, call);
            nothingIsLeft(call);
            if (!struck) {
                break;
            }
        }
        System.out.printf("Fault at every call: %d disturbed runs, each followed by an undisturbed one.%n", runs);
    }

    private boolean carryOut(Order order, Mishap mishap, int call) {
        var struck = mishap.at(call, centre.faults());
        centre.order(order);
        runs++;
        boolean there = struck.getAsBoolean();
        centre.faults().heal();
        assertThat(centre.stateOf(order))
                .as("call %d: %s", call, centre.waldur.order(order.uuid()).errorMessage())
                .isIn("pending-provider", "executing", "done");
        var report = centre.orders();
        assertThat(centre.stateOf(order)).as("call %d: %s", call, report).isEqualTo("done");
        return there;
    }

    private record Worlds(Map<String, Object> created, Map<String, Object> updated) {}

    private Worlds worldAfter(Order order, Map<String, Long> limits) throws Exception {
        centre.orders();
        var created = world(order);
        centre.waldur.consumer().updateLimits(order.resource(), limits);
        centre.orders();
        var updated = world(order);
        centre.waldur.consumer().terminate(order.resource());
        centre.orders();
        return new Worlds(created, updated);
    }

    private Map<String, Object> world(Order order) throws Exception {
        var inventory = centre.rancher.inventory();
        var world = new TreeMap<String, Object>();
        world.put("projects", inventory.projects(Centre.CLUSTER).size());
        world.put("project quota", centre.projectLimit(order));
        world.put("namespaces", inventory.namespaces(Centre.CLUSTER).size());
        world.put("resource quotas", centre.quotasOf(order).size());
        for (var key : List.of("limits.cpu", "limits.memory", "requests.storage")) {
            world.put(key, centre.hard(order, key));
        }
        world.put(
                "roles",
                inventory.bindings().stream()
                        .map(binding -> binding.path("roleTemplateName").asText()
                                + binding.path("groupPrincipalName").asText())
                        .toList());
        world.put("groups", centre.realm.membersByPath());
        return world;
    }

    private void nothingIsLeft(int call) throws Exception {
        var inventory = centre.rancher.inventory();
        assertThat(inventory.projects(Centre.CLUSTER)).as("call %d", call).isEmpty();
        assertThat(inventory.namespaces(Centre.CLUSTER)).as("call %d", call).isEmpty();
        assertThat(inventory.bindings()).as("call %d", call).isEmpty();
        assertThat(centre.realm.membersByPath()).as("call %d", call).isEmpty();
    }
}
