package io.siteagent.core.usage;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.rancher.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a component of the offering counts in Kubernetes, and in which unit Waldur wants to hear it.
 *
 * @param component key of the component, under which the amount travels to Waldur
 * @param resource Kubernetes' name of what is requested: {@code cpu}, {@code memory}, {@code nvidia.com/gpu}, …
 * @param unit base units (cores, bytes, devices) in one unit of the backend (core, GiB, device)
 * @param unitFactor units of the backend in one unit of Waldur ({@code unit_factor})
 * @param most more than that is not believed, in Waldur's unit ({@code usage_maximum})
 */
public record Measure(
        String component, Source source, String resource, BigDecimal unit, BigDecimal unitFactor, BigDecimal most) {

    /** Which objects of the cluster the amount is summed over. */
    public enum Source {
        /** requests of pods that are neither succeeded nor failed */
        PODS,
        /** storage requests of PersistentVolumeClaims */
        VOLUME_CLAIMS,
        /** what ResourceQuotas count, in their {@code status.used} */
        RESOURCE_QUOTAS
    }

    static final String STORAGE = "storage";

    private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
    private static final int DECIMALS = 2;

    /** Waldur stores at most 20 digits, decimals included, and refuses the whole request otherwise. */
    private static final int DIGITS = 20;

    /** No cluster has more cores or GiB of memory than that. */
    private static final Map<String, BigDecimal> MOST_OF =
            Map.of("cpu", BigDecimal.valueOf(1_000_000), "memory", BigDecimal.valueOf(100_000_000));

    /** No cluster has more GiB of storage (1 EiB) or devices than that; a claim of 8 Ei is a slip or an attack. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    /** How the component is measured; empty for one that only Waldur knows. */
    public static Optional<Measure> of(Component component, UsageSettings settings) {
        return component
                .k8sResource()
                .map(name -> name.startsWith("requests.") ? name.substring("requests.".length()) : name)
                .or(() -> resourceOf(component.kind()))
                .map(resource -> of(component, resource, settings));
    }

    private static Measure of(Component component, String resource, UsageSettings settings) {
        var unit = unitOf(resource);
        var most = Optional.ofNullable(settings.maximum().get(component.key()))
                .orElseGet(() -> MOST_OF.getOrDefault(resource, MOST)
                        .divide(component.unitFactor(), DECIMALS, RoundingMode.CEILING));
        var source = switch (settings.source()) {
            case REQUESTS -> sourceOf(resource);
            case QUOTA -> Source.RESOURCE_QUOTAS;
        };
        return new Measure(component.key(), source, resource, unit, component.unitFactor(), most);
    }

    /** Under which names the cluster may know the amount, the best one first. */
    List<String> keys() {
        return switch (source) {
            case PODS, VOLUME_CLAIMS -> List.of(resource);
            case RESOURCE_QUOTAS ->
                switch (resource) {
                    case "cpu", "memory" -> List.of("requests." + resource, resource, "limits." + resource);
                    default -> List.of("requests." + resource);
                };
        };
    }

    private static Optional<String> resourceOf(Component.Kind kind) {
        return switch (kind) {
            case CPU -> Optional.of("cpu");
            case RAM -> Optional.of("memory");
            case STORAGE -> Optional.of(Measure.STORAGE);
            case GPU -> Optional.of("nvidia.com/gpu");
            case OTHER -> Optional.empty();
        };
    }

    private static Source sourceOf(String resource) {
        return resource.equals(STORAGE) ? Source.VOLUME_CLAIMS : Source.PODS;
    }

    private static BigDecimal unitOf(String resource) {
        return switch (resource) {
            case "memory", STORAGE, "ephemeral-storage" -> GIBIBYTE;
            default -> resource.startsWith("hugepages-") ? GIBIBYTE : BigDecimal.ONE;
        };
    }

    /** The amount in Waldur's unit, rounded half-up to 2 decimals: the only rounding there is. */
    BigDecimal amountOf(Quantity total) {
        return total.value().divide(unit.multiply(unitFactor), DECIMALS, RoundingMode.HALF_UP);
    }

    /** Why an amount must not be believed, however it came about; Waldur itself would take nearly anything. */
    Optional<String> objectionTo(Quantity total) {
        if (total.value().signum() < 0) {
            return Optional.of("%s is negative (%s)".formatted(component, plain(total)));
        }
        if (amountOf(total).compareTo(most) > 0) {
            return Optional.of("%s is more than %s (%s)"
                    .formatted(component, most.stripTrailingZeros().toPlainString(), plain(total)));
        }
        if (amountOf(total).precision() > DIGITS) {
            return Optional.of("%s has more than %d digits; check its unit_factor".formatted(component, DIGITS));
        }
        return Optional.empty();
    }

    private static String plain(Quantity quantity) {
        return quantity.value().toPlainString();
    }
}
