package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.ResourceQuota;
import java.util.ArrayList;
import java.util.List;

/**
 * ResourceQuotas of our own, beside those that Rancher makes from the project quota. One that an agent wrote for
 * another layout goes when what replaces it is enforced.
 */
final class QuotaPlanner {

    private final Tenant tenant;
    private final TenantState state;
    private final QuotaLayout layout;
    private final TenantPlan.Draft draft;

    QuotaPlanner(Tenant tenant, TenantState state, TenantPlan.Draft draft) {
        this.tenant = tenant;
        this.state = state;
        this.layout = QuotaLayout.of(tenant, state);
        this.draft = draft;
    }

    /** @param managed name of the managed namespace, which may not be there yet */
    void plan(String managed) {
        if (state.namespaces().stream().noneMatch(namespace -> namespace.name().equals(managed))) {
            ensure(managed, layout.own(), List.of());
        }
        state.namespaces().stream()
                .filter(namespace -> !namespace.deleting())
                .forEach(namespace -> plan(namespace, layout.ownIn(namespace, managed)));
    }

    private void plan(Namespace namespace, QuotaLimit own) {
        var quotas = state.quotas().getOrDefault(namespace.name(), List.of());
        ensure(namespace.name(), own, quotas);
        quotas.stream()
                .filter(QuotaLayout::isAgents)
                .filter(quota -> own.isEmpty() || !quota.name().equals(layout.ownName()))
                .forEach(quota -> draft.add(new Change.DeleteQuota(
                        namespace.name(), quota.name(), QuotaLayout.enforced(share(namespace), own))));
    }

    private QuotaLimit share(Namespace namespace) {
        var isManaged = state.managed(tenant)
                .filter(managed -> managed.name().equals(namespace.name()))
                .isPresent();
        return isManaged ? ProjectPlanner.share(layout.project(), namespace.name(), state) : QuotaLimit.NONE;
    }

    private void ensure(String namespace, QuotaLimit own, List<ResourceQuota> quotas) {
        if (own.isEmpty()) {
            return;
        }
        var wanted = Quotas.hard(own);
        var found = quotas.stream()
                .filter(quota -> quota.name().equals(layout.ownName()))
                .findFirst();
        var differences = new ArrayList<String>();
        found.filter(quota -> !quota.hard().equals(wanted))
                .ifPresent(quota ->
                        differences.add("from %s to %s".formatted(Wording.hard(quota.hard()), Wording.hard(wanted))));
        if (found.isEmpty() || !differences.isEmpty()) {
            draft.add(new Change.EnsureQuota(
                    namespace, layout.ownName(), Marks.of(tenant.resource()), wanted, differences));
        }
    }
}
