package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The agent as its callers see it: one pass of one mode over every offering that has the mode switched on. An offering
 * that cannot be served does not stop the others. Thread-safe.
 */
public final class Agent {

    private static final int OFFERINGS_AT_ONCE = 4;

    private final AgentConfiguration configuration;
    private final Clock clock;
    private final Tuning tuning;

    public Agent(AgentConfiguration configuration, Clock clock) {
        this(configuration, clock, Tuning.STANDARD);
    }

    public Agent(AgentConfiguration configuration, Clock clock, Tuning tuning) {
        this.configuration = configuration;
        this.clock = clock;
        this.tuning = tuning;
    }

    /** Never throws for what another system does: that ends up in the report. */
    public PassReport run(Mode mode, Trigger trigger, Deadline deadline) {
        var calls = new CallCount();
        var wire = new Wire(deadline, calls, tuning.retries(), tuning.limits());
        var passes = configuration.offerings().stream()
                .filter(offering -> concerns(trigger, offering))
                .<Callable<List<PassReport.Item>>>map(offering -> () -> serve(mode, trigger, offering, wire))
                .toList();
        var items = Parallel.all(OFFERINGS_AT_ONCE, passes).stream()
                .flatMap(List::stream)
                .toList();
        return new PassReport(mode, items, calls.bySystem());
    }

    private static boolean concerns(Trigger trigger, Offering offering) {
        return switch (trigger) {
            case Trigger.Sweep _ -> true;
            case Trigger.OneOrder(var wanted, var _) -> wanted.equals(offering.uuid());
            case Trigger.OneResource one -> one.offering().equals(offering.uuid());
            case Trigger.OneProject(var wanted, var _) -> wanted.equals(offering.uuid());
        };
    }

    private List<PassReport.Item> serve(Mode mode, Trigger trigger, Offering offering, Wire wire) {
        if (!offering.modes().contains(mode)) {
            return List.of(offeringItem(
                    offering,
                    new Outcome.Skipped("%s is switched off for this offering".formatted(mode.settingName()))));
        }
        var keycloak = offering.keycloak()
                .map(settings ->
                        new KeycloakClient(settings, wire, offering.membership().userAttribute()));
        try {
            var backends = new Backends(
                    new WaldurClient(offering.waldur(), wire), new RancherClient(offering.rancher(), wire), keycloak);
            return pass(mode, trigger, offering, backends, wire.deadline());
        } catch (RemoteException failure) {
            return List.of(offeringItem(offering, Outcomes.of(failure)));
        } finally {
            keycloak.ifPresent(KeycloakClient::close);
        }
    }

    private List<PassReport.Item> pass(
            Mode mode, Trigger trigger, Offering offering, Backends backends, Deadline deadline) {
        var tenants = new TenantFactory(offering, clock);
        var reconciler = new TenantReconciler(
                backends, new Brake.Limited(offering.membership().brake()), tuning.patience(), deadline);
        return switch (mode) {
            case ORDER_PROCESS ->
                new OrderPass(
                                offering,
                                backends,
                                new OrderHandling(offering, backends.waldur(), tenants, reconciler),
                                deadline)
                        .run(trigger);
            case MEMBERSHIP_SYNC ->
                new MembershipPass(offering, backends, tenants, reconciler, deadline, clock).run(trigger);
            case REPORT ->
                new ReportPass(backends.waldur(), backends.rancher(), offering, clock).run(trigger, deadline);
        };
    }

    private static PassReport.Item offeringItem(Offering offering, Outcome outcome) {
        return new PassReport.Item(
                offering.name(), "offering", offering.uuid().hex(), offering.name(), outcome, List.of());
    }
}
