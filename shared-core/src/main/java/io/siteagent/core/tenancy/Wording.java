package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.ProjectApply;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How amounts and differences are said to people. */
final class Wording {

    private Wording() {}

    static String projectChange(ProjectApply desired, List<String> differences) {
        return "~ project %s (%s): %s".formatted(desired.displayName(), desired.name(), String.join(", ", differences));
    }

    /** {@code ": limits.cpu 4, limits.memory 8192Mi"}; nothing for no quota. */
    static String quotaSuffix(QuotaLimit limit) {
        return limit.isEmpty() ? "" : ": " + quota(limit);
    }

    static String quota(QuotaLimit limit) {
        return limit.isEmpty()
                ? "none"
                : new TreeMap<>(limit.amounts())
                        .entrySet().stream()
                                .map(entry -> Quotas.kubernetesKey(entry.getKey()) + " " + amount(entry))
                                .collect(Collectors.joining(", "));
    }

    /** Amounts by Kubernetes key. */
    static String hard(Map<String, Quantity> hard) {
        return new TreeMap<>(hard)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + amount(entry))
                        .collect(Collectors.joining(", "));
    }

    static String change(String what, QuotaLimit from, QuotaLimit to) {
        return "%s from %s to %s".formatted(what, quota(from), quota(to));
    }

    private static String amount(Map.Entry<String, Quantity> entry) {
        return amount(entry.getKey(), entry.getValue());
    }

    /** An amount as Kubernetes would write it for that key. */
    static String amount(String key, Quantity amount) {
        return QuotaLimit.print(key, amount);
    }
}
