package io.siteagent.core.tenancy;

import io.siteagent.core.http.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What bringing a tenant in line has come to.
 *
 * @param done changes that were made, as said to people
 * @param obstacles why no more was made
 * @param refusals removals that the brake held back
 * @param failures calls that did not succeed
 * @param unmet what was read back and is not as it should be
 */
public record Reconciliation(
        List<String> done,
        List<Obstacle> obstacles,
        List<String> refusals,
        List<RemoteException> failures,
        List<String> unmet,
        List<String> warnings) {

    /** There was nothing to do, and nothing to look at. */
    public static final Reconciliation NOTHING_TO_DO =
            new Reconciliation(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

    /** Everything is as it should be, and was read back. */
    public boolean inLine() {
        return obstacles.isEmpty() && refusals.isEmpty() && failures.isEmpty() && unmet.isEmpty();
    }

    /** A failure that no retry mends, if there is one. */
    public Optional<RemoteException> refusedByServer() {
        return failures.stream()
                .filter(failure -> failure.is(RemoteException.Reason.REFUSED))
                .findFirst();
    }

    /** This attempt, which came after another that got part of the way. */
    Reconciliation after(Reconciliation earlier) {
        var all = new ArrayList<>(earlier.done);
        all.addAll(done);
        return new Reconciliation(List.copyOf(all), obstacles, refusals, failures, unmet, warnings);
    }

    static Reconciliation of(TenantPlan plan, Applier.Result result, List<String> unmet) {
        return new Reconciliation(
                result.done().stream().map(Change::describe).toList(),
                plan.obstacles(),
                plan.refusals(),
                result.failures(),
                unmet,
                plan.warnings());
    }
}
