package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.ResourceQuota;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether what was read back equals what was asked for (law 6): nothing left to plan, and Rancher has enforced what it
 * accepted.
 */
final class Verification {

    private final Planner planner;

    Verification(Planner planner) {
        this.planner = planner;
    }

    /**
     * What is not yet as it should be, one line for each; empty when the tenant is in line. Fails when it can't be
     * known.
     */
    List<String> unmet(Tenant tenant, TenantState state) {
        if (state.access() instanceof TenantState.AccessState.Unreadable unreadable) {
            throw unreadable.cause();
        }
        var unmet = new ArrayList<String>();
        planner.plan(tenant, state).changes().stream()
                .filter(change -> !(change instanceof Change.RecordBackendId))
                .map(Change::describe)
                .forEach(unmet::add);
        unmet.addAll(unenforced(tenant, state));
        return unmet;
    }

    /** What Rancher has accepted and does not enforce, which no plan shows; one line for each. */
    static List<String> unenforced(Tenant tenant, TenantState state) {
        var own = QuotaLayout.of(tenant, state).own();
        return state.managed(tenant)
                .map(namespace -> unenforced(
                        namespace,
                        QuotaLayout.enforced(namespace.quota(), own),
                        state.quotas().getOrDefault(namespace.name(), List.of())))
                .orElse(List.of());
    }

    private static List<String> unenforced(
            Namespace namespace, Map<String, Quantity> sold, List<ResourceQuota> quotas) {
        var unmet = new ArrayList<String>();
        if (namespace.quotaValidated().filter(valid -> !valid).isPresent()) {
            unmet.add("Rancher calls the quota of namespace %s invalid".formatted(namespace.name()));
        }
        sold.forEach((key, amount) -> {
            var enforced = Quotas.enforced(quotas, key);
            if (enforced.filter(hard -> hard.compareTo(amount) == 0).isEmpty()) {
                unmet.add("namespace %s enforces %s %s instead of %s"
                        .formatted(
                                namespace.name(),
                                key,
                                enforced.map(hard -> Wording.amount(key, hard)).orElse("nothing"),
                                Wording.amount(key, amount)));
            }
        });
        return unmet;
    }
}
