package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Makes the changes of a plan: lanes at the same time, stages of a lane one after another, changes of a stage at the
 * same time.
 */
final class Applier {

    private static final int AT_ONCE = 4;

    private Applier() {}

    /**
     * @param done changes that were made
     * @param failures what went wrong; a lane stops after the stage in which something did
     */
    record Result(List<Change> done, List<RemoteException> failures) {}

    /**
     * Applies a plan, and reads back what came of it unless something stands in its way.
     *
     * @param state what the plan was made from
     * @param readBack what is not as it should be, once everything was made
     */
    static Reconciliation carryOut(
            TenantPlan plan, TenantState state, Workbench bench, Supplier<List<String>> readBack) {
        var result = apply(plan.changes(), bench);
        var failures = new ArrayList<>(result.failures());
        if (state.access() instanceof TenantState.AccessState.Unreadable unreadable) {
            failures.add(unreadable.cause());
        }
        var unmet = List.<String>of();
        if (failures.isEmpty() && plan.obstacles().isEmpty()) {
            try {
                unmet = readBack.get();
            } catch (RemoteException failure) {
                failures.add(failure);
            }
        }
        return Reconciliation.of(plan, new Result(result.done(), failures), unmet);
    }

    static Result apply(List<Change> changes, Workbench bench) {
        var lanes = changes.stream().collect(Collectors.groupingBy(Lane::of, TreeMap::new, Collectors.toList()));
        var runs = lanes.values().stream()
                .<Callable<Result>>map(lane -> () -> applyLane(lane, bench))
                .toList();
        var results = Parallel.all(Lane.values().length, runs);
        return new Result(
                results.stream().flatMap(result -> result.done.stream()).toList(),
                results.stream().flatMap(result -> result.failures.stream()).toList());
    }

    private static Result applyLane(List<Change> changes, Workbench bench) {
        var stages = changes.stream().collect(Collectors.groupingBy(Stage::of, TreeMap::new, Collectors.toList()));
        var done = new ArrayList<Change>();
        var failures = new ArrayList<RemoteException>();
        for (var stage : stages.values()) {
            var attempts = stage.stream()
                    .<Callable<Attempt>>map(change -> () -> attempt(change, bench))
                    .toList();
            for (var attempt : Parallel.all(AT_ONCE, attempts)) {
                attempt.failure().ifPresentOrElse(failures::add, () -> done.add(attempt.change()));
            }
            if (!failures.isEmpty()) {
                break;
            }
        }
        return new Result(done, failures);
    }

    private record Attempt(Change change, java.util.Optional<RemoteException> failure) {}

    private static Attempt attempt(Change change, Workbench bench) {
        try {
            change.apply(bench);
            return new Attempt(change, java.util.Optional.empty());
        } catch (RemoteException failure) {
            return new Attempt(change, java.util.Optional.of(failure));
        }
    }
}
