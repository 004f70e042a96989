package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Change;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.OrphanGroups;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Resource;
import java.util.List;
import java.util.Optional;

/** Deletes groups that resources have left behind, at the end of a pass over many. */
final class GroupCleanup {

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final Effect effect;

    GroupCleanup(
            Offering offering, Backends backends, TenantFactory tenants, TenantReconciler reconciler, Effect effect) {
        this.offering = offering;
        this.backends = backends;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.effect = effect;
    }

    /** Items only if there is something to delete, or it can't be known. */
    List<PassReport.Item> run(List<Resource> living, Optional<ClusterSnapshot> snapshot) {
        if (backends.keycloak().isEmpty()) {
            return List.of();
        }
        var item = Outcomes.contain(
                offering.name(), "offering", offering.uuid().hex(), offering.name(), () -> clean(living, snapshot));
        return item.outcome() instanceof Outcome.Unchanged ? List.of() : List.of(item);
    }

    private Outcomes.Result clean(List<Resource> living, Optional<ClusterSnapshot> snapshot) {
        var orphans = new OrphanGroups(backends, tenants)
                .plan(
                        living,
                        snapshot.map(ClusterSnapshot::boundPrincipals)
                                .orElseGet(() -> ClusterSnapshot.boundPrincipals(backends.rancher())));
        return Outcomes.Result.of(orphans.isEmpty() ? new Outcome.Unchanged() : outcome(orphans));
    }

    private Outcome outcome(List<Change> orphans) {
        return switch (effect) {
            case APPLY -> Outcomes.of(reconciler.delete(orphans));
            case PREVIEW ->
                new Outcome.Planned(orphans.stream().map(Change::describe).toList(), List.of());
            case QUEUE ->
                new Outcome.Queued(
                        new Trigger.OrphanGroups(offering.uuid()),
                        offering.uuid().hex());
        };
    }
}
