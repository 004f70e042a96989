package io.siteagent.sandbox.http;

import io.siteagent.sandbox.http.FaultRule.Matching;
import io.siteagent.sandbox.http.FaultRule.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/**
 * What goes wrong, on purpose, in all systems of a sandbox. Thread-safe.
 *
 * <pre>{@code
 * faults.on("waldur").post("/set_state_done/").nth(1).then(Fault.answerLost());
 * faults.on("rancher").every().then(Fault.status(503, "{}"));
 * faults.killAt(7, Effect.TAKEN);
 * }</pre>
 */
public final class Faults {

    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final AtomicReference<Optional<Kill>> kill = new AtomicReference<>(Optional.empty());

    private record Kill(int position, Effect effect, AtomicInteger calls) {
        Optional<Fault> next() {
            int call = calls.incrementAndGet();
            if (call < position) {
                return Optional.empty();
            }
            return Optional.of(new Fault.Drop(call == position ? effect : Effect.NONE));
        }
    }

    /** Starts a rule for the calls of one system. */
    public Builder on(String system) {
        return new Builder(Optional.of(system), Optional.empty(), Optional.empty(), Span.EVERY);
    }

    /** Starts a rule for the calls of every system. */
    public Builder onAny() {
        return new Builder(Optional.empty(), Optional.empty(), Optional.empty(), Span.EVERY);
    }

    /**
     * The caller dies at its {@code position}-th call from now on, counted from one over all systems: that call is
     * dropped, before or after it took effect, and every later one before it takes effect, until {@link #heal()}.
     */
    public void killAt(int position, Effect effect) {
        kill.set(Optional.of(new Kill(position, effect, new AtomicInteger())));
    }

    /** Calls seen since {@link #killAt}; zero if nothing was set. */
    public int callsSinceKillSet() {
        return kill.get().map(k -> k.calls().get()).orElse(0);
    }

    /** Removes every rule and the kill. */
    public void heal() {
        rules.clear();
        kill.set(Optional.empty());
    }

    public FaultRule add(Matching matching, Span span, List<Fault> faults) {
        var rule = new FaultRule(matching, span, faults);
        rules.add(rule);
        return rule;
    }

    public void remove(FaultRule rule) {
        rules.remove(rule);
    }

    public List<FaultRule> rules() {
        return List.copyOf(rules);
    }

    List<Fault> befalling(String system, String method, String target) {
        var faults = new ArrayList<Fault>();
        kill.get().flatMap(Kill::next).ifPresent(faults::add);
        for (var rule : rules) {
            faults.addAll(rule.faultsOf(system, method, target));
        }
        return faults;
    }

    /** A rule in the making; nothing happens before {@link #then}. */
    public final class Builder {
        private final Optional<String> system;
        private final Optional<String> method;
        private final Optional<Pattern> target;
        private final Span span;

        private Builder(Optional<String> system, Optional<String> method, Optional<Pattern> target, Span span) {
            this.system = system;
            this.method = method;
            this.target = target;
            this.span = span;
        }

        /** Calls with that method whose path and query contain a match of {@code regex}. */
        public Builder method(String method, String regex) {
            return new Builder(system, Optional.of(method), Optional.of(Pattern.compile(regex)), span);
        }

        public Builder get(String regex) {
            return method("GET", regex);
        }

        public Builder post(String regex) {
            return method("POST", regex);
        }

        public Builder patch(String regex) {
            return method("PATCH", regex);
        }

        public Builder put(String regex) {
            return method("PUT", regex);
        }

        public Builder delete(String regex) {
            return method("DELETE", regex);
        }

        /** Calls of any method whose path and query contain a match of {@code regex}. */
        public Builder path(String regex) {
            return new Builder(system, method, Optional.of(Pattern.compile(regex)), span);
        }

        public Builder every() {
            return between(1, Integer.MAX_VALUE);
        }

        /** Only the n-th matching call, counted from one. */
        public Builder nth(int n) {
            return between(n, n);
        }

        public Builder from(int n) {
            return between(n, Integer.MAX_VALUE);
        }

        /** The first {@code k} matching calls. */
        public Builder times(int k) {
            return between(1, k);
        }

        public Builder between(int first, int last) {
            return new Builder(system, method, target, new Span(first, last));
        }

        /** Puts the rule into force; several faults nest, the first is the outermost. */
        public FaultRule then(Fault... faults) {
            return add(new Matching(system, method, target), span, List.of(faults));
        }
    }
}
