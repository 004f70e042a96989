package io.siteagent.core.agent;

import io.siteagent.core.config.Mode;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.tenancy.Counts;
import java.util.List;
import java.util.Map;

/**
 * What one pass of one mode did.
 *
 * @param items one for each order, resource, or offering that could not be served at all
 * @param calls outgoing calls by system, repetitions included
 */
public record PassReport(Mode mode, List<Item> items, Map<RemoteSystem, Long> calls) {

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
