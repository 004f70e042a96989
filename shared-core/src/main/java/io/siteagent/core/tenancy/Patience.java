package io.siteagent.core.tenancy;

import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import dev.failsafe.function.CheckedSupplier;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How long we wait for Rancher's controllers, which act some time after the call that they follow from.
 *
 * @param settle pause before the first look after something was written
 * @param interval pause before the second look; doubled from there up to four seconds
 * @param total when to give up; the run's deadline may come first
 */
public record Patience(Duration settle, Duration interval, Duration total) {

    /** Rancher needs up to two seconds for a quota, and half a second for a project's backing namespace. */
    public static final Patience DEFAULT =
            new Patience(Duration.ofMillis(600), Duration.ofMillis(700), Duration.ofSeconds(30));

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(4);

    /** Looks until the result is accepted or patience ends; the last result then. */
    <T> T until(Predicate<T> accepted, Deadline deadline, CheckedSupplier<T> look) {
        var policy = this.<T>policy(deadline)
                .handleIf((result, failure) -> failure == null && !accepted.test(result))
                .build();
        return Failsafe.with(policy).get(look);
    }

    /** Tries again while the object that the call needs does not exist yet. */
    <T> T whileMissing(Deadline deadline, CheckedSupplier<T> call) {
        var policy = this.<T>policy(deadline)
                .handleIf(failure ->
                        failure instanceof RemoteException remote && remote.is(RemoteException.Reason.MISSING))
                .build();
        return Failsafe.with(policy).get(call);
    }

    /** Gives the controllers a moment. */
    void pause() {
        try {
            Thread.sleep(settle);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> dev.failsafe.RetryPolicyBuilder<T> policy(Deadline deadline) {
        var most = total.compareTo(deadline.left()) < 0 ? total : deadline.left();
        var builder = RetryPolicy.<T>builder().withMaxRetries(-1).withMaxDuration(most.plusMillis(1));
        return interval.compareTo(LONGEST_INTERVAL) < 0
                ? builder.withBackoff(interval, LONGEST_INTERVAL)
                : builder.withDelay(interval);
    }
}
