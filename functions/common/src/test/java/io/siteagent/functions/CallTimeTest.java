package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Mode;
import io.siteagent.core.http.CallObserver.Attempt;
import io.siteagent.core.http.RemoteSystem;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** Calls end when they are told of, so the cases are apart by far more than a test takes. */
class CallTimeTest {

    private final CallTime time = new CallTime();

    private void ended(Duration duration) {
        time.ended(new Attempt(RemoteSystem.WALDUR, "GET", "read", OptionalInt.of(200), duration, 1));
    }

    @Test
    void no_call_takes_no_time() {
        assertThat(time.total()).isZero();
    }

    @Test
    void calls_that_overlap_are_counted_once() {
        ended(Duration.ofHours(1));
        ended(Duration.ofHours(3));
        ended(Duration.ofHours(2));

        assertThat(time.total()).isBetween(Duration.ofHours(3), Duration.ofHours(4));
    }

    @Test
    void the_time_between_two_calls_does_not_count() throws InterruptedException {
        ended(Duration.ofNanos(1));
        Thread.sleep(2);
        ended(Duration.ofNanos(1));

        assertThat(time.total()).isEqualTo(Duration.ofNanos(2));
    }

    @Test
    void a_sweep_waits_for_its_configuration_and_for_waldur() {
        try (var world = new FunctionWorld(Mode.ORDER_PROCESS)) {
            world.sandbox.latency().set(Duration.ofMillis(40));

            world.invoke("{\"kind\":\"sweep\"}");

            assertThat(world.metrics().path("Calls").asInt()).isEqualTo(1);
            assertThat(world.metrics().path("CallMilliseconds").asInt()).isGreaterThanOrEqualTo(80);
        }
    }
}
