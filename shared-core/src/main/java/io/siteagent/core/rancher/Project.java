package io.siteagent.core.rancher;

import java.util.Map;
import java.util.Optional;

/**
 * A Rancher project ({@code management.cattle.io/v3 Project}).
 *
 * @param name object name, the part of the id behind the colon
 * @param backingNamespace namespace of the management cluster that holds its bindings; empty until Rancher says so
 * @param ready whether that namespace exists (condition BackingNamespaceCreated or InitialRolesPopulated)
 * @param deleting whether it is on its way out (deletionTimestamp)
 * @param limit project quota; {@link QuotaLimit#NONE} when it has none
 * @param namespaceDefault quota of namespaces that were given none of their own
 * @param used what its namespaces have reserved, not what pods use
 * @param containerDefault default limits and requests of containers ({@code limitsCpu}, {@code requestsMemory}, …)
 */
public record Project(
        String clusterId,
        String name,
        String displayName,
        String description,
        Map<String, String> annotations,
        Map<String, String> labels,
        Optional<String> backingNamespace,
        boolean ready,
        boolean deleting,
        QuotaLimit limit,
        QuotaLimit namespaceDefault,
        QuotaLimit used,
        QuotaLimit containerDefault) {

    /** {@code <cluster>:<name>}: how Rancher's UI and Waldur's backend id write it. */
    public String id() {
        return clusterId + ":" + name;
    }
}
