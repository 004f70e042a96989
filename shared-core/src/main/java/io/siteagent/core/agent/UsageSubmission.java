package io.siteagent.core.agent;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.usage.ReportingMonth;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

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
    private final ReportingMonth month;
    private final Clock clock;
    private final Deadline deadline;
    private final AtomicInteger faultsInARow = new AtomicInteger();

    /**
     * @param month the month that the amounts belong to; Waldur books what it gets on the month in which it gets it, so
     *     nothing is sent once it is over
     */
    UsageSubmission(WaldurClient waldur, ReportingMonth month, Clock clock, Deadline deadline) {
        this.waldur = waldur;
        this.month = month;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Sends all amounts of a resource in one request, as Waldur shows those of the last request only. */
    Outcome submit(Resource resource, Map<String, BigDecimal> amounts) {
        var now = clock.instant();
        if (!month.contains(now)) {
            return new Outcome.Deferred(
                    month.month() + " ended during the run: not sent, so that it is not booked on the next month");
        }
        if (deadline.passed()) {
            return new Outcome.Deferred("no time left in this run: usage not sent");
        }
        if (faultsInARow.get() >= FAULTS_IN_A_ROW) {
            return new Outcome.Deferred("Waldur failed for the resources before: usage not sent");
        }
        try {
            waldur.setUsage(resource.uuid(), month.date(now), amounts);
            faultsInARow.set(0);
            return new Outcome.Done(List.of(describe(amounts)));
        } catch (RemoteException failure) {
            return afterFailure(resource, failure);
        }
    }

    private Outcome afterFailure(Resource resource, RemoteException failure) {
        switch (failure.reason()) {
            case UNAUTHORIZED -> faultsInARow.set(FAULTS_IN_A_ROW);
            case TRANSIENT, MALFORMED -> {
                if (!isAboutThisResource(failure)) {
                    faultsInARow.incrementAndGet();
                }
            }
            case REFUSED, MISSING, CONFLICT -> faultsInARow.set(0);
        }
        return failure.is(Reason.REFUSED) ? afterRefusal(resource, failure) : Outcomes.of(failure);
    }

    /** A resource without a plan, among others, makes Waldur fail with a 500 (seen in the source of 7.0.7). */
    private static boolean isAboutThisResource(RemoteException failure) {
        return failure.status().orElse(0) == 500;
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
        var text = new StringBuilder("usage of ").append(month.month()).append(':');
        new TreeMap<>(amounts)
                .forEach((component, amount) ->
                        text.append(' ').append(component).append(' ').append(amount.toPlainString()));
        return text.toString();
    }
}
