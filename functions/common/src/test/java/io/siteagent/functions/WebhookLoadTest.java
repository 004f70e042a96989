package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.siteagent.core.config.Mode;
import io.siteagent.sandbox.lambda.EventSourceMapping;
import io.siteagent.sandbox.waldur.Order;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two thousand webhooks, good and bad, while the queue is being worked off. */
class WebhookLoadTest {

    private static final int ORDERS = 60;
    private static final int CALLS = 2_000;
    private static final int AT_ONCE = 16;

    private final FunctionWorld world = new FunctionWorld(Mode.ORDER_PROCESS);
    private final Random random = new Random(20_261_125);

    @AfterEach
    void close() {
        world.close();
    }

    private record Shot(String path, String body, int expected) {}

    private record Hit(int expected, int status, Duration duration) {}

    private Shot shot(int number, List<Order> orders) {
        var order = orders.get(random.nextInt(orders.size()));
        var created = "2026-11-25T12:00:00.%06d+00:00".formatted(random.nextInt(4));
        var known = "/order/" + FunctionWorld.SECRET;
        var approved = Hook.approved(order, world.offering.uuid(), created);
        return switch (number % 10) {
            case 0, 1, 2, 3 -> new Shot(known, approved, 202);
            case 4, 5 -> new Shot(known, Hook.requested(order, world.offering.uuid(), created), 202);
            case 6 -> new Shot("/order/forged-" + random.nextLong(), approved, 401);
            case 7 -> new Shot(known, approved.substring(0, random.nextInt(approved.length())), 400);
            case 8 -> new Shot(known, Recorded.body("marketplace_order_approved-create"), 202);
            default -> new Shot(known, Recorded.body("role_granted-project"), 202);
        };
    }

    private Hit fire(Shot shot) {
        var begin = System.nanoTime();
        var status = world.call(shot.path(), shot.body()).status();
        return new Hit(shot.expected(), status, Duration.ofNanos(System.nanoTime() - begin));
    }

    /** All orders are named at least once, and the whole in an order that has nothing to do with theirs. */
    private List<Shot> shots(List<Order> orders) {
        var shots = new ArrayList<Shot>();
        orders.forEach(order -> shots.add(new Shot(
                "/order/" + FunctionWorld.SECRET,
                Hook.approved(order, world.offering.uuid(), "2026-11-25T11:00:00.000000+00:00"),
                202)));
        while (shots.size() < CALLS) {
            shots.add(shot(shots.size(), orders));
        }
        Collections.shuffle(shots, random);
        return shots;
    }

    @Test
    void of_two_thousand_webhooks_every_order_is_carried_out_once_and_nothing_is_lost() throws Exception {
        var orders = new ArrayList<Order>();
        for (int n = 0; n < ORDERS; n++) {
            orders.add(world.project.orders(world.offering, "resource " + n, Map.of("cpu", 1L)));
        }
        var shots = shots(orders);
        world.call("/order/" + FunctionWorld.SECRET, "{}");

        List<Hit> hits;
        try (var _ = EventSourceMapping.between(world.queue, 5, world.invocation())
                        .poll(4);
                var callers = Executors.newFixedThreadPool(AT_ONCE)) {
            var tasks =
                    shots.stream().<Callable<Hit>>map(shot -> () -> fire(shot)).toList();
            hits = callers.invokeAll(tasks).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
            await().atMost(Duration.ofMinutes(5)).until(() -> world.queue.size() == 0);
        }

        assertThat(hits).allMatch(hit -> hit.status() == hit.expected());
        assertThat(orders)
                .allMatch(order -> world.sandbox.waldur().order(order.uuid()).state() == Order.State.DONE);
        assertThat(world.sandbox.calls().of("POST", "/set_state_done/").stream()
                        .filter(call -> call.status().orElse(0) == 200)
                        .collect(Collectors.groupingBy(call -> call.target(), Collectors.counting())))
                .hasSize(ORDERS)
                .allSatisfy((_, times) -> assertThat(times).isEqualTo(1));
        assertThat(world.sandbox.rancher().inventory().projects("c-m-1234abcd").stream()
                        .filter(project -> project.toString().contains("resource")))
                .hasSize(ORDERS);
        assertThat(world.deadLetters.size()).isZero();
        var answered = hits.stream().map(Hit::duration).sorted().toList();
        System.out.printf(
                "%d webhooks: median %d ms, p99 %d ms, longest %d ms%n",
                CALLS,
                answered.get(CALLS / 2).toMillis(),
                answered.get(CALLS * 99 / 100).toMillis(),
                answered.getLast().toMillis());
        assertThat(answered.get(CALLS * 99 / 100)).isLessThan(Duration.ofSeconds(3));
    }
}
