package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The distribution starts and ends as it should; what its commands do is in {@link TranscriptsTest}. */
class PackagedCommandTest {

    static Stream<PackagedCommand> starts() {
        return Stream.of(PackagedCommand.byScript(), PackagedCommand.byJar());
    }

    @ParameterizedTest
    @MethodSource("starts")
    void help_names_the_commands_and_exits_0(PackagedCommand command) {
        var result = command.run(Map.of(), "", "--help");

        assertThat(result.code()).as(result.toString()).isZero();
        assertThat(result.out()).contains("validate", "migrate", "doctor", "plan", "explain");
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("starts")
    void an_unknown_command_is_bad_usage(PackagedCommand command) {
        var result = command.run(Map.of(), "", "valdate");

        assertThat(result.code()).isEqualTo(64);
        assertThat(result.err()).contains("validate");
    }

    @Test
    void completion_knows_commands_and_options() {
        var result = PackagedCommand.byScript().run(Map.of(), "", "generate-completion");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("complete -F _complete_siteagent", "rotate-secret", "--config");
    }
}
