package io.siteagent.sandbox.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The faults that are to happen. Thread-safe; rules are tried in the order in which they were made. */
public final class Faults {

    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private volatile @Nullable Outage outage;

    /**
     * Begins a rule: which calls it concerns.
     *
     * @param system a stand-in's name, or {@code *}
     * @param method HTTP method, or {@code *}
     * @param target regular expression that is looked for in path and query
     */
    public RuleDraft when(String system, String method, String target) {
        return new RuleDraft(system, method, Pattern.compile(target));
    }

    /**
     * From the {@code number}-th call on, counted over all systems by the {@link CallLog}, every connection is dropped,
     * as if the caller had died there.
     *
     * @param takesEffect whether the first of those calls still takes effect
     */
    public void dieAt(long number, boolean takesEffect) {
        outage = new Outage(number, takesEffect);
    }

    /** Ends every fault. */
    public void heal() {
        rules.clear();
        outage = null;
    }

    /** What is to happen to this call; every rule that matches counts it. */
    List<Fault> faultsFor(long number, String system, Request request, String target) {
        var dead = outage;
        if (dead != null && number >= dead.number) {
            return List.of(number == dead.number && dead.takesEffect ? new Fault.DropAfter() : new Fault.DropBefore());
        }
        return rules.stream()
                .filter(rule -> rule.concerns(system, request.method(), target))
                .flatMap(rule -> rule.next().stream())
                .toList();
    }

    private record Outage(long number, boolean takesEffect) {}

    /** Which calls a rule concerns; how often comes next. */
    public final class RuleDraft {

        private final String system;
        private final String method;
        private final Pattern target;

        private RuleDraft(String system, String method, Pattern target) {
            this.system = system;
            this.method = method;
            this.target = target;
        }

        /** Every such call. */
        public void always(Fault fault) {
            add(1, Integer.MAX_VALUE, fault);
        }

        /** The first so many of such calls. */
        public void times(int count, Fault fault) {
            add(1, count, fault);
        }

        /** Only the n-th such call, counted from 1. */
        public void nth(int n, Fault fault) {
            add(n, n, fault);
        }

        /** The n-th such call and all after it. */
        public void from(int n, Fault fault) {
            add(n, Integer.MAX_VALUE, fault);
        }

        private void add(int first, int last, Fault fault) {
            rules.add(new Rule(this, first, last, fault, new AtomicInteger()));
        }
    }

    private record Rule(RuleDraft calls, int first, int last, Fault fault, AtomicInteger seen) {

        boolean concerns(String system, String method, String target) {
            return (calls.system.equals("*") || calls.system.equals(system))
                    && (calls.method.equals("*") || calls.method.equals(method))
                    && calls.target.matcher(target).find();
        }

        Optional<Fault> next() {
            var n = seen.incrementAndGet();
            return n >= first && n <= last ? Optional.of(fault) : Optional.empty();
        }
    }
}
