package io.siteagent.core.agent;

import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.tenancy.Patience;
import java.time.Duration;

/** How patient and how careful the agent is. The standard is for production; tests need no pauses. */
public record Tuning(RetryDelays retries, TimeLimits limits, Patience patience) {

    public static final Tuning STANDARD = new Tuning(RetryDelays.STANDARD, TimeLimits.STANDARD, Patience.DEFAULT);

    /** The same for a backend in which nothing ever comes about: waits for no controller. */
    public static final Tuning IMPATIENT = new Tuning(
            RetryDelays.STANDARD,
            TimeLimits.STANDARD,
            new Patience(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(1)));
}
