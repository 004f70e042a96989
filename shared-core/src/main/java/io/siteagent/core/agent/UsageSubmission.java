package io.siteagent.core.agent;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The sending half of a report pass: gives amounts to Waldur while the month lasts, time is left and Waldur answers.
 * Thread-safe; made anew for each pass.
 */
final class UsageSubmission {

    /** Waldur takes usage in no other state. */
    static final Set<ResourceState> ACCEPTING_STATES =
            EnumSet.of(ResourceState.OK, ResourceState.UPDATING, ResourceState.TERMINATING);

    /** So many passing faults in a row mean that Waldur is down, and that the other resources need not find it out. */
    private static final int FAULTS_IN_A_ROW = 8;

    private final WaldurClient waldur;
    private final YearMonth month;
    private final Supplier<YearMonth> monthNow;
    private final Deadline deadline;
    private final AtomicInteger faultsInARow = new AtomicInteger();

    /**
     * @param month the month that the amounts belong to
     * @param monthNow Waldur books what it gets on the month in which it gets it, so nothing is sent once this differs
     */
    UsageSubmission(WaldurClient waldur, YearMonth month, Supplier<YearMonth> monthNow, Deadline deadline) {
        this.waldur = waldur;
        this.month = month;
        this.monthNow = monthNow;
        this.deadline = deadline;
    }

    /** Sends all amounts of a resource in one request, as Waldur shows those of the last request only. */
    Outcome submit(Resource resource, Map<String, BigDecimal> amounts) {
        if (!monthNow.get().equals(month)) {
            return new Outcome.Deferred(
                    month + " ended during the run: not sent, so that it is not booked on the next month");
        }
        if (deadline.passed()) {
            return new Outcome.Deferred("no time left in this run: usage not sent");
        }
        if (faultsInARow.get() >= FAULTS_IN_A_ROW) {
            return new Outcome.Deferred("Waldur failed for the resources before: usage not sent");
        }
        try {
            waldur.setUsage(resource.uuid(), month, amounts);
            faultsInARow.set(0);
            return new Outcome.Done(List.of(describe(amounts)));
        } catch (RemoteException failure) {
            return afterFailure(resource, failure);
        }
    }

    private Outcome afterFailure(Resource resource, RemoteException failure) {
        switch (failure.reason()) {
            case UNAUTHORIZED -> faultsInARow.set(FAULTS_IN_A_ROW);
            case TRANSIENT, MALFORMED -> faultsInARow.incrementAndGet();
            case REFUSED, MISSING, CONFLICT -> faultsInARow.set(0);
        }
        return failure.is(Reason.REFUSED) ? afterRefusal(resource, failure) : Outcomes.of(failure);
    }

    /** A refusal is expected of a resource that has left the accepting states since it was listed. */
    private Outcome afterRefusal(Resource resource, RemoteException refusal) {
        try {
            var state = waldur.resource(resource.uuid()).state();
            return ACCEPTING_STATES.contains(state) ? Outcomes.of(refusal) : notAccepting(state);
        } catch (RemoteException failure) {
            return failure.is(Reason.MISSING) ? Outcomes.of(refusal) : Outcomes.of(failure);
        }
    }

    static Outcome notAccepting(ResourceState state) {
        return new Outcome.Skipped("Waldur takes no usage of a resource in state " + state.wireName());
    }

    private String describe(Map<String, BigDecimal> amounts) {
        var text = new StringBuilder("usage of ").append(month).append(':');
        new TreeMap<>(amounts)
                .forEach((component, amount) ->
                        text.append(' ').append(component).append(' ').append(amount.toPlainString()));
        return text.toString();
    }
}
