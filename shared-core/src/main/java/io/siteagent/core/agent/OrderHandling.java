package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.tenancy.Shortfall;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Order;
import io.siteagent.core.waldur.OrderType;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.TeamMember;
import io.siteagent.core.waldur.WaldurClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings one order from pending-provider or executing to its end. Waldur's state is what counts: it is read again after
 * the approval, and every conflict is resolved by reading again.
 */
final class OrderHandling {

    private final Offering offering;
    private final WaldurClient waldur;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final OrderEnd end;
    private final Termination termination;

    /** @param clock tells until when a terminated resource's project is retained */
    OrderHandling(
            Offering offering, WaldurClient waldur, TenantFactory tenants, TenantReconciler reconciler, Clock clock) {
        this.offering = offering;
        this.waldur = waldur;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.end = new OrderEnd(waldur);
        this.termination = new Termination(offering, waldur, tenants, reconciler, end, clock);
    }

    /** What no order asks for any more: projects that were retained long enough. */
    List<PassReport.Item> deleteRetained(Effect effect) {
        return termination.deleteRetained(effect, _ -> true);
    }

    /** As {@link #deleteRetained(Effect)}, for one resource. */
    List<PassReport.Item> deleteRetained(Effect effect, WaldurUuid resource) {
        return termination.deleteRetained(effect, resource::equals);
    }

    /** @param candidate the order as just read, alone or in a list */
    Outcomes.Result handle(Order candidate) {
        if (!candidate.offering().equals(offering.uuid())) {
            return skipped("the order belongs to offering " + candidate.offering());
        }
        if (candidate.type() == OrderType.UNKNOWN) {
            return skipped("orders of type %s are not known; left as it is".formatted(candidate.rawType()));
        }
        return switch (candidate.state()) {
            case PENDING_PROVIDER -> {
                approve(candidate);
                yield look(candidate);
            }
            case EXECUTING -> look(candidate);
            case PENDING_CONSUMER, PENDING_PROJECT, PENDING_START_DATE, DONE, ERRED, CANCELED, REJECTED, UNKNOWN ->
                skipped("the order is %s".formatted(candidate.rawState()));
        };
    }

    /**
     * Somebody else may have approved or withdrawn it meanwhile; the order that is read next tells. Waldur 7.0.7 errs a
     * change of limits when it is approved, because of a hidden object that is not ours; set to executing instead, it
     * goes through on every version.
     */
    private void approve(Order order) {
        try {
            if (order.type() == OrderType.UPDATE && order.changesLimits()) {
                waldur.setExecuting(order.uuid());
            } else {
                waldur.approve(order.uuid());
            }
        } catch (RemoteException failure) {
            if (!failure.is(Reason.CONFLICT)) {
                throw failure;
            }
        }
    }

    /** Reads order, resource and team afresh; the resource mostly shows its order too. */
    private Outcomes.Result look(Order earlier) {
        return Parallel.both(() -> waldur.busyResource(earlier.resource()), () -> team(earlier), (busy, team) -> {
            var order = busy.progress(earlier).orElseGet(() -> waldur.order(earlier.uuid()));
            return proceed(order, withSlugs(busy.resource(), order), team);
        });
    }

    private List<TeamMember> team(Order order) {
        return order.type() == OrderType.TERMINATE || offering.keycloak().isEmpty()
                ? List.of()
                : waldur.team(order.resource());
    }

    private Outcomes.Result proceed(Order order, Resource resource, List<TeamMember> team) {
        return switch (order.state()) {
            case EXECUTING -> carryOut(order, resource, team);
            case DONE -> Outcomes.Result.of(new Outcome.Done(List.of("order is done in Waldur")));
            case PENDING_PROVIDER ->
                Outcomes.Result.of(new Outcome.Deferred("Waldur has not yet carried out the approval"));
            case ERRED -> Outcomes.Result.of(new Outcome.Failed("Waldur erred the order when it was approved"));
            case PENDING_CONSUMER, PENDING_PROJECT, PENDING_START_DATE, CANCELED, REJECTED, UNKNOWN ->
                skipped("after the approval the order is %s".formatted(order.rawState()));
        };
    }

    private Outcomes.Result carryOut(Order order, Resource resource, List<TeamMember> team) {
        return switch (order.type()) {
            case CREATE, RESTORE -> end.finish(order, reconciler.reconcile(tenant(order, resource, team)));
            case UPDATE -> update(order, resource, team);
            case TERMINATE -> termination.carryOut(order, resource);
            case UNKNOWN -> throw new IllegalStateException("sorted out before");
        };
    }

    private Outcomes.Result update(Order order, Resource resource, List<TeamMember> team) {
        if (!order.changesLimits() && limits(order, resource).equals(resource.limits())) {
            return end.finish(order, Reconciliation.NOTHING_TO_DO);
        }
        var tenant = tenant(order, resource, team);
        var state = reconciler.read(tenant);
        var shortfall = Shortfall.of(tenant, state);
        return shortfall.isEmpty()
                ? end.finish(order, reconciler.reconcile(tenant, state))
                : end.refuse(order, "The limits can't be lowered: " + String.join("; ", shortfall));
    }

    private Tenant tenant(Order order, Resource resource, List<TeamMember> team) {
        return tenants.tenant(resource, limits(order, resource), team);
    }

    /** An order's limits may be partial. */
    private static Map<String, BigDecimal> limits(Order order, Resource resource) {
        var limits = new HashMap<>(resource.limits());
        limits.putAll(order.limits());
        return limits;
    }

    /** Waldur 7.0.7 has the slugs of customer and project on orders only. */
    private static Resource withSlugs(Resource resource, Order order) {
        return new Resource(
                resource.uuid(),
                resource.offering(),
                resource.name(),
                resource.slug(),
                resource.state(),
                resource.backendId(),
                resource.projectUuid(),
                resource.projectName(),
                resource.projectSlug().or(order::projectSlug),
                resource.customerName(),
                resource.customerSlug().or(order::customerSlug),
                resource.limits(),
                resource.restrictMemberAccess(),
                resource.paused(),
                resource.downscaled());
    }

    private static Outcomes.Result skipped(String reason) {
        return Outcomes.Result.of(new Outcome.Skipped(reason));
    }
}
