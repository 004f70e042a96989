package io.siteagent.core.usage;

import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.ResourceQuota;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What ResourceQuotas say is used. Several quotas of a namespace count the same pods, so they are never added up: of
 * each key the amount of the agent's own quota is taken, failing that the greatest, as one with a scope counts less.
 */
final class QuotaTally extends Tally<ResourceQuota> {

    private final Map<String, Map<String, Quantity>> own = new HashMap<>();
    private final Map<String, Map<String, Quantity>> any = new HashMap<>();

    @Override
    void count(ResourceQuota quota) {
        raise(any, quota);
        if (quota.isOfAgent()) {
            raise(own, quota);
        }
    }

    private static void raise(Map<String, Map<String, Quantity>> greatest, ResourceQuota quota) {
        var ofNamespace = greatest.computeIfAbsent(quota.namespace(), _ -> new HashMap<>());
        quota.used()
                .forEach((key, used) -> ofNamespace.merge(key, used, (one, two) -> one.compareTo(two) < 0 ? two : one));
    }

    @Override
    Optional<Quantity> amount(String namespace, String key) {
        return find(own, namespace, key).or(() -> find(any, namespace, key));
    }

    private static Optional<Quantity> find(Map<String, Map<String, Quantity>> used, String namespace, String key) {
        return Optional.ofNullable(used.getOrDefault(namespace, Map.of()).get(key));
    }
}
