package io.siteagent.core.tenancy;

import io.siteagent.core.config.Component;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What was sold, in the keys of Rancher's project quota. */
final class Quotas {

    static final String LIMITS_CPU = "limitsCpu";
    static final String LIMITS_MEMORY = "limitsMemory";

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
     * Project quota for what was sold. Storage is reported and not enforced; components that are not in {@code limits}
     * have no quota.
     *
     * @param limits amounts by component key, in Waldur's units
     */
    static QuotaLimit sold(List<Component> components, Map<String, BigDecimal> limits) {
        var amounts = new TreeMap<String, Quantity>();
        for (var component : components) {
            var sold = limits.get(component.key());
            if (sold != null) {
                var amount = sold.multiply(component.unitFactor());
                key(component).ifPresent(key -> amounts.put(key, quantity(component, amount)));
            }
        }
        return new QuotaLimit(amounts);
    }

    private static Optional<String> key(Component component) {
        if (component.k8sResource().isPresent()) {
            return component.k8sResource().map(resource -> "requests." + resource);
        }
        return switch (component.kind()) {
            case CPU -> Optional.of(LIMITS_CPU);
            case RAM -> Optional.of(LIMITS_MEMORY);
            case GPU -> Optional.of("requests.nvidia.com/gpu");
            case STORAGE, OTHER -> Optional.empty();
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
            default -> rancherKey;
        };
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

    private static Quantity least(Quantity one, Quantity other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
