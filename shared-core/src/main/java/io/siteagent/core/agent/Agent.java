package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.RancherFacts;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.usage.Clusters;
import io.siteagent.core.usage.ReportingMonth;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent as its callers see it: one pass of one mode over every offering that has the mode switched on. An offering
 * that cannot be served does not stop the others. Thread-safe.
 */
public final class Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final int OFFERINGS_AT_ONCE = 4;

    /** What is sent later may come in after the end, by a clock that is a little ahead of ours. */
    private static final Duration BEFORE_THE_MONTH_ENDS = Duration.ofSeconds(5);

    private final AgentConfiguration configuration;
    private final Clock clock;
    private final Tuning tuning;
    private final CallObserver observer;

    public Agent(AgentConfiguration configuration, Clock clock) {
        this(configuration, clock, Tuning.STANDARD);
    }

    public Agent(AgentConfiguration configuration, Clock clock, Tuning tuning) {
        this(configuration, clock, tuning, CallObserver.NONE);
    }

    /** @param observer is told of every call that is made */
    public Agent(AgentConfiguration configuration, Clock clock, Tuning tuning, CallObserver observer) {
        this.configuration = configuration;
        this.clock = clock;
        this.tuning = tuning;
        this.observer = observer;
    }

    /** Never throws for what another system does: that ends up in the report. */
    public PassReport run(Mode mode, Trigger trigger, Deadline deadline) {
        return run(mode, trigger, deadline, Effect.APPLY);
    }

    /**
     * Looks at what the trigger names and does nothing about it: what is to be done ends up in the report as
     * {@link Outcome.Queued}, one item for each piece of work. Never throws for what another system does.
     */
    public PassReport find(Mode mode, Trigger trigger, Deadline deadline) {
        return run(mode, trigger, deadline, Effect.QUEUE);
    }

    /** What a membership pass would do at this moment: same reads, same planner, no write (law 9). */
    public PassReport plan(Trigger trigger, Deadline deadline) {
        return plan(Mode.MEMBERSHIP_SYNC, trigger, deadline);
    }

    /** What a pass would do at this moment; nothing is changed anywhere. */
    public PassReport plan(Mode mode, Trigger trigger, Deadline deadline) {
        return run(mode, trigger, deadline, Effect.PREVIEW);
    }

    private PassReport run(Mode mode, Trigger trigger, Deadline deadline, Effect effect) {
        var run = new Run(mode, trigger, clock.instant(), new Clusters(), effect, new Gauges());
        var calls = new CallCount();
        var wire = new Wire(deadline, calls.and(observer), tuning.retries(), tuning.limits());
        var passes = configuration.offerings().stream()
                .filter(offering -> concerns(trigger, offering))
                .<Callable<List<PassReport.Item>>>map(offering -> () -> serve(run, offering, wire))
                .toList();
        var items = Parallel.all(OFFERINGS_AT_ONCE, passes).stream()
                .flatMap(List::stream)
                .toList();
        return new PassReport(mode, items, calls.bySystem(), run.gauges().read(clock.instant()));
    }

    private static boolean concerns(Trigger trigger, Offering offering) {
        return switch (trigger) {
            case Trigger.Sweep _, Trigger.PastMonth _ -> true;
            case Trigger.OneOrder(var wanted, var _) -> wanted.equals(offering.uuid());
            case Trigger.OneResource one -> one.offering().equals(offering.uuid());
            case Trigger.OneProject(var wanted, var _) -> wanted.equals(offering.uuid());
            case Trigger.OrphanGroups(var wanted) -> wanted.equals(offering.uuid());
            case Trigger.ReportShard(var wanted, var _, var _) -> wanted.equals(offering.uuid());
        };
    }

    private List<PassReport.Item> serve(Run run, Offering offering, Wire wire) {
        if (!offering.modes().contains(run.mode())) {
            return List.of(offeringItem(
                    offering,
                    new Outcome.Skipped("%s is switched off for this offering"
                            .formatted(run.mode().settingName()))));
        }
        var keycloak = offering.keycloak()
                .map(settings ->
                        new KeycloakClient(settings, wire, offering.membership().userAttribute()));
        try {
            var backends = new Backends(
                    new WaldurClient(offering.waldur(), wire), new RancherClient(offering.rancher(), wire), keycloak);
            return pass(run, offering, backends, wire);
        } catch (RemoteException failure) {
            return List.of(offeringItem(offering, Outcomes.of(failure)));
        } finally {
            keycloak.ifPresent(KeycloakClient::close);
        }
    }

    /**
     * What the passes over all offerings have in common.
     *
     * @param startedAt before anything was read
     */
    private record Run(
            Mode mode, Trigger trigger, Instant startedAt, Clusters clusters, Effect effect, Gauges gauges) {}

    private List<PassReport.Item> pass(Run run, Offering offering, Backends backends, Wire wire) {
        var tenants = new TenantFactory(offering, clock);
        var deadline = wire.deadline();
        var reconciler = new TenantReconciler(
                backends, new Brake.Limited(offering.membership().brake()), tuning.patience(), deadline);
        return switch (run.mode()) {
            case ORDER_PROCESS ->
                new OrderPass(
                                offering,
                                backends,
                                new OrderHandling(offering, backends.waldur(), tenants, reconciler, clock),
                                deadline,
                                run.effect(),
                                run.gauges())
                        .run(run.trigger());
            case MEMBERSHIP_SYNC ->
                new MembershipPass(offering, backends, tenants, reconciler, deadline, clock, run.effect())
                        .run(run.trigger());
            case REPORT ->
                switch (run.effect()) {
                    case APPLY -> report(run, offering, backends.rancher(), wire);
                    case PREVIEW ->
                        List.of(offeringItem(
                                offering,
                                new Outcome.Planned(List.of("report the usage of its resources"), List.of())));
                    case QUEUE -> {
                        var shards = ReportShards.queued(backends.waldur(), offering);
                        noticeExpiry(run.gauges(), offering, wire);
                        yield shards;
                    }
                };
        };
    }

    /** Not knowing it is no reason to report no usage: whoever may not read a key is told by {@code doctor}. */
    private static void noticeExpiry(Gauges gauges, Offering offering, Wire wire) {
        try {
            new RancherFacts(offering.rancher(), wire)
                    .key()
                    .flatMap(RancherFacts.ApiKey::expires)
                    .ifPresent(gauges::credentialUntil);
        } catch (RemoteException unknown) {
            LOG.debug("whether Rancher's API key ends soon is unknown: {}", unknown.getMessage());
        }
    }

    /** Waldur books usage on the month in which it comes in, so no call and no repetition may outlast the month. */
    private List<PassReport.Item> report(Run run, Offering offering, RancherClient rancher, Wire wire) {
        var month = ReportingMonth.at(run.startedAt(), offering.timezone());
        var left = Duration.between(clock.instant(), month.end().minus(BEFORE_THE_MONTH_ENDS));
        var deadline = wire.deadline().within(left);
        return new ReportPass(
                        offering,
                        new WaldurClient(offering.waldur(), wire.until(deadline)),
                        run.clusters().of(offering.rancher(), rancher),
                        month,
                        clock,
                        deadline)
                .run(run.trigger());
    }

    private static PassReport.Item offeringItem(Offering offering, Outcome outcome) {
        return new PassReport.Item(
                offering.name(), "offering", offering.uuid().hex(), offering.name(), outcome, List.of());
    }
}
