package io.siteagent.core.usage;

import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Exact sums of requests; a namespace without any requests zero. */
final class RequestTally extends Tally<PodUsage> {

    private final Map<String, Map<String, Quantity>> totals = new HashMap<>();

    @Override
    void count(PodUsage pod) {
        pod.requests()
                .forEach((resource, requested) -> totals.computeIfAbsent(pod.namespace(), _ -> new HashMap<>())
                        .merge(resource, requested, Quantity::plus));
    }

    @Override
    Optional<Quantity> amount(String namespace, String resource) {
        return Optional.of(totals.getOrDefault(namespace, Map.of()).getOrDefault(resource, Quantity.ZERO));
    }
}
