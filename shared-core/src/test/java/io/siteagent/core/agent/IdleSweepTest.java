package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.waldur.Consumer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many calls a sweep makes that finds nothing to do: the figures of {@code docs/cost.md}. */
class IdleSweepTest {

    private static final int RESOURCES = 6;
    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 1, "ram", 1, "storage", 1);

    private final Centre centre = Centre.open();

    @BeforeEach
    void nothing_to_do() throws IOException {
        for (var i = 0; i < RESOURCES; i++) {
            centre.project("Project " + i, "alice").orders(centre.offering, "resource-" + i, SOLD);
        }
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.report().complete()).isTrue();
        centre.traffic().calls().clear();
    }

    @AfterEach
    void close() throws IOException {
        centre.close();
    }

    private void assertCalls(int waldur, int rancher, int keycloak) {
        var calls = centre.traffic().calls();
        assertThat(calls.count("waldur")).as(calls.toString()).isEqualTo(waldur);
        assertThat(calls.count("rancher")).as(calls.toString()).isEqualTo(rancher);
        assertThat(calls.count("keycloak")).as(calls.toString()).isEqualTo(keycloak);
    }

    @Test
    void for_orders_asks_waldur_once() {
        centre.orders();

        assertCalls(1, 0, 0);
    }

    @Test
    void of_membership_asks_waldur_and_rancher_for_lists_and_keycloak_for_each_group() {
        centre.membership();

        assertCalls(8, 4, 3 + 2 * RESOURCES);
    }

    @Test
    void of_membership_asks_keycloak_at_once_for_all_whom_it_does_not_know() throws IOException {
        var project = centre.project("Newcomers", "alice");
        project.orders(centre.offering, "newcomers", SOLD);
        for (var i = 0; i < 20; i++) {
            project.member("newcomer-" + i, "PROJECT.MEMBER");
        }
        centre.orders();
        centre.traffic().calls().clear();

        centre.membership();

        assertCalls(8, 4, 3 + 2 * (RESOURCES + 1) + 3);
    }

    @Test
    void of_usage_asks_all_three_for_lists() {
        centre.report();

        assertCalls(3, 3, 0);
    }
}
