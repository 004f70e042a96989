package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Mode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The report function between its schedule and its queue. */
class ReportChainTest {

    private static final String SWEEP = "{\"kind\":\"sweep\"}";

    private final FunctionWorld world = new FunctionWorld(Mode.REPORT);

    @AfterEach
    void close() {
        world.close();
    }

    @BeforeEach
    void two_resources() {
        world.carryOut(world.project.orders(world.offering, "alpha", Map.of("cpu", 2L)));
        world.carryOut(world.project.orders(world.offering, "beta", Map.of("cpu", 4L)));
    }

    @Test
    void a_sweep_puts_the_offering_on_the_queue_which_reports_each_resource_once() {
        world.invoke(SWEEP);
        assertThat(world.sandbox.waldur().usages()).isEmpty();
        assertThat(world.queue.size()).isEqualTo(1);
        world.deliver();

        assertThat(world.sandbox.waldur().usages()).hasSize(2);
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void figures_that_waldur_holds_already_are_not_sent_again() {
        world.invoke(SWEEP);
        world.deliver();
        world.sandbox.calls().clear();

        world.invoke(SWEEP);
        world.deliver();

        assertThat(world.sandbox.calls().writes())
                .noneMatch(call -> call.system().equals("waldur"));
        assertThat(world.queue.size()).isZero();
    }
}
