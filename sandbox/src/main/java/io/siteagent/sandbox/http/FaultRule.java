package io.siteagent.sandbox.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Which calls a list of faults befalls: those of a system, a method and a path, counted from one, between two
 * positions. Thread-safe.
 */
public final class FaultRule {

    private final Matching matching;
    private final Span span;
    private final List<Fault> faults;
    private final AtomicInteger matched = new AtomicInteger();
    private final AtomicInteger fired = new AtomicInteger();

    FaultRule(Matching matching, Span span, List<Fault> faults) {
        this.matching = matching;
        this.span = span;
        this.faults = List.copyOf(faults);
    }

    /**
     * What a rule looks at; an absent part matches everything.
     *
     * @param target found anywhere in the path with its query, as sent
     */
    public record Matching(Optional<String> system, Optional<String> method, Optional<Pattern> target) {
        boolean matches(String system, String method, String target) {
            return this.system.filter(s -> !s.equals(system)).isEmpty()
                    && this.method.filter(m -> !m.equals(method)).isEmpty()
                    && this.target.filter(t -> !t.matcher(target).find()).isEmpty();
        }
    }

    /** The first and the last of the matching calls, both included, counted from one. */
    public record Span(int from, int to) {
        public static final Span EVERY = new Span(1, Integer.MAX_VALUE);

        public Span {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException("No span of calls: %d to %d".formatted(from, to));
            }
        }

        boolean holds(int position) {
            return position >= from && position <= to;
        }
    }

    List<Fault> faultsOf(String system, String method, String target) {
        if (!matching.matches(system, method, target) || !span.holds(matched.incrementAndGet())) {
            return List.of();
        }
        fired.incrementAndGet();
        return faults;
    }

    public Matching matching() {
        return matching;
    }

    public Span span() {
        return span;
    }

    public List<Fault> faults() {
        return faults;
    }

    /** How many calls this rule has disturbed: a test that injects a fault asserts that it struck. */
    public int fired() {
        return fired.get();
    }
}
