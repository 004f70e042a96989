package io.siteagent.core.tenancy;

import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.ResourceQuota;
import java.util.Map;

/**
 * How what was sold is laid out over Rancher's project quota and ResourceQuotas of our own: all of it in the project
 * quota; before Rancher 2.14 extended resources in a ResourceQuota in every namespace; with {@code quota_scope:
 * namespace} all of it in one ResourceQuota, as the predecessor did.
 *
 * @param project Rancher's project quota; the managed namespace gets it all, other namespaces nothing by default
 * @param own what the ResourceQuota {@code ownName} holds in the managed namespace
 * @param others what it holds in every other namespace of the project; no such quota there when empty
 */
record QuotaLayout(QuotaLimit project, QuotaLimit own, QuotaLimit others, String ownName) {

    /** The ResourceQuota that the predecessor wrote. */
    static final String PREDECESSORS = "custom-resource-quota";

    /** Our ResourceQuota for what Rancher's project quota can't hold. */
    static final String EXTENDED = "siteagent-extended-resources";

    static QuotaLayout of(Tenant tenant, TenantState state) {
        var sold = tenant.project().limit();
        if (tenant.project().quotaScope() == QuotaSettings.Scope.NAMESPACE) {
            return new QuotaLayout(QuotaLimit.NONE, sold, QuotaLimit.NONE, PREDECESSORS);
        }
        if (state.extendedQuotas()) {
            return new QuotaLayout(sold, QuotaLimit.NONE, QuotaLimit.NONE, EXTENDED);
        }
        var extended = Quotas.extended(sold);
        return new QuotaLayout(Quotas.withoutExtended(sold), extended, extended.zeroed(), EXTENDED);
    }

    /** Whether Rancher has to be asked what its project quota can hold. */
    static boolean dependsOnRancher(Tenant tenant) {
        return tenant.project().quotaScope() == QuotaSettings.Scope.PROJECT
                && !Quotas.extended(tenant.project().limit()).isEmpty();
    }

    /** What a namespace has to enforce, by Kubernetes key, given its share of the project quota. */
    static Map<String, Quantity> enforced(QuotaLimit share, QuotaLimit own) {
        var all = Quotas.hard(share);
        all.putAll(Quotas.hard(own));
        return all;
    }

    /** Whether a ResourceQuota is one that an agent wrote: this one, or the predecessor. */
    static boolean isAgents(ResourceQuota quota) {
        return quota.name().equals(EXTENDED) || quota.name().equals(PREDECESSORS);
    }

    /** What the ResourceQuota {@code ownName} has to hold in a namespace. */
    QuotaLimit ownIn(Namespace namespace, String managed) {
        return namespace.name().equals(managed) ? own : others;
    }
}
