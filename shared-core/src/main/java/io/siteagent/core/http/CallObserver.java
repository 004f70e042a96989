package io.siteagent.core.http;

import java.time.Duration;
import java.util.OptionalInt;

/** Is told of every attempt to call another system, once it has ended; for counting. Called by many threads. */
@FunctionalInterface
public interface CallObserver {

    /** Takes no notice. */
    CallObserver NONE = _ -> {};

    void ended(Attempt attempt);

    /** Tells both. */
    default CallObserver and(CallObserver other) {
        return attempt -> {
            ended(attempt);
            other.ended(attempt);
        };
    }

    /**
     * One attempt. Holds no address, identifier or body, so that it can be logged and used as a metric's dimension.
     *
     * @param operation what the call is for, the same text for every object: "approve order"
     * @param status HTTP status; empty when no answer came
     * @param number 1 for the first attempt, greater for repetitions
     */
    record Attempt(
            RemoteSystem system, String method, String operation, OptionalInt status, Duration duration, int number) {}
}
