package io.siteagent.core.agent;

import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.RemoteSystem;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** Counts outgoing calls by system. Thread-safe. */
final class CallCount implements CallObserver {

    private final Map<RemoteSystem, LongAdder> calls = new ConcurrentHashMap<>();

    @Override
    public void ended(Attempt attempt) {
        calls.computeIfAbsent(attempt.system(), _ -> new LongAdder()).increment();
    }

    Map<RemoteSystem, Long> bySystem() {
        return calls.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, entry -> entry.getValue().sum()));
    }
}
