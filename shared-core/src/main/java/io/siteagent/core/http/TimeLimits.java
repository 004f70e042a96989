package io.siteagent.core.http;

import java.time.Duration;

/**
 * Time limits of one attempt (law 11); what is left of the run's {@link Deadline} cuts them further.
 *
 * @param connect to reach the server, TLS included
 * @param read between two pieces of an answer
 * @param call from the first byte sent to the last byte read
 */
public record TimeLimits(Duration connect, Duration read, Duration call) {

    public static final TimeLimits STANDARD =
            new TimeLimits(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60));
}
