package io.siteagent.sandbox.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Every call that reached a sandbox, over all its systems. A call is in the log before its answer leaves. Thread-safe.
 */
public final class CallLog {

    private final long origin = System.nanoTime();
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<Call> calls = new ArrayList<>();

    int nextNumber() {
        return numbers.incrementAndGet();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - origin);
    }

    synchronized void add(Call call) {
        calls.add(call);
    }

    /** The calls answered so far, in order of arrival. */
    public synchronized List<Call> snapshot() {
        return calls.stream().sorted(Comparator.comparingInt(Call::number)).toList();
    }

    /** Forgets everything; numbers start again at one. */
    public synchronized void clear() {
        calls.clear();
        numbers.set(0);
    }

    public List<Call> matching(Predicate<Call> condition) {
        return snapshot().stream().filter(condition).toList();
    }

    /** The calls to one system. */
    public List<Call> to(String system) {
        return matching(call -> call.system().equals(system));
    }

    /** The calls with that method whose path and query contain the text. */
    public List<Call> of(String method, String part) {
        return matching(call -> call.isFor(method, part));
    }

    /** The calls that may have changed something. */
    public List<Call> writes() {
        return matching(Call::isWrite);
    }

    /** The calls to endpoints that no stand-in knows; a test asserts that there were none. */
    public List<Call> unknown() {
        return matching(Call::unknown);
    }

    public synchronized int count() {
        return calls.size();
    }

    public int count(String system) {
        return to(system).size();
    }

    public int count(String method, String part) {
        return of(method, part).size();
    }

    /** The largest number of calls that were being served at the same time. */
    public int mostAtOnce() {
        var all = snapshot();
        return all.stream()
                .mapToInt(call -> Math.toIntExact(all.stream()
                        .filter(other -> other.startedAfter().compareTo(call.startedAfter()) <= 0
                                && other.startedAfter().plus(other.duration()).compareTo(call.startedAfter()) > 0)
                        .count()))
                .max()
                .orElse(0);
    }

    /**
     * The largest number of calls of which each began only when the one before had ended. With a latency that outweighs
     * everything else, this is how many latencies the work took.
     */
    public int mostInSequence() {
        var byEnd = snapshot().stream()
                .sorted(Comparator.comparing(call -> call.startedAfter().plus(call.duration())))
                .toList();
        var count = 0;
        var free = Duration.ZERO;
        for (var call : byEnd) {
            if (call.startedAfter().compareTo(free) >= 0) {
                count++;
                free = call.startedAfter().plus(call.duration());
            }
        }
        return count;
    }

    /** One line for each call, for people and failure messages. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        snapshot().forEach(call -> text.append(call).append('\n'));
        return text.toString();
    }
}
