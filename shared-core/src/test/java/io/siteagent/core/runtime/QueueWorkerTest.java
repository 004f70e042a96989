package io.siteagent.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.QueueWorker.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of messages, on a queue that keeps SQS's rules. */
class QueueWorkerTest {

    private static final WaldurUuid OFFERING = WaldurUuid.of("11111111222233334444555555555555");
    private static final Progress SETTLED = new Progress.Settled();

    private final SqsWorld world = new SqsWorld();
    private final List<Trigger> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        world.close();
    }

    private static Trigger resource(int number) {
        return new Trigger.OneResource(OFFERING, WaldurUuid.of("%032x".formatted(number)));
    }

    private void queue(int number, String cause) {
        world.work.add(List.of(new Work(resource(number), "%032x".formatted(number), cause)));
    }

    /** One invocation: receives what there is, works, and lets SQS know; returns what is to be handed out again. */
    private int invocation(Duration left, QueueWorker.Task task) {
        var messages = world.receive();
        var again = new QueueWorker(world.work, task).work(messages, Deadline.in(left, world.clock));
        world.answered(messages, again);
        return again.size();
    }

    private int invocation(QueueWorker.Task task) {
        return invocation(Duration.ofMinutes(5), task);
    }

    private Progress note(Trigger trigger) {
        done.add(trigger);
        return SETTLED;
    }

    @Test
    void what_is_done_leaves_the_queue() {
        queue(1, "a");
        queue(2, "a");

        assertThat(invocation((_, trigger) -> note(trigger))).isZero();

        assertThat(done).containsExactlyInAnyOrder(resource(1), resource(2));
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void the_same_thing_asked_for_twice_in_a_batch_is_done_once() {
        queue(1, "a");
        queue(1, "b");
        queue(1, "c");

        invocation((_, trigger) -> note(trigger));

        assertThat(done).containsExactly(resource(1));
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void resources_are_worked_on_at_the_same_time() {
        queue(1, "a");
        queue(2, "a");
        var both = new CyclicBarrier(2);

        var again = invocation((_, _) -> {
            try {
                both.await(10, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return SETTLED;
        });

        assertThat(again).isZero();
    }

    @Test
    void one_resource_never_has_two_writers_whatever_asks_for_it() {
        for (int n = 0; n < 5; n++) {
            world.work.add(List.of(new Work(resource(n), "one-group", "a")));
        }
        var writers = new AtomicInteger();
        var most = new AtomicInteger();

        invocation((_, trigger) -> {
            most.accumulateAndGet(writers.incrementAndGet(), Math::max);
            writers.decrementAndGet();
            return note(trigger);
        });

        assertThat(most).hasValue(1);
        assertThat(done).hasSize(5);
    }

    @Test
    void a_failing_message_does_not_stop_those_of_other_resources() {
        queue(1, "a");
        queue(2, "a");

        var again = invocation((_, trigger) -> {
            if (trigger.equals(resource(1))) {
                throw new IllegalStateException("bug");
            }
            return note(trigger);
        });

        assertThat(again).isEqualTo(1);
        assertThat(done).containsExactly(resource(2));
        assertThat(world.queue.bodies()).hasSize(1);
    }

    @Test
    void what_is_put_off_is_tried_again_soon_and_later_more_rarely() {
        queue(1, "a");
        assertThat(invocation((_, _) -> new Progress.PutOff("Rancher is down"))).isEqualTo(1);

        world.clock.advance(Duration.ofSeconds(20));
        assertThat(world.receive()).hasSize(1);
        assertThat(List.of(1, 2, 3, 6, 7, 1000))
                .map(QueueWorker::pause)
                .containsExactly(
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(40),
                        Duration.ofSeconds(80),
                        Duration.ofSeconds(640),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(15));
    }

    @Test
    void what_fails_again_and_again_is_set_aside_with_the_reason_and_not_handed_out_for_ever() {
        queue(1, "a");

        for (int attempt = 1; attempt < QueueWorker.ATTEMPTS; attempt++) {
            assertThat(invocation((_, _) -> new Progress.PutOff("Rancher is down")))
                    .isEqualTo(1);
            world.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(world.deadLetters.size()).isZero();
        assertThat(invocation((_, _) -> new Progress.PutOff("Rancher is down"))).isZero();

        assertThat(world.queue.size()).isZero();
        assertThat(world.deadLetters.receive(1).getFirst().attributes())
                .containsEntry("reason", "given up after 8 attempts: Rancher is down");
    }

    @Test
    void what_nobody_can_read_is_set_aside_at_once() {
        world.queue.send("s3cret", "group", "id", java.util.Map.of());

        assertThat(invocation((_, trigger) -> note(trigger))).isZero();

        assertThat(done).isEmpty();
        assertThat(world.deadLetters.receive(1).getFirst().attributes().get("reason"))
                .startsWith("the event is not JSON")
                .doesNotContain("s3cret");
    }

    @Test
    void when_time_is_short_the_rest_goes_back_and_can_be_had_at_once() {
        for (int n = 0; n < 3; n++) {
            world.work.add(List.of(new Work(resource(n), "one-group", "a")));
        }

        var again = invocation(Duration.ofMinutes(1), (_, trigger) -> {
            world.clock.advance(Duration.ofMinutes(1));
            return note(trigger);
        });

        assertThat(done).containsExactly(resource(0));
        assertThat(again).isEqualTo(2);
        assertThat(invocation((_, trigger) -> note(trigger))).isZero();
        assertThat(done).containsExactly(resource(0), resource(1), resource(2));
    }
}
