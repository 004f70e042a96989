package io.siteagent.sandbox.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Every call that reached the sandbox, over all stand-ins. Thread-safe. */
public final class CallLog {

    private final AtomicLong numbers = new AtomicLong();
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void add(Call call) {
        calls.add(call);
    }

    /** Forgets everything and counts from 1 again. */
    public void clear() {
        calls.clear();
        numbers.set(0);
    }

    /** All calls in the order in which they ended. */
    public List<Call> all() {
        return List.copyOf(calls);
    }

    public List<Call> of(String system) {
        return where(call -> call.system().equals(system));
    }

    /** Calls that asked for a change. */
    public List<Call> writes() {
        return where(Call::isWrite);
    }

    /** Calls to endpoints that a stand-in does not know: a hole in the sandbox, or a wrong address in the agent. */
    public List<Call> unknown() {
        return where(call -> !call.known());
    }

    private List<Call> where(Predicate<Call> wanted) {
        return calls.stream().filter(wanted).toList();
    }
}
