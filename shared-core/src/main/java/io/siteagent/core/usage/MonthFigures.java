package io.siteagent.core.usage;

import io.siteagent.core.config.UsageSettings.Aggregation;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.ComponentUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a month's figures of what is occupied now and of what Waldur holds already, which is the only memory there is.
 *
 * @param held what Waldur holds of the month that is reported for
 */
public record MonthFigures(Aggregation aggregation, HeldUsage held) {

    private static final int DECIMALS = 2;

    /**
     * The figures to be held from now on.
     *
     * @param occupied by component key, what is occupied now
     */
    public Map<String, BigDecimal> of(WaldurUuid resource, Map<String, BigDecimal> occupied, Instant now) {
        var figures = new HashMap<String, BigDecimal>();
        occupied.forEach(
                (component, amount) -> figures.put(component, figure(amount, held.of(resource, component), now)));
        return Map.copyOf(figures);
    }

    private BigDecimal figure(BigDecimal amount, Optional<ComponentUsage> row, Instant now) {
        return switch (aggregation) {
            case CURRENT -> amount;
            case PEAK -> row.map(ComponentUsage::amount).map(amount::max).orElse(amount);
            case AVERAGE -> row.map(before -> average(before, amount, now)).orElse(amount);
        };
    }

    /**
     * The row's amount is the mean from its first report to its last; the amount now is taken to hold since then. As an
     * unchanged figure is not sent, the time that it held counts with the next one that is.
     */
    private static BigDecimal average(ComponentUsage row, BigDecimal amount, Instant now) {
        if (row.created().isEmpty() || row.reported().isEmpty()) {
            return row.amount();
        }
        var before = weight(row.created().get(), row.reported().get());
        var since = weight(row.reported().get(), now);
        var time = before.add(since);
        return time.signum() == 0
                ? amount
                : row.amount()
                        .multiply(before)
                        .add(amount.multiply(since))
                        .divide(time, DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal weight(Instant from, Instant to) {
        return BigDecimal.valueOf(Math.max(0, Duration.between(from, to).toMillis()));
    }
}
