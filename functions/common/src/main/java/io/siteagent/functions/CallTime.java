package io.siteagent.functions;

import io.siteagent.core.http.CallObserver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How long a run waited for other systems: the time during which at least one call was under way, its answer's reading
 * included. Calls that overlap are not counted twice. Thread-safe.
 */
final class CallTime implements CallObserver {

    /** Without overlap, in order. */
    private final Deque<Span> spans = new ArrayDeque<>();

    private record Span(long from, long until) {}

    @Override
    public synchronized void ended(Attempt attempt) {
        var until = System.nanoTime();
        var from = until - attempt.duration().toNanos();
        while (!spans.isEmpty() && spans.getLast().until() - from >= 0) {
            from = Math.min(from, spans.removeLast().from());
        }
        spans.addLast(new Span(from, until));
    }

    synchronized Duration total() {
        return Duration.ofNanos(
                spans.stream().mapToLong(span -> span.until() - span.from()).sum());
    }
}
