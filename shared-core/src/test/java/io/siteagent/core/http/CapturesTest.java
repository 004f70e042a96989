package io.siteagent.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CapturesTest {

    @Test
    void no_recorded_answer_that_is_replayed_is_listed_as_none_of_ours() throws IOException {
        var replayed = Stream.of("waldur", "rancher")
                .flatMap(system -> Captures.of(system).stream().map(name -> system + "/" + name))
                .toList();
        try (var list = Objects.requireNonNull(getClass().getResourceAsStream("/captures/not-calls-of-ours.txt"))) {
            var others = new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> Pattern.compile(line.replace("*", ".*")))
                    .toList();
            assertThat(others).isNotEmpty();
            assertThat(replayed)
                    .isNotEmpty()
                    .noneMatch(name -> others.stream()
                            .anyMatch(other -> other.matcher(name).matches()));
        }
    }
}
