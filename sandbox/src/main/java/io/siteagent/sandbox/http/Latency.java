package io.siteagent.sandbox.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** How long each system takes before it serves a call; zero unless set. Thread-safe. */
public final class Latency {

    private static final String EVERY_SYSTEM = "";
    private final Map<String, Duration> bySystem = new ConcurrentHashMap<>();
    private volatile Optional<Rounds> rounds = Optional.empty();

    /** For every system without a setting of its own. */
    public void set(Duration duration) {
        bySystem.put(EVERY_SYSTEM, duration);
    }

    public void set(String system, Duration duration) {
        bySystem.put(system, duration);
    }

    public void clear() {
        bySystem.clear();
    }

    /**
     * From now on calls of all systems are served in rounds.
     *
     * @param quiet longer than whoever calls needs between an answer and the next call
     */
    public Rounds inRounds(Duration quiet) {
        var begun = new Rounds(quiet);
        rounds = Optional.of(begun);
        return begun;
    }

    /** A call's turn to be served; closed when it was answered. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until a call may be served. */
    Turn await(String system) throws InterruptedException {
        var present = rounds;
        if (present.isPresent()) {
            present.get().enter();
            return present.get()::leave;
        }
        var latency = bySystem.getOrDefault(system, bySystem.getOrDefault(EVERY_SYSTEM, Duration.ZERO));
        if (latency.isPositive()) {
            Thread.sleep(latency);
        }
        return () -> {};
    }
}
