package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RehearsalTest {

    private static final String REHEARSAL = new String(Rehearsal.event(), StandardCharsets.UTF_8);

    @ParameterizedTest
    @EnumSource(Mode.class)
    void it_goes_to_the_end_and_calls_nobody_else(Mode mode) {
        try (var world = new FunctionWorld(mode)) {
            var answer = Rehearsal.answer(mode, world.clock);

            assertThat(new String(answer, StandardCharsets.UTF_8)).contains("\"statusCode\":202");
            assertThat(world.loggedAtLeast(Level.WARN)).isEmpty();
            assertThat(world.logged()).contains("1 items, complete");
            assertThat(world.sandbox.calls().count()).isZero();
        }
    }

    @Test
    void one_that_breaks_costs_time_and_not_the_snapshot() {
        try (var world = new FunctionWorld(Mode.ORDER_PROCESS)) {
            var answer = Rehearsal.answer(Mode.ORDER_PROCESS, new StoppedClock());

            assertThat(answer).isEmpty();
            assertThat(world.loggedAtLeast(Level.WARN))
                    .containsExactly("the rehearsal before the snapshot ended early; the first invocation will take"
                            + " longer");
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void a_function_that_rehearses_has_called_nobody_and_then_reads_its_configuration(Mode mode) {
        try (var world = new FunctionWorld(mode)) {
            world.invoke(REHEARSAL);

            assertThat(world.loggedAtLeast(Level.WARN)).isEmpty();
            assertThat(world.sandbox.calls().count()).isZero();

            world.invoke("{\"kind\":\"sweep\"}");

            assertThat(world.sandbox.calls().count("ssm")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "http://", "ftp://127.0.0.1", "http://127.0.0.1/?a b"})
    void an_address_that_is_none_costs_a_snapshot_nothing_and_is_told_by_the_first_event(String address) {
        try (var world = new FunctionWorld(Mode.REPORT).with(ParameterStoreSource.ENDPOINT_VARIABLE, address)) {
            assertThat(world.invoke(REHEARSAL)).contains("\"statusCode\":202");
            assertThatThrownBy(() -> world.invoke("{\"kind\":\"sweep\"}"))
                    .hasMessageContaining(ParameterStoreSource.ENDPOINT_VARIABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {ParameterStoreSource.ENDPOINT_VARIABLE, QueueSource.ENDPOINT_VARIABLE})
    void an_address_that_nobody_can_parse_costs_a_snapshot_nothing(String variable) {
        try (var world = new FunctionWorld(Mode.REPORT).with(variable, "http://[")) {
            assertThat(world.invoke(REHEARSAL)).contains("\"statusCode\":202");
        }
    }

    @Test
    void a_queue_that_is_not_set_up_costs_a_snapshot_nothing_and_is_told_by_the_first_event() {
        try (var world = new FunctionWorld(Mode.REPORT).with(QueueSource.DEAD_LETTER_VARIABLE, "")) {
            assertThat(world.invoke(REHEARSAL)).contains("\"statusCode\":202");
            assertThatThrownBy(() -> world.invoke("{\"kind\":\"sweep\"}"))
                    .hasMessageContaining(QueueSource.DEAD_LETTER_VARIABLE);
        }
    }

    /** A clock that cannot be read. */
    private static final class StoppedClock extends Clock {

        @Override
        public Instant instant() {
            throw new IllegalStateException("stopped");
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
