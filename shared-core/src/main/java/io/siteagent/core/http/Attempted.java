package io.siteagent.core.http;

import java.time.Duration;
import java.util.Optional;

/** How one attempt of a call ended. */
public sealed interface Attempted<T> {

    record Succeeded<T>(T value) implements Attempted<T> {}

    /**
     * No value came of it.
     *
     * @param failure what the caller is told if nothing better follows
     * @param repeat whether another attempt may help and does no harm
     * @param retryAfter the pause that the server asked for
     */
    record Failed<T>(RemoteException failure, boolean repeat, Optional<Duration> retryAfter) implements Attempted<T> {}
}
