package io.siteagent.sandbox.waldur;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * The usage of one component of a resource in one month.
 *
 * @param component its type, such as {@code cpu}
 * @param planPeriod absent: stored, shown, never billed
 */
public record Usage(
        String uuid,
        String resource,
        String component,
        Optional<String> planPeriod,
        YearMonth month,
        BigDecimal amount,
        String description,
        boolean recurring,
        Instant created,
        Instant date) {}
