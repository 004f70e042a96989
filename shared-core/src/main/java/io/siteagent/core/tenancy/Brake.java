package io.siteagent.core.tenancy;

import java.util.Optional;

/**
 * The brake on removals from one group (law 7).
 *
 * @param most how many members may be removed at once
 * @param share which part of the members may be removed at once, once more than {@code alwaysAllowed} are
 * @param alwaysAllowed so many may always be removed, small groups would never change otherwise
 */
public record Brake(int most, double share, int alwaysAllowed) {

    public static final Brake DEFAULT = new Brake(10, 0.5, 2);

    /**
     * Judges the removals from one group.
     *
     * @param members how many the group has now
     * @param removals how many of them would be removed
     * @param wanted how many should be in it
     * @return why the removals are refused; empty when they may go on
     */
    Optional<String> refuses(int members, int removals, int wanted) {
        if (removals == 0) {
            return Optional.empty();
        }
        if (wanted == 0) {
            return Optional.of("the team is empty although the group has %d members".formatted(members));
        }
        if (removals > most) {
            return Optional.of("%d removals are more than the %d that may be made at once".formatted(removals, most));
        }
        if (removals > alwaysAllowed && removals > share * members) {
            return Optional.of(
                    "%d removals are more than %.0f %% of %d members".formatted(removals, share * 100, members));
        }
        return Optional.empty();
    }
}
