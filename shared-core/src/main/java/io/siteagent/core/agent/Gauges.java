package io.siteagent.core.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Collects what a pass over all offerings notices besides its work. Thread-safe. */
final class Gauges {

    private final List<Instant> orders = new CopyOnWriteArrayList<>();
    private final List<Instant> ends = new CopyOnWriteArrayList<>();

    /** There is an open order that was placed then. */
    void openOrder(Instant placed) {
        orders.add(placed);
    }

    /** A credential is good until then. */
    void credentialUntil(Instant end) {
        ends.add(end);
    }

    PassReport.Readings read(Instant now) {
        return new PassReport.Readings(
                first(orders).map(placed -> Duration.between(placed, now)).map(Gauges::atLeastNothing),
                first(ends).map(end -> Duration.between(now, end)).map(Gauges::atLeastNothing));
    }

    private static Optional<Instant> first(List<Instant> moments) {
        return moments.stream().min(Comparator.naturalOrder());
    }

    private static Duration atLeastNothing(Duration duration) {
        return Stream.of(duration, Duration.ZERO).max(Comparator.naturalOrder()).orElseThrow();
    }
}
