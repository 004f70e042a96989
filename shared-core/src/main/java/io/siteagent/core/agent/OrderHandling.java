package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Order;
import io.siteagent.core.waldur.OrderType;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.math.BigDecimal;
import java.util.EnumSet;
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

    OrderHandling(Offering offering, WaldurClient waldur, TenantFactory tenants, TenantReconciler reconciler) {
        this.offering = offering;
        this.waldur = waldur;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.end = new OrderEnd(waldur);
    }

    /** @param candidate the order as just read, alone or in a list */
    Outcomes.Result handle(Order candidate) {
        if (!candidate.offering().equals(offering.uuid())) {
            return skipped("the order belongs to offering " + candidate.offering());
        }
        return switch (candidate.type()) {
            case CREATE, UPDATE, TERMINATE -> begin(candidate);
            case RESTORE, UNKNOWN ->
                skipped("orders of type %s are not handled; left as it is".formatted(candidate.rawType()));
        };
    }

    private Outcomes.Result begin(Order candidate) {
        return switch (candidate.state()) {
            case PENDING_PROVIDER -> {
                approve(candidate);
                yield proceed(waldur.order(candidate.uuid()));
            }
            case EXECUTING -> proceed(waldur.order(candidate.uuid()));
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
            if (order.type() == OrderType.UPDATE) {
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

    private Outcomes.Result proceed(Order order) {
        return switch (order.state()) {
            case EXECUTING -> carryOut(order);
            case DONE -> Outcomes.Result.of(new Outcome.Done(List.of("order is done in Waldur")));
            case PENDING_PROVIDER ->
                Outcomes.Result.of(new Outcome.Deferred("Waldur has not yet carried out the approval"));
            case ERRED -> Outcomes.Result.of(new Outcome.Failed("Waldur erred the order when it was approved"));
            case PENDING_CONSUMER, PENDING_PROJECT, PENDING_START_DATE, CANCELED, REJECTED, UNKNOWN ->
                skipped("after the approval the order is %s".formatted(order.rawState()));
        };
    }

    private Outcomes.Result carryOut(Order order) {
        var resource = withSlugs(waldur.resource(order.resource()), order);
        return switch (order.type()) {
            case CREATE, UPDATE -> end.finish(order, provide(order, resource));
            case TERMINATE -> end.finish(order, remove(resource));
            case RESTORE, UNKNOWN -> skipped("orders of type %s are not handled".formatted(order.rawType()));
        };
    }

    private Reconciliation provide(Order order, Resource resource) {
        var team = waldur.team(resource.uuid());
        return reconciler.reconcile(tenants.tenant(resource, limits(order, resource), team));
    }

    /** An order's limits may be partial. */
    private static Map<String, BigDecimal> limits(Order order, Resource resource) {
        var limits = new HashMap<>(resource.limits());
        limits.putAll(order.limits());
        return limits;
    }

    private Reconciliation remove(Resource resource) {
        Tenant tenant = tenants.tenant(resource, resource.limits(), List.of());
        var living = EnumSet.complementOf(EnumSet.of(ResourceState.TERMINATED, ResourceState.UNKNOWN));
        var others = offering.keycloak().isEmpty()
                ? 0
                : waldur.resources(offering.uuid(), living).stream()
                        .filter(other -> other.projectUuid().equals(resource.projectUuid()))
                        .filter(other -> !other.uuid().equals(resource.uuid()))
                        .filter(other -> other.state() != ResourceState.TERMINATING)
                        .count();
        return reconciler.remove(tenant, Math.toIntExact(others));
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
