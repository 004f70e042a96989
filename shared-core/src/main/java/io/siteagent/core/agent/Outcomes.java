package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.tenancy.Change;
import io.siteagent.core.tenancy.Counts;
import io.siteagent.core.tenancy.Obstacle;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.tenancy.TenantPlan;
import io.siteagent.core.tenancy.UnknownBackendIdException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure or an unfinished reconciliation means for the one thing it happened to. */
final class Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

    private Outcomes() {}

    /** An outcome together with what the operator should know besides. */
    record Result(Outcome outcome, List<String> warnings, Counts counts) {

        Result(Outcome outcome, List<String> warnings) {
            this(outcome, warnings, Counts.NONE);
        }

        static Result of(Outcome outcome) {
            return new Result(outcome, List.of());
        }
    }

    /** Does one thing; whatever goes wrong with it becomes its outcome and does not reach the others. */
    static PassReport.Item contain(String offering, String kind, String id, String name, Callable<Result> work) {
        Result result;
        try {
            result = work.call();
        } catch (RemoteException failure) {
            result = Result.of(of(failure));
        } catch (UnknownBackendIdException | IllegalArgumentException bad) {
            result = Result.of(new Outcome.Failed(String.valueOf(bad.getMessage())));
        } catch (Exception bug) {
            LOG.error("unexpected failure on {} {} of offering {}", kind, id, offering, bug);
            result = Result.of(new Outcome.Failed(
                    "unexpected " + bug.getClass().getSimpleName() + "; the log has the details, please report it"));
        }
        return new PassReport.Item(offering, kind, id, name, result.outcome(), result.warnings(), result.counts());
    }

    /** The whole offering is left alone by this pass. */
    static PassReport.Item skipped(Offering offering, String reason) {
        return new PassReport.Item(
                offering.name(),
                "offering",
                offering.uuid().hex(),
                offering.name(),
                new Outcome.Skipped(reason),
                List.of());
    }

    /** Passing faults are put off; what needs a person is a failure. */
    static Outcome of(RemoteException failure) {
        var text = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case TRANSIENT, CONFLICT, MALFORMED -> new Outcome.Deferred(text);
            case REFUSED, MISSING, UNAUTHORIZED -> new Outcome.Failed(text);
        };
    }

    /** Done or unchanged, when the tenant is in line; otherwise the worst of what is in the way. */
    static Outcome of(Reconciliation reconciliation) {
        if (reconciliation.inLine()) {
            return reconciliation.done().isEmpty() ? new Outcome.Unchanged() : new Outcome.Done(reconciliation.done());
        }
        var reasons = new ArrayList<String>();
        reconciliation.obstacles().stream().map(Obstacle::text).forEach(reasons::add);
        reconciliation.failures().stream().map(Throwable::getMessage).forEach(reasons::add);
        reasons.addAll(reconciliation.refusals());
        if (!reconciliation.unmet().isEmpty()) {
            reasons.add("not yet as ordered: " + String.join("; ", reconciliation.unmet()));
        }
        var text = String.join("; ", reasons);
        return needsAPerson(reconciliation)
                ? new Outcome.Failed(text, reconciliation.done())
                : new Outcome.Deferred(text, reconciliation.done());
    }

    /** What carrying a plan out would come to. */
    static Outcome of(TenantPlan plan) {
        if (plan.isEmpty()) {
            return new Outcome.Unchanged();
        }
        var held = Stream.concat(plan.obstacles().stream().map(Obstacle::text), plan.refusals().stream())
                .toList();
        return new Outcome.Planned(plan.changes().stream().map(Change::describe).toList(), held);
    }

    private static boolean needsAPerson(Reconciliation reconciliation) {
        return !reconciliation.refusals().isEmpty()
                || reconciliation.counts().failedRemovals() > 0
                || reconciliation.obstacles().stream().anyMatch(obstacle -> obstacle.kind() != Obstacle.Kind.PASSING)
                || reconciliation.failures().stream().map(Outcomes::of).anyMatch(Outcome.Failed.class::isInstance);
    }
}
