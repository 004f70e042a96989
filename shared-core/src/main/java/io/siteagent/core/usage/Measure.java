package io.siteagent.core.usage;

import io.siteagent.core.config.Component;
import io.siteagent.core.rancher.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * What a component of the offering counts in Kubernetes, and in which unit Waldur wants to hear it.
 *
 * @param component key of the component, under which the amount travels to Waldur
 * @param resource Kubernetes' name of what is requested: {@code cpu}, {@code memory}, {@code nvidia.com/gpu}, …
 * @param unit base units (cores, bytes, devices) in one unit of the backend (core, GiB, device)
 * @param unitFactor units of the backend in one unit of Waldur ({@code unit_factor})
 */
public record Measure(String component, Source source, String resource, BigDecimal unit, BigDecimal unitFactor) {

    /** Which objects of the cluster the amount is summed over. */
    public enum Source {
        /** requests of pods that are neither succeeded nor failed */
        PODS,
        /** storage requests of PersistentVolumeClaims */
        VOLUME_CLAIMS
    }

    static final String STORAGE = "storage";

    private static final BigDecimal GIBIBYTE = BigDecimal.valueOf(1L << 30);
    private static final int DECIMALS = 2;

    /** Waldur stores at most 20 digits, decimals included, and refuses the whole request otherwise. */
    private static final int DIGITS = 20;

    /** No cluster has more cores, GiB (1 EiB) or devices than that; a claim of 8 Ei is a slip or an attack. */
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

    /** How the component is measured; empty for one that only Waldur knows. */
    public static Optional<Measure> of(Component component) {
        return component
                .k8sResource()
                .map(name -> name.startsWith("requests.") ? name.substring("requests.".length()) : name)
                .or(() -> resourceOf(component.kind()))
                .map(resource -> new Measure(
                        component.key(), sourceOf(resource), resource, unitOf(resource), component.unitFactor()));
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
        if (total.value().compareTo(MOST.multiply(unit)) > 0) {
            return Optional.of("%s is more than any cluster has (%s)".formatted(component, plain(total)));
        }
        if (amountOf(total).precision() > DIGITS) {
            return Optional.of("%s has more than %d digits; check its unit_factor".formatted(component, DIGITS));
        }
        return Optional.empty();
    }

    private static String plain(Quantity quantity) {
        return quantity.value().toString();
    }
}
