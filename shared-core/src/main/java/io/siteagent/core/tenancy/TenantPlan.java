package io.siteagent.core.tenancy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * What has to be done to bring a tenant in line: exactly what applying it does (law 9).
 *
 * @param changes in the order in which they are made
 * @param obstacles while there is one, nothing else is done than taking people who left out of a group of ours
 * @param refusals removals that the brake holds back (law 7); the rest of the plan is applied
 * @param warnings what an operator should know although it stops nothing
 * @param tally how many refusals and warnings there are of those that alarms count
 */
public record TenantPlan(
        List<Change> changes, List<Obstacle> obstacles, List<String> refusals, List<String> warnings, Tally tally) {

    public TenantPlan {
        changes = List.copyOf(changes);
        obstacles = List.copyOf(obstacles);
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }

    /** Nothing to do and nothing in the way. */
    public boolean isEmpty() {
        return changes.isEmpty() && obstacles.isEmpty() && refusals.isEmpty();
    }

    /** Collects the parts that the planners for Rancher and for Keycloak contribute. */
    static final class Draft {

        private final List<Change> changes = new ArrayList<>();
        private final List<Obstacle> obstacles = new ArrayList<>();
        private final List<String> refusals = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Tally tally = Tally.NONE;

        void add(Change change) {
            changes.add(change);
        }

        void addAll(Collection<? extends Change> more) {
            changes.addAll(more);
        }

        void obstacle(Obstacle obstacle) {
            obstacles.add(obstacle);
        }

        void refusal(String refusal) {
            refusals.add(refusal);
        }

        void warn(String warning) {
            warnings.add(warning);
        }

        void count(Tally more) {
            tally = tally.plus(more);
        }

        TenantPlan plan() {
            var ordered = changes.stream()
                    .filter(change -> obstacles.isEmpty() || change instanceof Change.RemoveMember)
                    .sorted(java.util.Comparator.comparing(Stage::of))
                    .toList();
            return new TenantPlan(ordered, obstacles, refusals, warnings, tally);
        }
    }
}
