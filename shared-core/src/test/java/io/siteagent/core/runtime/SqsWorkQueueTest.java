package io.siteagent.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.sandbox.http.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Through the AWS SDK and real HTTP, against a stand-in that keeps the rules of FIFO queues. */
class SqsWorkQueueTest {

    private static final WaldurUuid OFFERING = WaldurUuid.of("11111111222233334444555555555555");

    private final SqsWorld world = new SqsWorld();

    @AfterEach
    void close() {
        world.close();
    }

    private static Work work(int number, String cause) {
        var resource = WaldurUuid.of("%032x".formatted(number));
        return new Work(new Trigger.OneResource(OFFERING, resource), resource.hex(), cause);
    }

    @Test
    void work_of_more_than_one_request_arrives_whole_and_in_order() {
        world.work.add(IntStream.range(0, 25).mapToObj(n -> work(n, "sweep 1")).toList());

        assertThat(world.queue.bodies())
                .hasSize(25)
                .first()
                .isEqualTo("{\"kind\":\"resource\",\"offering\":\"11111111222233334444555555555555\","
                        + "\"resource\":\"00000000000000000000000000000000\"}");
        assertThat(TriggerJson.read(world.queue.bodies().getLast()))
                .isEqualTo(work(24, "").trigger());
    }

    @Test
    void the_resource_is_the_group() {
        world.work.add(List.of(work(7, "sweep 1")));

        assertThat(world.receive()).extracting(QueuedWork::group).containsExactly("%032x".formatted(7));
    }

    @Test
    void the_same_event_delivered_twice_is_queued_once() {
        world.work.add(List.of(work(1, "role_granted 09:50:26.617779")));
        world.work.add(List.of(work(1, "role_granted 09:50:26.617779")));

        assertThat(world.queue.size()).isEqualTo(1);
    }

    @Test
    void a_later_change_of_the_same_resource_is_queued_even_within_the_minutes_of_de_duplication() {
        world.work.add(List.of(work(1, "role_granted 09:50:26.617779")));
        var first = world.receive();
        world.answered(first, List.of());

        world.work.add(List.of(work(1, "role_granted 09:50:27.100000")));

        assertThat(world.queue.size()).isEqualTo(1);
    }

    @Test
    void two_sweeps_that_find_the_same_both_count() {
        world.work.add(List.of(work(1, "request a")));
        world.work.add(List.of(work(1, "request b")));

        assertThat(world.queue.size()).isEqualTo(2);
    }

    @Test
    void a_message_set_aside_tells_why() {
        world.work.add(List.of(work(1, "sweep 1")));
        var message = world.receive().getFirst();

        world.work.setAside(message, "x".repeat(5000));

        var dead = world.deadLetters.receive(1).getFirst();
        assertThat(dead.body()).isEqualTo(message.text());
        assertThat(dead.attributes())
                .containsEntry("reason", "x".repeat(1000))
                .containsEntry("message_id", message.id())
                .containsEntry("receives", "1");
    }

    @Test
    void a_postponed_message_shows_again_after_the_delay_and_not_before() {
        world.work.add(List.of(work(1, "sweep 1")));
        world.work.postpone(world.receive().getFirst(), Duration.ofMinutes(2));

        world.clock.advance(Duration.ofSeconds(119));
        assertThat(world.receive()).isEmpty();
        world.clock.advance(Duration.ofSeconds(1));
        assertThat(world.receive()).extracting(QueuedWork::receives).containsExactly(2);
    }

    @Test
    void a_queue_that_does_not_answer_is_a_passing_fault_that_names_no_account() {
        world.traffic.faults().onAny().every().then(Fault.status(503, "{}"));

        assertThatThrownBy(() -> world.work.add(List.of(work(1, "sweep 1"))))
                .isInstanceOfSatisfying(RemoteException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.TRANSIENT);
                    assertThat(e)
                            .hasMessageStartingWith("SQS: cannot queue work")
                            .hasMessageNotContaining("127.0.0.1");
                });
    }
}
