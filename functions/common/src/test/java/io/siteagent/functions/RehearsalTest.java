package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.siteagent.core.config.Mode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RehearsalTest {

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
}
