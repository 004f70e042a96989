package io.siteagent.core.agent;

import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.tenancy.Patience;

/** How patient and how careful the agent is. The standard is for production; tests need no pauses. */
public record Tuning(RetryDelays retries, TimeLimits limits, Patience patience) {

    public static final Tuning STANDARD = new Tuning(RetryDelays.STANDARD, TimeLimits.STANDARD, Patience.DEFAULT);
}
