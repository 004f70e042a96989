package io.siteagent.core.tenancy;

import io.siteagent.core.config.Component;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.ResourceQuota;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What was sold, in the keys of Rancher's project quota. */
final class Quotas {

    static final String LIMITS_CPU = "limitsCpu";
    static final String LIMITS_MEMORY = "limitsMemory";
    private static final String REQUESTS_STORAGE = "requestsStorage";

    /** What a container gets that asks for nothing; never more than was sold. */
    private static final Map<String, Quantity> CONTAINER_CPU = Map.of(
            LIMITS_CPU, Quantity.cores(new BigDecimal("0.5")), "requestsCpu", Quantity.cores(new BigDecimal("0.05")));

    private static final Map<String, Quantity> CONTAINER_MEMORY = Map.of(
            LIMITS_MEMORY,
            Quantity.gibibytes(new BigDecimal("0.5")),
            "requestsMemory",
            Quantity.gibibytes(new BigDecimal("0.125")));

    private Quotas() {}

    /**
     * Quota for what was sold; components that are not in {@code limits} have none.
     *
     * @param limits amounts by component key, in Waldur's units
     * @param storage whether volume claims are limited too
     */
    static QuotaLimit sold(List<Component> components, Map<String, BigDecimal> limits, boolean storage) {
        var amounts = new TreeMap<String, Quantity>();
        for (var component : components) {
            var sold = limits.get(component.key());
            if (sold != null) {
                var amount = sold.multiply(component.unitFactor());
                key(component, storage).ifPresent(key -> amounts.put(key, quantity(component, amount)));
            }
        }
        return new QuotaLimit(amounts);
    }

    private static Optional<String> key(Component component, boolean storage) {
        if (component.k8sResource().isPresent()) {
            return component.k8sResource().map(resource -> "requests." + resource);
        }
        return switch (component.kind()) {
            case CPU -> Optional.of(LIMITS_CPU);
            case RAM -> Optional.of(LIMITS_MEMORY);
            case GPU -> Optional.of("requests.nvidia.com/gpu");
            case STORAGE -> storage ? Optional.of(REQUESTS_STORAGE) : Optional.empty();
            case OTHER -> Optional.empty();
        };
    }

    private static Quantity quantity(Component component, BigDecimal amount) {
        if (component.k8sResource().isPresent()) {
            return Quantity.count(amount);
        }
        return switch (component.kind()) {
            case CPU -> Quantity.cores(amount);
            case RAM, STORAGE -> Quantity.gibibytes(amount);
            case GPU, OTHER -> Quantity.count(amount);
        };
    }

    /** Container defaults for the limits that the quota demands of every pod. */
    static QuotaLimit containerDefault(QuotaLimit sold) {
        var amounts = new HashMap<String, Quantity>();
        Optional.ofNullable(sold.amounts().get(LIMITS_CPU))
                .ifPresent(most -> CONTAINER_CPU.forEach((key, amount) -> amounts.put(key, least(amount, most))));
        Optional.ofNullable(sold.amounts().get(LIMITS_MEMORY))
                .ifPresent(most -> CONTAINER_MEMORY.forEach((key, amount) -> amounts.put(key, least(amount, most))));
        return new QuotaLimit(amounts);
    }

    /** Key of the ResourceQuota that Rancher makes from a key of its own. */
    static String kubernetesKey(String rancherKey) {
        return switch (rancherKey) {
            case LIMITS_CPU -> "limits.cpu";
            case LIMITS_MEMORY -> "limits.memory";
            case REQUESTS_STORAGE -> "requests.storage";
            default -> rancherKey;
        };
    }

    /** What Rancher's project quota can hold before 2.14: no resource that has only a Kubernetes name. */
    static QuotaLimit withoutExtended(QuotaLimit limit) {
        return filtered(limit, key -> !isExtended(key));
    }

    /** The rest: GPUs and other extended resources. */
    static QuotaLimit extended(QuotaLimit limit) {
        return filtered(limit, Quotas::isExtended);
    }

    private static boolean isExtended(String key) {
        return kubernetesKey(key).equals(key);
    }

    private static QuotaLimit filtered(QuotaLimit limit, Predicate<String> wanted) {
        var kept = new HashMap<>(limit.amounts());
        kept.keySet().removeIf(wanted.negate());
        return kept.isEmpty() ? QuotaLimit.NONE : new QuotaLimit(kept);
    }

    /** The amounts under Kubernetes' keys, as a ResourceQuota holds them. */
    static Map<String, Quantity> hard(QuotaLimit limit) {
        var hard = new TreeMap<String, Quantity>();
        limit.amounts().forEach((key, amount) -> hard.put(kubernetesKey(key), amount));
        return hard;
    }

    /** What is left of the whole for the managed namespace after what others hold; never below zero. */
    static QuotaLimit remainder(QuotaLimit whole, List<QuotaLimit> others) {
        var left = new HashMap<String, Quantity>();
        whole.amounts().forEach((key, amount) -> {
            var taken = others.stream()
                    .map(other ->
                            other.amounts().getOrDefault(key, Quantity.ZERO).value())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            left.put(key, new Quantity(amount.value().subtract(taken).max(BigDecimal.ZERO)));
        });
        return new QuotaLimit(left);
    }

    /** The greater amount for each key of either. */
    static QuotaLimit greatest(QuotaLimit one, QuotaLimit other) {
        var greatest = new HashMap<>(one.amounts());
        other.amounts().forEach((key, amount) -> greatest.merge(key, amount, (a, b) -> a.compareTo(b) >= 0 ? a : b));
        return new QuotaLimit(greatest);
    }

    /** Whether {@code target} asks for less than {@code current} of anything, or no longer for it at all. */
    static boolean lowers(QuotaLimit current, QuotaLimit target) {
        return current.amounts().entrySet().stream().anyMatch(entry -> {
            var wanted = target.amounts().get(entry.getKey());
            return wanted == null || wanted.compareTo(entry.getValue()) < 0;
        });
    }

    /** Whether ResourceQuotas together limit each key to at most that amount. */
    static boolean enforce(List<ResourceQuota> quotas, Map<String, Quantity> hard) {
        return hard.entrySet().stream()
                .allMatch(entry -> enforced(quotas, entry.getKey())
                        .filter(amount -> amount.compareTo(entry.getValue()) <= 0)
                        .isPresent());
    }

    /** Several ResourceQuotas hold at the same time, so the lowest one is what counts. */
    static Optional<Quantity> enforced(List<ResourceQuota> quotas, String key) {
        return quotas.stream()
                .flatMap(quota -> Optional.ofNullable(quota.hard().get(key)).stream())
                .min(Quantity::compareTo);
    }

    /** With nothing sold the usual amount: a container that asked for zero would pass a quota of zero, unlimited. */
    private static Quantity least(Quantity usual, Quantity sold) {
        return sold.value().signum() == 0 || usual.compareTo(sold) <= 0 ? usual : sold;
    }
}
