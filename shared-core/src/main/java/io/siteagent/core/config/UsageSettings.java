package io.siteagent.core.config;

import java.math.BigDecimal;
import java.util.Map;

/**
 * How usage is measured and what of it Waldur is told.
 *
 * @param source where amounts come from ({@code usage_source}, default {@code requests})
 * @param aggregation what a month's figure means ({@code usage_aggregation}, default {@code current})
 * @param maximum by component key, in Waldur's unit: a greater amount is not believed ({@code usage_maximum})
 */
public record UsageSettings(Source source, Aggregation aggregation, Map<String, BigDecimal> maximum) {

    public static final UsageSettings DEFAULT = new UsageSettings(Source.REQUESTS, Aggregation.CURRENT, Map.of());

    public UsageSettings {
        maximum = Map.copyOf(maximum);
    }

    /** Where amounts come from. */
    public enum Source {
        /** the requests of pods and volume claims */
        REQUESTS,
        /** what ResourceQuotas count */
        QUOTA
    }

    /** What a month's figure means. */
    public enum Aggregation {
        /** what is occupied now */
        CURRENT,
        /** the most that was ever seen in the month */
        PEAK,
        /** the mean over the time since the month's first report */
        AVERAGE
    }
}
