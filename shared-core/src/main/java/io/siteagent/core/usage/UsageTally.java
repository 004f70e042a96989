package io.siteagent.core.usage;

import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.VolumeClaim;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Running sums of requests by namespace and resource name, exact. Filled by one thread while a list streams in; must
 * not be changed afterwards.
 */
final class UsageTally {

    private final Map<String, Map<String, Quantity>> totals = new HashMap<>();

    void add(PodUsage pod) {
        pod.requests().forEach((resource, requested) -> add(pod.namespace(), resource, requested));
    }

    void add(VolumeClaim claim) {
        add(claim.namespace(), Measure.STORAGE, claim.requestedStorage());
    }

    private void add(String namespace, String resource, Quantity requested) {
        totals.computeIfAbsent(namespace, _ -> new HashMap<>()).merge(resource, requested, Quantity::plus);
    }

    /** Zero when nothing in these namespaces requests the resource. */
    Quantity sum(Collection<String> namespaces, String resource) {
        return namespaces.stream()
                .map(namespace -> totals.getOrDefault(namespace, Map.of()).getOrDefault(resource, Quantity.ZERO))
                .reduce(Quantity.ZERO, Quantity::plus);
    }
}
