package io.siteagent.sandbox.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How long each system takes before it serves a call; zero unless set. Thread-safe. */
public final class Latency {

    private static final String EVERY_SYSTEM = "";
    private final Map<String, Duration> bySystem = new ConcurrentHashMap<>();

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

    public Duration of(String system) {
        return bySystem.getOrDefault(system, bySystem.getOrDefault(EVERY_SYSTEM, Duration.ZERO));
    }
}
