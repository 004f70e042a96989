package io.siteagent.core.agent;

import io.siteagent.core.config.Mode;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.tenancy.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * What one pass of one mode did.
 *
 * @param items one for each order, resource, or offering that could not be served at all
 * @param calls outgoing calls by system, repetitions included
 * @param readings what was noticed besides, for metrics and alarms
 */
public record PassReport(Mode mode, List<Item> items, Map<RemoteSystem, Long> calls, Readings readings) {

    /** Where nothing was noticed besides. */
    public PassReport(Mode mode, List<Item> items, Map<RemoteSystem, Long> calls) {
        this(mode, items, calls, Readings.NONE);
    }

    /**
     * What a pass notices besides its work.
     *
     * @param oldestOrder how long the oldest of the open orders has been waiting; empty when there is none
     * @param firstExpiry after what time the first of the credentials ends; empty when nobody has looked, or none ends
     */
    public record Readings(Optional<Duration> oldestOrder, Optional<Duration> firstExpiry) {
        static final Readings NONE = new Readings(Optional.empty(), Optional.empty());
    }

    /**
     * What became of one thing.
     *
     * @param offering the offering's name in the configuration
     * @param kind {@code order}, {@code resource} or {@code offering}
     * @param id its UUID
     * @param name its name, empty when unknown
     * @param warnings what an operator should know although it did not stop the work
     * @param counts members added, removed, held back and so on, for metrics and alarms
     */
    public record Item(
            String offering,
            String kind,
            String id,
            String name,
            Outcome outcome,
            List<String> warnings,
            Counts counts) {

        /** Where there is nothing to count. */
        public Item(String offering, String kind, String id, String name, Outcome outcome, List<String> warnings) {
            this(offering, kind, id, name, outcome, warnings, Counts.NONE);
        }
    }

    /**
     * What became of members in all groups together.
     *
     * @param failedRemovals removals that were due and could not be made: somebody keeps access they should not have
     * @param heldBack removals that the brake refused
     * @param missing people whom Keycloak does not know
     */
    public record Members(int added, int removed, int failedRemovals, int heldBack, int missing) {}

    public Members members() {
        return new Members(
                sum(Counts::added),
                sum(Counts::removed),
                sum(Counts::failedRemovals),
                sum(Counts::refusedRemovals),
                sum(Counts::missing));
    }

    private int sum(ToIntFunction<Counts> count) {
        return items.stream().map(Item::counts).mapToInt(count).sum();
    }

    /** Whether everything that was to be done is done: nothing failed and nothing was put off. */
    public boolean complete() {
        return items.stream().map(Item::outcome).noneMatch(PassReport::isOpen);
    }

    private static boolean isOpen(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Deferred _, Outcome.Failed _ -> true;
            case Outcome.Done _, Outcome.Unchanged _, Outcome.Queued _, Outcome.Skipped _ -> false;
            case Outcome.Planned(var _, var held) -> !held.isEmpty();
        };
    }
}
