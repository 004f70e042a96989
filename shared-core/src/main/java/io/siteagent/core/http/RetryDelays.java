package io.siteagent.core.http;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

/**
 * How often and at what pace a failed call is repeated: the pause doubles from {@code first} to {@code longest} and is
 * spread by a quarter to either side, so that many callers don't come back together.
 *
 * @param attempts calls made at most, the first included
 * @param longestRetryAfter a server that asks for a longer pause ({@code Retry-After}) is not called again in this run
 * @param chance gives a number from 0 to 1 for the spread
 */
public record RetryDelays(
        int attempts, Duration first, Duration longest, Duration longestRetryAfter, DoubleSupplier chance) {

    /** For use in production: about two seconds of pauses in all, unless the server asks for more. */
    public static final RetryDelays STANDARD = new RetryDelays(
            4,
            Duration.ofMillis(300),
            Duration.ofSeconds(3),
            Duration.ofSeconds(30),
            () -> ThreadLocalRandom.current().nextDouble());

    /** @throws IllegalArgumentException when there would be no attempt, or a shrinking pause */
    public RetryDelays {
        if (attempts < 1 || first.isNegative() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("at least one attempt, and pauses that don't shrink");
        }
    }

    /** The pause after the attempt of that number, counted from 1. */
    Duration pauseAfter(int attempt) {
        var doublings = Math.min(attempt - 1, 16);
        var pause = first.multipliedBy(1L << doublings);
        var bounded = pause.compareTo(longest) < 0 ? pause : longest;
        return Duration.ofNanos(Math.round(bounded.toNanos() * (0.75 + 0.5 * chance.getAsDouble())));
    }
}
