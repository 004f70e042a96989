package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.ComponentUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HeldUsageTest {

    private static final WaldurUuid RESOURCE = WaldurUuid.of("0123456789abcdef0123456789abcdef");
    private static final WaldurUuid OTHER = WaldurUuid.of("ffffffffffffffffffffffffffffffff");

    @Test
    void equal_amounts_match_however_they_are_written() {
        assertThat(held(row(RESOURCE, "cpu", "2.5"), row(RESOURCE, "ram", "0"))
                        .matches(RESOURCE, Map.of("cpu", amount("2.50"), "ram", amount("0.00"))))
                .isTrue();
    }

    @Test
    void a_different_amount_does_not_match_also_when_it_is_lower() {
        assertThat(held(row(RESOURCE, "cpu", "2.5")).matches(RESOURCE, Map.of("cpu", amount("2.49"))))
                .isFalse();
    }

    @Test
    void a_zero_that_waldur_does_not_hold_yet_does_not_match() {
        assertThat(held(row(RESOURCE, "cpu", "1")).matches(RESOURCE, Map.of("cpu", amount("1"), "gpu", amount("0"))))
                .isFalse();
    }

    @Test
    void what_waldur_holds_for_another_resource_does_not_count() {
        assertThat(held(row(OTHER, "cpu", "1")).matches(RESOURCE, Map.of("cpu", amount("1"))))
                .isFalse();
    }

    @Test
    void what_waldur_holds_for_a_component_that_is_not_reported_does_not_matter() {
        assertThat(held(row(RESOURCE, "cpu", "1"), row(RESOURCE, "fee", "7"))
                        .matches(RESOURCE, Map.of("cpu", amount("1"))))
                .isTrue();
    }

    @Test
    void after_a_change_of_plan_the_row_of_the_present_plan_counts() {
        var former = new ComponentUsage(
                RESOURCE, "cpu", amount("1"), at("2026-11-02T10:00:00Z"), at("2026-11-20T00:00:00Z"));
        var present = new ComponentUsage(
                RESOURCE, "cpu", amount("3"), at("2026-11-09T10:00:00Z"), at("2026-11-09T10:00:00Z"));

        for (var held : List.of(held(former, present), held(present, former))) {
            assertThat(held.of(RESOURCE, "cpu")).contains(present);
            assertThat(held.matches(RESOURCE, Map.of("cpu", amount("3")))).isTrue();
            assertThat(held.matches(RESOURCE, Map.of("cpu", amount("1")))).isFalse();
        }
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    private static HeldUsage held(ComponentUsage... rows) {
        return new HeldUsage(List.of(rows));
    }

    private static ComponentUsage row(WaldurUuid resource, String type, String amount) {
        return new ComponentUsage(resource, type, amount(amount), Optional.empty(), Optional.empty());
    }

    private static BigDecimal amount(String amount) {
        return new BigDecimal(amount);
    }
}
