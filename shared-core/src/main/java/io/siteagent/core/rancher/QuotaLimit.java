package io.siteagent.core.rancher;

import java.util.Map;

/**
 * Amounts by quota key, as Rancher's {@code resourceQuota.limit} holds them. Keys of {@code extended} stand beside the
 * fixed ones under their Kubernetes name: {@code limitsCpu}, {@code limitsMemory}, {@code requests.nvidia.com/gpu}.
 * Equality compares amounts, not spellings.
 */
public record QuotaLimit(Map<String, Quantity> amounts) {

    public static final QuotaLimit NONE = new QuotaLimit(Map.of());

    public QuotaLimit {
        amounts = Map.copyOf(amounts);
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** The same keys, each at zero: the default for namespaces that nobody has given an amount yet. */
    public QuotaLimit zeroed() {
        var zero = new java.util.HashMap<String, Quantity>();
        amounts.keySet().forEach(key -> zero.put(key, Quantity.ZERO));
        return new QuotaLimit(zero);
    }
}
