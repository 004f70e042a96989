package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Counts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricsTest {

    private static final Pattern ALARM = Pattern.compile("Namespace: SiteAgent\\n +MetricName: (\\w+)\\n"
            + " +Dimensions:\\n +- Name: Stack\\n.*\\n +- Name: Function\\n +Value: (\\w+)\\n");
    private static final Pattern WIDGET = Pattern.compile(
            "\"SiteAgent\",\\s+\"(\\w+)\",\\s+\"Stack\",\\s+\"[^\"]+\",\\s+" + "\"Function\",\\s+\"(\\w+)\"");

    private static JsonNode written(Mode mode, Trigger trigger, PassReport.Readings readings, Counts counts) {
        var bytes = new ByteArrayOutputStream();
        var report = new PassReport(
                mode,
                List.of(new PassReport.Item("one", "resource", "1", "", new Outcome.Unchanged(), List.of(), counts)),
                Map.of(),
                readings);
        new Metrics(new PrintStream(bytes, true, StandardCharsets.UTF_8), _ -> null, Clock.systemUTC())
                .write(trigger, report, 0, Duration.ofMillis(17));
        try {
            return new ObjectMapper().readTree(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode sweep(Mode mode, Counts counts) {
        var readings = new PassReport.Readings(Optional.of(Duration.ofMinutes(90)), Optional.of(Duration.ofDays(13)));
        return written(mode, new Trigger.Sweep(), readings, counts);
    }

    record Wanted(String metric, String function) {}

    /** What the template's alarms and its dashboard look at. */
    static Stream<Wanted> wanted() throws IOException {
        var template = Files.readString(Path.of("../../template.yaml"));
        return Stream.of(ALARM, WIDGET)
                .flatMap(pattern -> pattern.matcher(template).results())
                .map(found -> new Wanted(found.group(1), found.group(2)))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("wanted")
    void what_an_alarm_or_the_dashboard_looks_at_is_written(Wanted wanted) {
        var mode = Stream.of(Mode.values())
                .filter(one -> one.functionName().equals(wanted.function()))
                .findFirst()
                .orElseThrow();

        assertThat(sweep(mode, Counts.NONE).has(wanted.metric())).isTrue();
    }

    @Test
    void every_alarm_of_our_own_namespace_is_found() throws IOException {
        var template = Files.readString(Path.of("../../template.yaml"));

        assertThat(ALARM.matcher(template).results().count())
                .isEqualTo(template.lines()
                        .filter(line -> line.endsWith("Namespace: SiteAgent"))
                        .count());
    }

    @Test
    void the_time_in_calls_is_told_in_milliseconds() {
        var numbers = sweep(Mode.REPORT, Counts.NONE);

        assertThat(numbers.path("CallMilliseconds").asInt()).isEqualTo(17);
        assertThat(numbers.findValues("Metrics").getFirst())
                .filteredOn(metric -> metric.path("Name").asText().equals("CallMilliseconds"))
                .extracting(metric -> metric.path("Unit").asText())
                .containsExactly("Milliseconds");
    }

    @Test
    void removals_that_are_held_back_or_fail_are_counted() {
        var numbers = sweep(Mode.MEMBERSHIP_SYNC, new Counts(5, 4, 3, 2, 1, 0));

        assertThat(numbers.path("MembersAdded").asInt()).isEqualTo(5);
        assertThat(numbers.path("MembersRemoved").asInt()).isEqualTo(4);
        assertThat(numbers.path("FailedRemovals").asInt()).isEqualTo(3);
        assertThat(numbers.path("BrakeTripped").asInt()).isEqualTo(2);
        assertThat(numbers.path("PeopleMissing").asInt()).isEqualTo(1);
    }

    @Test
    void the_age_of_the_oldest_order_and_the_end_of_the_first_credential_are_told() {
        assertThat(sweep(Mode.ORDER_PROCESS, Counts.NONE)
                        .path("OldestOrderMinutes")
                        .asInt())
                .isEqualTo(90);
        assertThat(sweep(Mode.REPORT, Counts.NONE).path("CredentialDaysLeft").asInt())
                .isEqualTo(13);
    }

    @Test
    void a_sweep_that_could_not_read_the_orders_knows_no_age_of_the_oldest() {
        var bytes = new ByteArrayOutputStream();
        var unread = new PassReport.Item(
                "one", "offering", "1", "", new Outcome.Deferred("Waldur: cannot list open orders"), List.of());
        new Metrics(new PrintStream(bytes, true, StandardCharsets.UTF_8), _ -> null, Clock.systemUTC())
                .write(
                        new Trigger.Sweep(),
                        new PassReport(Mode.ORDER_PROCESS, List.of(unread), Map.of()),
                        0,
                        Duration.ZERO);

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("\"CompleteSweeps\":0")
                .doesNotContain("OldestOrderMinutes");
        assertThat(written(
                                Mode.ORDER_PROCESS,
                                new Trigger.Sweep(),
                                new PassReport.Readings(Optional.empty(), Optional.empty()),
                                Counts.NONE)
                        .path("OldestOrderMinutes")
                        .asInt(-1))
                .isZero();
    }

    @Test
    void one_order_says_nothing_about_the_oldest() {
        var one = new Trigger.OneOrder(
                WaldurUuid.of("11111111222233334444555555555555"), WaldurUuid.of("11111111222233334444555555555556"));
        var numbers = written(
                Mode.ORDER_PROCESS,
                one,
                new PassReport.Readings(Optional.of(Duration.ofMinutes(1)), Optional.empty()),
                Counts.NONE);

        assertThat(numbers.has("OldestOrderMinutes")).isFalse();
    }
}
