package io.siteagent.core.rancher;

import java.util.HashMap;
import java.util.Map;

/**
 * Amounts by quota key, as Rancher's {@code resourceQuota.limit} holds them. Keys of {@code extended} stand beside the
 * fixed ones under their Kubernetes name: {@code limitsCpu}, {@code limitsMemory}, {@code requests.nvidia.com/gpu}.
 * Equality compares amounts, not spellings.
 *
 * @param amounts rounded to what can be written to Rancher: CPU up to a thousandth of a core, bytes up to a whole one,
 *     counts down to a whole one
 */
public record QuotaLimit(Map<String, Quantity> amounts) {

    public static final QuotaLimit NONE = new QuotaLimit(Map.of());

    public QuotaLimit {
        var rounded = new HashMap<String, Quantity>();
        amounts.forEach((key, amount) -> rounded.put(key, Quantity.parse(print(key, amount))));
        amounts = Map.copyOf(rounded);
    }

    public boolean isEmpty() {
        return amounts.isEmpty();
    }

    /** The same keys, each at zero: the default for namespaces that nobody has given an amount yet. */
    public QuotaLimit zeroed() {
        var zero = new HashMap<String, Quantity>();
        amounts.keySet().forEach(key -> zero.put(key, Quantity.ZERO));
        return new QuotaLimit(zero);
    }

    /** The amount as it is written under that key, Rancher's or Kubernetes'. */
    public static String print(String key, Quantity amount) {
        if (key.endsWith("Cpu") || key.endsWith(".cpu")) {
            return amount.asCpu();
        }
        var bytes =
                key.endsWith("Memory") || key.endsWith("memory") || key.endsWith("Storage") || key.endsWith("storage");
        return bytes ? amount.asBytes() : amount.asCount();
    }
}
