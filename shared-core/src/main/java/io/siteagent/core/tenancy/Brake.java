package io.siteagent.core.tenancy;

import io.siteagent.core.config.RemovalBrake;
import java.util.Optional;

/** The brake on removals (law 7): judges those from one group, and those of one run. */
public sealed interface Brake {

    /** In force, with the limits of an offering that says nothing about it. */
    static Brake standard() {
        return new Limited(RemovalBrake.DEFAULT);
    }

    /** In force, with the limits of the offering. */
    record Limited(RemovalBrake limits) implements Brake {}

    /** An operator has released it, for one resource and one run. */
    record Released() implements Brake {}

    /** Nothing may be removed in this run, whatever the limits of one group allow. */
    record Locked(String why) implements Brake {}

    /**
     * Judges the removals from one group.
     *
     * @param members how many the group has now
     * @param removals how many of them would be removed
     * @param people how many the whole team has, in all groups of the resource
     * @return why the removals are refused; empty when they may go on
     */
    default Optional<String> refuses(int members, int removals, int people) {
        if (removals == 0) {
            return Optional.empty();
        }
        return switch (this) {
            case Released _ -> Optional.empty();
            case Locked(var why) -> Optional.of(why);
            case Limited(var limits) -> refuses(limits, members, removals, people);
        };
    }

    private static Optional<String> refuses(RemovalBrake limits, int members, int removals, int people) {
        if (people == 0) {
            return Optional.of("the team is empty although the group has %d members".formatted(members));
        }
        if (removals > limits.perGroup()) {
            return Optional.of(
                    "%d removals are more than the %d that may be made at once".formatted(removals, limits.perGroup()));
        }
        if (removals > limits.alwaysAllowed() && removals > limits.shareOfGroup() * members) {
            return Optional.of("%d removals are more than %.0f %% of %d members"
                    .formatted(removals, limits.shareOfGroup() * 100, members));
        }
        return Optional.empty();
    }

    /**
     * Judges all removals of a run.
     *
     * @param members how many all groups together have now
     * @return why none of them may be made; empty when they may go on
     */
    static Optional<String> refusesRun(RemovalBrake limits, int members, int removals) {
        if (removals > limits.perRun()) {
            return Optional.of("%d removals in one run are more than the %d that may be made"
                    .formatted(removals, limits.perRun()));
        }
        if (removals > limits.perGroup() && removals > limits.shareOfRun() * members) {
            return Optional.of("%d removals in one run are more than %.0f %% of %d members"
                    .formatted(removals, limits.shareOfRun() * 100, members));
        }
        return Optional.empty();
    }
}
