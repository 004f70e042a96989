package io.siteagent.core.tenancy;

/**
 * What bringing a tenant in line has counted, for metrics and alarms.
 *
 * @param added members who were added
 * @param removed members who were removed
 * @param failedRemovals removals that were due and were not made, because something failed: somebody keeps access they
 *     should not have
 * @param refusedRemovals removals that the brake held back
 * @param missing people of the team whom Keycloak does not know
 * @param unmanaged members whom Waldur does not know and who stay
 */
public record Counts(int added, int removed, int failedRemovals, int refusedRemovals, int missing, int unmanaged) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);

    static Counts of(TenantPlan plan, Applier.Result result) {
        var removed = count(result.done(), Change.RemoveMember.class);
        return new Counts(
                count(result.done(), Change.AddMember.class),
                removed,
                count(plan.changes(), Change.RemoveMember.class) - removed,
                plan.tally().refusedRemovals(),
                plan.tally().missing().size(),
                plan.tally().unmanaged());
    }

    /** For a tenant in line: nothing was changed. */
    public static Counts of(Tally tally) {
        return new Counts(0, 0, 0, tally.refusedRemovals(), tally.missing().size(), tally.unmanaged());
    }

    private static int count(java.util.List<Change> changes, Class<? extends Change> kind) {
        return Math.toIntExact(changes.stream().filter(kind::isInstance).count());
    }
}
