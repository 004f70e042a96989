package io.siteagent.core.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * The moment by which a run must have ended (law 11). Immutable and thread-safe.
 *
 * @param end nothing may be started after it
 */
public record Deadline(Instant end, Clock clock) {

    public static Deadline in(Duration left, Clock clock) {
        return new Deadline(clock.instant().plus(left), clock);
    }

    /** This deadline, or an earlier one so that no more than {@code most} is left. */
    public Deadline within(Duration most) {
        var earlier = clock.instant().plus(most);
        return earlier.isBefore(end) ? new Deadline(earlier, clock) : this;
    }

    /** Time left, zero when it has passed. */
    public Duration left() {
        var left = Duration.between(clock.instant(), end);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean passed() {
        return left().isZero();
    }

    /** Whether at least {@code needed} is left. */
    public boolean allows(Duration needed) {
        return left().compareTo(needed) >= 0;
    }
}
