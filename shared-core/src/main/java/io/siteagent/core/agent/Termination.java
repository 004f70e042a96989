package io.siteagent.core.agent;

import io.siteagent.core.config.DeletionMode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Content;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Order;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The end of a resource, in the offering's deletion mode. */
final class Termination {

    private static final Set<ResourceState> LIVING =
            EnumSet.complementOf(EnumSet.of(ResourceState.TERMINATED, ResourceState.UNKNOWN));

    private final Offering offering;
    private final WaldurClient waldur;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final OrderEnd end;
    private final Clock clock;

    Termination(
            Offering offering,
            WaldurClient waldur,
            TenantFactory tenants,
            TenantReconciler reconciler,
            OrderEnd end,
            Clock clock) {
        this.offering = offering;
        this.waldur = waldur;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.end = end;
        this.clock = clock;
    }

    Outcomes.Result carryOut(Order order, Resource resource) {
        var tenant = tenant(resource);
        return switch (offering.deletion()) {
            case DeletionMode.Immediate _ -> end.finish(order, reconciler.remove(tenant, siblings(resource)));
            case DeletionMode.RefuseWhenNotEmpty _ -> removeEmpty(order, resource, tenant);
            case DeletionMode.Retain(var time) -> {
                var until = clock.instant().atZone(ZoneOffset.UTC).plus(time).toInstant();
                yield end.finish(order, reconciler.retain(tenant, siblings(resource), until));
            }
        };
    }

    private Outcomes.Result removeEmpty(Order order, Resource resource, Tenant tenant) {
        var content = reconciler.content(tenant);
        return content.isEmpty()
                ? end.finish(order, reconciler.remove(tenant, siblings(resource)))
                : end.refuse(order, refusal(content));
    }

    private static String refusal(Content content) {
        return "The project is not empty: it has %s. Delete them and order the termination again."
                .formatted(content.describe());
    }

    /** Deletes what was retained and whose time is over; Waldur must still call the resource terminated. */
    List<PassReport.Item> deleteRetained(Effect effect, Predicate<WaldurUuid> wanted) {
        if (!(offering.deletion() instanceof DeletionMode.Retain)) {
            return List.of();
        }
        return reconciler.retainedTooLong(offering.uuid(), clock.instant()).stream()
                .filter(wanted)
                .map(resource ->
                        Outcomes.contain(offering.name(), "resource", resource.hex(), "", () -> switch (effect) {
                            case APPLY -> deleteRetained(resource);
                            case PREVIEW ->
                                Outcomes.Result.of(new Outcome.Planned(
                                        List.of("- project that was retained long enough"), List.of()));
                            case QUEUE ->
                                Outcomes.Result.of(new Outcome.Queued(
                                        new Trigger.OneResource(offering.uuid(), resource), resource.hex()));
                        }))
                .toList();
    }

    private Outcomes.Result deleteRetained(WaldurUuid uuid) {
        var resource = waldur.resource(uuid);
        if (resource.state() != ResourceState.TERMINATED) {
            return Outcomes.Result.of(new Outcome.Skipped("its project was retained, but the resource is %s again"
                    .formatted(resource.state().wireName())));
        }
        var removal = reconciler.remove(tenant(resource), siblings(resource));
        return new Outcomes.Result(Outcomes.of(removal), removal.warnings());
    }

    private Tenant tenant(Resource resource) {
        return tenants.tenant(resource, resource.limits(), List.of());
    }

    /** Other resources of the Waldur project that still live and share its groups. */
    private int siblings(Resource resource) {
        if (offering.keycloak().isEmpty()) {
            return 0;
        }
        return Math.toIntExact(waldur.resourcesOfProject(offering.uuid(), resource.projectUuid(), LIVING).stream()
                .filter(other -> !other.uuid().equals(resource.uuid()))
                .filter(other -> other.state() != ResourceState.TERMINATING)
                .count());
    }
}
