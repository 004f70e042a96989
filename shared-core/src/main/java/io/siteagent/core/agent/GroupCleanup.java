package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.rancher.RoleTemplateBinding;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.OrphanGroups;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Deletes groups that resources have left behind, at the end of a sweep. */
final class GroupCleanup {

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;

    GroupCleanup(Offering offering, Backends backends, TenantFactory tenants, TenantReconciler reconciler) {
        this.offering = offering;
        this.backends = backends;
        this.tenants = tenants;
        this.reconciler = reconciler;
    }

    /** Deletes them; one item for the offering tells it, or that it could not be known. */
    Optional<PassReport.Item> run(List<Resource> living, Optional<ClusterSnapshot> snapshot) {
        if (backends.keycloak().isEmpty()) {
            return Optional.empty();
        }
        var item = Outcomes.contain(
                offering.name(), "offering", offering.uuid().hex(), offering.name(), () -> clean(living, snapshot));
        return item.outcome() instanceof Outcome.Unchanged ? Optional.empty() : Optional.of(item);
    }

    private Outcomes.Result clean(List<Resource> living, Optional<ClusterSnapshot> snapshot) {
        var orphans = new OrphanGroups(backends, tenants)
                .plan(living, snapshot.map(ClusterSnapshot::boundPrincipals).orElseGet(this::boundPrincipals));
        return orphans.isEmpty()
                ? Outcomes.Result.of(new Outcome.Unchanged())
                : Outcomes.Result.of(Outcomes.of(reconciler.delete(orphans)));
    }

    private Set<String> boundPrincipals() {
        return backends.rancher().visibleBindings().stream()
                .map(RoleTemplateBinding::groupPrincipal)
                .collect(Collectors.toSet());
    }
}
