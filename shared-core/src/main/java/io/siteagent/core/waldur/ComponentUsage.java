package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * Usage that Waldur already holds: one component of one resource in one month and plan.
 *
 * @param created when the first amount of the month was given
 * @param reported when this amount was given
 */
public record ComponentUsage(
        WaldurUuid resource, String type, BigDecimal amount, Optional<Instant> created, Optional<Instant> reported) {}
