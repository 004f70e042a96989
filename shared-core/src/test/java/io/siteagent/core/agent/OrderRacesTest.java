package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.http.Parallel;
import io.siteagent.sandbox.waldur.Consumer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Several invocations at once, as webhook, sweep and queue bring them about, are as good as one. */
class OrderRacesTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private final Centre centre = Centre.open();

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    @RepeatedTest(5)
    void the_same_order_handled_three_times_at_once_gives_one_project() throws Exception {
        var project = centre.project("Genomics", "alice", "bob");
        var order = project.orders(centre.offering, "genome", SOLD);

        Parallel.all(3, List.<Callable<PassReport>>of(() -> centre.order(order), centre::orders, centre::orders));
        var last = centre.orders();

        assertThat(centre.stateOf(order)).as(last.toString()).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
        assertThat(centre.rancher.inventory().namespaces(Centre.CLUSTER)).hasSize(1);
        assertThat(centre.rancher.inventory().bindings()).hasSize(1);
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @RepeatedTest(3)
    void orders_membership_and_termination_at_once_leave_a_consistent_world() throws Exception {
        var project = centre.project("Genomics", "alice");
        var one = project.orders(centre.offering, "one", SOLD);
        var two = project.orders(centre.offering, "two", SOLD);
        centre.orders();
        var terminate = centre.waldur.consumer().terminate(one.resource());

        Parallel.all(
                3,
                List.<Callable<PassReport>>of(
                        () -> centre.order(terminate), centre::membership, () -> centre.membership(two)));
        centre.orders();
        centre.membership();

        assertThat(centre.stateOf(terminate)).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
        assertThat(centre.membersOf(project)).containsExactly(centre.keycloakId("alice"));
        assertThat(centre.rancher.inventory().bindings(centre.backendId(two))).hasSize(1);
    }

    @Test
    void a_webhook_that_comes_twice_and_late_does_nothing_more() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.orders();
        centre.traffic().calls().clear();

        Collections.nCopies(3, order).forEach(centre::order);

        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_create_order_makes_at_most_14_calls_one_after_another() throws Exception {
        loadEverything();
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.traffic().calls().clear();
        var rounds = centre.traffic().latency().inRounds(Duration.ofMillis(200));

        centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("done");
        assertThat(rounds.count())
                .as(centre.traffic().calls().toString())
                .isGreaterThan(1)
                .isLessThanOrEqualTo(14);
    }

    /** What the first order of a process has to load takes longer than a call. */
    private static void loadEverything() throws Exception {
        var elsewhere = Centre.open();
        elsewhere.project("Climate", "bob").orders(elsewhere.offering, "weather", SOLD);
        assertThat(elsewhere.orders().complete()).isTrue();
        elsewhere.close();
    }
}
