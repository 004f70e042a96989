package io.siteagent.core.rancher;

import java.util.Map;

/** A Kubernetes ResourceQuota: what is enforced ({@code spec.hard}) and what is counted ({@code status.used}). */
public record ResourceQuota(
        String namespace,
        String name,
        Map<String, String> labels,
        Map<String, Quantity> hard,
        Map<String, Quantity> used) {

    private static final String OF_PROJECT = "resourcequota.management.cattle.io/default-resource-quota";
    private static final String OF_PREDECESSOR = "custom-resource-quota";
    private static final String OF_RESOURCE = "siteagent.io/resource-uuid";

    /**
     * Whether it enforces what was sold: Rancher's share of the project quota, or one that the agent applied itself.
     */
    public boolean isOfAgent() {
        return "true".equals(labels.get(OF_PROJECT)) || labels.containsKey(OF_RESOURCE) || name.equals(OF_PREDECESSOR);
    }
}
