package io.siteagent.sandbox.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One call that reached the sandbox.
 *
 * @param number counts from one over all systems, in order of arrival
 * @param target path and query as sent
 * @param status empty if the connection was dropped without an answer
 * @param startedAfter time from the start of the log to the arrival of the call
 * @param duration from arrival until the answer was ready to leave
 * @param fault what was injected, if anything
 * @param unknown whether the stand-in doesn't know the endpoint
 * @param request what was sent, for assertions on bodies and headers
 */
public record Call(
        int number,
        String system,
        String method,
        String target,
        OptionalInt status,
        Duration startedAfter,
        Duration duration,
        Optional<String> fault,
        boolean unknown,
        Request request) {

    /** Whether the call may change something: any method except GET, HEAD and OPTIONS. */
    public boolean isWrite() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> false;
            default -> true;
        };
    }

    /** Whether the path and query contain the text. */
    public boolean isFor(String method, String part) {
        return this.method.equals(method) && target.contains(part);
    }

    @Override
    public String toString() {
        return "#%d %s %s %s -> %s in %d ms%s%s"
                .formatted(
                        number,
                        system,
                        method,
                        target,
                        status.isPresent() ? Integer.toString(status.getAsInt()) : "no answer",
                        duration.toMillis(),
                        fault.map(f -> " [" + f + "]").orElse(""),
                        unknown ? " (unknown endpoint)" : "");
    }
}
