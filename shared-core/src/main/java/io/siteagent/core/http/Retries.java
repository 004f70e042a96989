package io.siteagent.core.http;

import dev.failsafe.ExecutionContext;
import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.siteagent.core.http.Attempted.Failed;
import java.time.Duration;
import java.util.function.IntFunction;

/**
 * The one policy of repeating calls: pauses grow, the server's own wish for a pause wins over ours, and nothing is
 * repeated that does not fit into the run.
 */
public final class Retries {

    private Retries() {}

    /**
     * For clients that bring their own transport: repeats under the same policy and gives the value.
     *
     * @param attempt makes the attempt of that number, counted from 1, and never throws for a failed one
     * @throws RemoteException when no attempt succeeded
     */
    public static <T> T call(Wire wire, IntFunction<Attempted<T>> attempt) {
        try {
            return switch (run(wire.retries(), wire.deadline(), attempt)) {
                case Attempted.Succeeded<T>(var value) -> value;
                case Failed<T> failed -> throw failed.failure();
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** @param attempt makes the attempt of that number, counted from 1, and never throws for a failed one */
    static <T> Attempted<T> run(RetryDelays delays, Deadline deadline, IntFunction<Attempted<T>> attempt)
            throws InterruptedException {
        var policy = RetryPolicy.<Attempted<T>>builder()
                .handleIf((result, _) -> result instanceof Failed<T> failed && failed.repeat())
                .abortIf((result, _) -> result instanceof Failed<T> failed && !fits(failed, delays, deadline))
                .withMaxRetries(delays.attempts() - 1)
                .withDelayFn(context -> pause(context, delays))
                .build();
        try {
            return Failsafe.with(policy).get(context -> attempt.apply(context.getAttemptCount() + 1));
        } catch (FailsafeException e) {
            if (e.getCause() instanceof InterruptedException interruption) {
                throw interruption;
            }
            throw e;
        }
    }

    private static Duration pause(ExecutionContext<? extends Attempted<?>> context, RetryDelays delays) {
        return context.getLastResult() instanceof Failed<?> failed
                ? failed.retryAfter().orElseGet(() -> delays.pauseAfter(context.getAttemptCount()))
                : Duration.ZERO;
    }

    private static boolean fits(Failed<?> failed, RetryDelays delays, Deadline deadline) {
        var pause = failed.retryAfter().orElse(delays.longest());
        return pause.compareTo(delays.longestRetryAfter()) <= 0 && deadline.allows(pause);
    }
}
