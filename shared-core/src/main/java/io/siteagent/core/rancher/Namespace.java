package io.siteagent.core.rancher;

import java.util.Map;
import java.util.Optional;

/**
 * A namespace of the downstream cluster.
 *
 * @param projectId value of annotation {@code field.cattle.io/projectId} ({@code <cluster>:<project>}): the truth about
 *     membership; the label of that name lags
 * @param quota its share of the project quota (annotation {@code field.cattle.io/resourceQuota})
 * @param quotaValidated condition ResourceQuotaValidated of annotation {@code cattle.io/status}; empty when Rancher has
 *     not said yet
 * @param deleting whether it is terminating
 */
public record Namespace(
        String name,
        Optional<String> projectId,
        Map<String, String> annotations,
        Map<String, String> labels,
        QuotaLimit quota,
        Optional<Boolean> quotaValidated,
        boolean deleting) {}
