package io.siteagent.core.http;

import java.time.Duration;

/**
 * How often and at what pace a failed call is repeated: the pause doubles from {@code first} to {@code longest} and is
 * spread by a quarter.
 *
 * @param attempts calls made at most, the first included
 * @param longestRetryAfter a server that asks for a longer pause ({@code Retry-After}) is not called again in this run
 */
public record RetryDelays(int attempts, Duration first, Duration longest, Duration longestRetryAfter) {

    /** For use in production: at most about four seconds of pauses, unless the server asks for more. */
    public static final RetryDelays STANDARD =
            new RetryDelays(4, Duration.ofMillis(300), Duration.ofSeconds(3), Duration.ofSeconds(30));

    /** @throws IllegalArgumentException when there would be no attempt, or no pause, or a shrinking one */
    public RetryDelays {
        if (attempts < 1 || !first.isPositive() || longest.compareTo(first) <= 0) {
            throw new IllegalArgumentException("at least one attempt, and pauses that are positive and grow");
        }
    }
}
