package io.siteagent.core.http;

/** Whether a failed call may be sent again within the same run. */
public enum Repetition {
    /** Doing it twice is the same as doing it once: it is repeated after any passing failure. */
    REPEATABLE,
    /**
     * Doing it twice does harm. It is repeated only when it was certainly not done: no connection came about, or the
     * server turned it away with a pause to keep (429 or 503 with {@code Retry-After}).
     */
    ONCE
}
