package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.math.BigDecimal;

/** Usage that Waldur already holds: one component of one resource in one month. */
public record ComponentUsage(WaldurUuid resource, String type, BigDecimal amount) {}
