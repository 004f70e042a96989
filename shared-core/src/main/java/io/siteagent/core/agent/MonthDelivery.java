package io.siteagent.core.agent;

import io.siteagent.core.usage.MonthFigures;
import io.siteagent.core.waldur.Resource;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.Map;

/** Keeps the figures of the present month: what Waldur holds already costs no call. */
record MonthDelivery(MonthFigures figures, UsageSubmission submission, Clock clock) implements Delivery {

    @Override
    public Outcome deliver(Resource resource, Map<String, BigDecimal> occupied) {
        var wanted = figures.of(resource.uuid(), occupied, clock.instant());
        return figures.held().matches(resource.uuid(), wanted)
                ? new Outcome.Unchanged()
                : submission.submit(resource, wanted);
    }
}
