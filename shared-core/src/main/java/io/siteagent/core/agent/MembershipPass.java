package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.tenancy.TenantState;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/** Membership of one offering: keeps groups, members and bindings of its living resources equal to Waldur's teams. */
final class MembershipPass {

    private static final int AT_ONCE = 4;
    private static final Duration NEEDED = Duration.ofSeconds(10);

    /** Below that, reading each tenant costs no more calls than the four lists. */
    private static final int WORTH_A_SNAPSHOT = 2;

    /** Resources that an order is at work on are left to the order. */
    private static final Set<ResourceState> SETTLED = EnumSet.of(ResourceState.OK, ResourceState.ERRED);

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final Deadline deadline;
    private final Effect effect;

    MembershipPass(
            Offering offering,
            Backends backends,
            TenantFactory tenants,
            TenantReconciler reconciler,
            Deadline deadline,
            Effect effect) {
        this.offering = offering;
        this.backends = backends;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.deadline = deadline;
        this.effect = effect;
    }

    List<PassReport.Item> run(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Sweep _ -> sweep(backends.waldur().resources(offering.uuid(), SETTLED));
            case Trigger.OneProject(var _, var project) ->
                sweep(backends.waldur().resources(offering.uuid(), SETTLED).stream()
                        .filter(resource -> resource.projectUuid().equals(project))
                        .toList());
            case Trigger.OneResource one ->
                List.of(Outcomes.contain(
                        offering.name(),
                        "resource",
                        one.resource().hex(),
                        "",
                        () -> sync(backends.waldur().resource(one.resource()), Optional.empty())));
            case Trigger.OneOrder(var _, var order) ->
                List.of(Outcomes.contain(
                        offering.name(),
                        "order",
                        order.hex(),
                        "",
                        () -> Outcomes.Result.of(
                                new Outcome.Skipped("membership looks at resources; name one, or sweep"))));
            case Trigger.ReportShard _, Trigger.PastMonth _ ->
                List.of(Outcomes.skipped(offering, "that is about usage; name a resource, or sweep"));
        };
    }

    /**
     * Most resources have nothing to be done for: four lists of the cluster tell for all of them, instead of four reads
     * for each.
     */
    private List<PassReport.Item> sweep(List<Resource> resources) {
        var snapshot = resources.size() >= WORTH_A_SNAPSHOT ? snapshot() : Optional.<ClusterSnapshot>empty();
        return Parallel.all(
                AT_ONCE,
                resources.stream()
                        .<Callable<PassReport.Item>>map(resource -> () -> contain(resource, snapshot))
                        .toList());
    }

    /**
     * A token that may not list the whole cluster, or a list that can't be understood, still leaves each tenant to be
     * read by itself.
     */
    private Optional<ClusterSnapshot> snapshot() {
        try {
            return Optional.of(reconciler.snapshot());
        } catch (RemoteException failure) {
            if (failure.is(RemoteException.Reason.TRANSIENT)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private PassReport.Item contain(Resource resource, Optional<ClusterSnapshot> snapshot) {
        return Outcomes.contain(
                offering.name(),
                "resource",
                resource.uuid().hex(),
                resource.name(),
                () -> deadline.allows(NEEDED) ? sync(resource, snapshot) : withoutTime(resource));
    }

    /** A pass for the queue leaves to it what it could not look at. */
    private Outcomes.Result withoutTime(Resource resource) {
        return effect == Effect.QUEUE
                ? queued(resource)
                : Outcomes.Result.of(new Outcome.Deferred("time is up; the next run goes on"));
    }

    private Outcomes.Result queued(Resource resource) {
        return Outcomes.Result.of(new Outcome.Queued(
                new Trigger.OneResource(offering.uuid(), resource.uuid()),
                resource.uuid().hex()));
    }

    private Outcomes.Result sync(Resource resource, Optional<ClusterSnapshot> snapshot) {
        if (!resource.offering().equals(offering.uuid())) {
            return skipped("the resource belongs to offering " + resource.offering());
        }
        if (!SETTLED.contains(resource.state())) {
            return skipped("the resource is " + resource.state().wireName());
        }
        if (resource.backendId().isEmpty()) {
            return skipped("the resource has no backend id yet");
        }
        var tenant =
                tenants.tenant(resource, resource.limits(), backends.waldur().team(resource.uuid()));
        var known = snapshot.flatMap(lists -> reconciler.inLineBy(lists, tenant));
        if (known.isPresent()) {
            return new Outcomes.Result(new Outcome.Unchanged(), known.get());
        }
        if (effect == Effect.QUEUE) {
            return queued(resource);
        }
        var state = reconciler.read(tenant);
        if (state.project().isEmpty()) {
            return Outcomes.Result.of(
                    new Outcome.Failed(("project %s is gone from Rancher although the resource lives; terminate"
                                    + " the resource, or clear its backend id and let an order make it anew")
                            .formatted(resource.backendId().get())));
        }
        return effect == Effect.PREVIEW ? preview(tenant, state) : apply(resource, tenant, state);
    }

    private Outcomes.Result apply(Resource resource, Tenant tenant, TenantState state) {
        var reconciliation = reconciler.reconcile(tenant, state);
        tellWaldur(resource, reconciliation);
        return new Outcomes.Result(Outcomes.of(reconciliation), reconciliation.warnings());
    }

    private Outcomes.Result preview(Tenant tenant, TenantState state) {
        var plan = reconciler.plan(tenant, state);
        return new Outcomes.Result(Outcomes.of(plan), plan.warnings());
    }

    private void tellWaldur(Resource resource, Reconciliation reconciliation) {
        if (reconciliation.inLine() && !reconciliation.done().isEmpty()) {
            backends.waldur().refreshLastSync(resource.uuid());
        }
    }

    private static Outcomes.Result skipped(String reason) {
        return Outcomes.Result.of(new Outcome.Skipped(reason));
    }
}
