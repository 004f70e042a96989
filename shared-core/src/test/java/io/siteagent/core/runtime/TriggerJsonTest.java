package io.siteagent.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.TriggerJson.UnreadableTriggerException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TriggerJsonTest {

    private static final WaldurUuid OFFERING = WaldurUuid.of("11111111222233334444555555555555");
    private static final WaldurUuid OTHER = WaldurUuid.of("0123456789abcdef0123456789abcdef");

    @Test
    void a_sweep_may_carry_what_a_scheduler_adds() {
        assertThat(
                        TriggerJson.read(
                                "{\"kind\":\"sweep\",\"scheduledTime\":\"2026-11-25T12:00:00Z\",\"executionId\":\"1\",\"x\":2}"))
                .isEqualTo(new Trigger.Sweep());
    }

    @Test
    void an_order_is_named_with_its_offering() {
        assertThat(TriggerJson.read("{\"kind\":\"order\",\"offering\":\"11111111-2222-3333-4444-555555555555\","
                        + "\"order\":\"0123456789abcdef0123456789abcdef\"}"))
                .isEqualTo(new Trigger.OneOrder(OFFERING, OTHER));
    }

    @Test
    void a_resource_is_named_with_its_offering() {
        assertThat(TriggerJson.read("{\"kind\":\"resource\",\"offering\":\"11111111222233334444555555555555\","
                        + "\"resource\":\"0123456789abcdef0123456789abcdef\"}"))
                .isEqualTo(new Trigger.OneResource(OFFERING, OTHER));
    }

    @Test
    void an_operator_may_release_the_brake_for_one_resource() {
        assertThat(TriggerJson.read("{\"kind\":\"resource\",\"offering\":\"11111111222233334444555555555555\","
                        + "\"resource\":\"0123456789abcdef0123456789abcdef\",\"release_brake\":true}"))
                .isEqualTo(new Trigger.OneResource(OFFERING, OTHER, true));
    }

    @Test
    void a_project_is_named_with_its_offering() {
        assertThat(TriggerJson.read("{\"kind\":\"project\",\"offering\":\"11111111222233334444555555555555\","
                        + "\"project\":\"0123456789abcdef0123456789abcdef\"}"))
                .isEqualTo(new Trigger.OneProject(OFFERING, OTHER));
    }

    @Test
    void groups_that_were_left_behind_are_those_of_an_offering() {
        assertThat(TriggerJson.read("{\"kind\":\"orphan-groups\",\"offering\":\"11111111222233334444555555555555\"}"))
                .isEqualTo(new Trigger.OrphanGroups(OFFERING));
    }

    @Test
    void a_shard_of_a_report_is_counted_from_zero() {
        assertThat(TriggerJson.read("{\"kind\":\"report-shard\",\"offering\":\"11111111222233334444555555555555\","
                        + "\"shard\":3,\"of\":4}"))
                .isEqualTo(new Trigger.ReportShard(OFFERING, 3, 4));
    }

    @Test
    void every_resource_is_in_exactly_one_shard() {
        for (int number = 0; number < 200; number++) {
            var resource = WaldurUuid.of("%032x".formatted(number * 7919L));
            assertThat(IntStream.range(0, 7)
                            .filter(shard -> new Trigger.ReportShard(OFFERING, shard, 7).holds(resource)))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "[]",
                "null",
                "{}",
                "{\"kind\":1}",
                "{\"kind\":\"s3cret\"}",
                "{\"kind\":\"sweep\"} {}",
                "{\"kind\":\"sweep\",\"kind\":\"order\"}",
                "{\"kind\":\"order\",\"offering\":\"a\"}",
                "{\"kind\":\"order\",\"offering\":\"a\",\"order\":7}",
                "{\"kind\":\"order\",\"offering\":\"a\",\"order\":\"../s3cret\"}",
                "{\"kind\":\"order\",\"offering\":\"a\",\"order\":\"b\",\"resource\":\"s3cret\"}",
                "{\"kind\":\"resource\",\"offering\":\"a\",\"order\":\"b\"}",
                "{\"kind\":\"resource\",\"offering\":\"a\",\"resource\":\"b\",\"release_brake\":\"s3cret\"}",
                "{\"kind\":\"project\",\"offering\":\"a\",\"project\":\"b\",\"release_brake\":true}",
                "{\"kind\":\"orphan-groups\"}",
                "{\"kind\":\"orphan-groups\",\"offering\":\"a\",\"project\":\"s3cret\"}",
                "{\"kind\":\"report-shard\",\"offering\":\"11111111222233334444555555555555\",\"shard\":4,\"of\":4}",
                "{\"kind\":\"report-shard\",\"offering\":\"11111111222233334444555555555555\",\"shard\":0.5,\"of\":4}",
                "{\"kind\":\"report-shard\",\"offering\":\"11111111222233334444555555555555\",\"shard\":0}",
                "{\"kind\":\"report-shard\",\"offering\":\"11111111222233334444555555555555\",\"shard\":0,\"of\":4,\"s3cret\":1}"
            })
    void anything_else_is_refused_with_what_was_expected(String event) {
        assertThatThrownBy(() -> TriggerJson.read(event))
                .isInstanceOf(UnreadableTriggerException.class)
                .hasMessageContaining("expected {\"kind\":\"sweep\"}")
                .hasMessageNotContaining("s3cret");
    }
}
