package io.siteagent.core.config;

/**
 * How many members may be removed before a person has to say so ({@code removal_brake}).
 *
 * @param perGroup most removals from one group at once ({@code max_removals})
 * @param shareOfGroup most removals from one group, as part of its members ({@code max_share})
 * @param alwaysAllowed so many may leave a group whatever their share is: small groups would never change otherwise
 *     ({@code always_allowed})
 * @param perRun most removals from all groups of an offering in one run ({@code max_removals_per_run})
 * @param shareOfRun most removals in one run, as part of all members, once they are more than {@code perGroup}
 *     ({@code max_share_per_run})
 */
public record RemovalBrake(int perGroup, double shareOfGroup, int alwaysAllowed, int perRun, double shareOfRun) {
    public static final RemovalBrake DEFAULT = new RemovalBrake(10, 0.5, 2, 200, 0.2);
}
