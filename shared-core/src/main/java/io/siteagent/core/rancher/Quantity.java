package io.siteagent.core.rancher;

import java.math.BigDecimal;

/**
 * An amount in Kubernetes' sense, held exactly.
 *
 * @param value in the resource's base unit: cores, bytes, or a count; compare with {@link #compareTo}, which ignores
 *     scale
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

    public Quantity {
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /**
     * Reads every form that Kubernetes writes: plain, m, u, n, k … E, Ki … Ei, exponent.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static Quantity parse(String text) {
        throw new UnsupportedOperationException(text);
    }

    public static Quantity cores(BigDecimal cores) {
        return new Quantity(cores);
    }

    public static Quantity gibibytes(BigDecimal gibibytes) {
        return new Quantity(gibibytes.multiply(BigDecimal.valueOf(1L << 30)));
    }

    public static Quantity count(BigDecimal count) {
        return new Quantity(count);
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value));
    }

    /** Value divided by 2^30, exact. */
    public BigDecimal inGibibytes() {
        return value.divide(BigDecimal.valueOf(1L << 30));
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** For CPU: "2500m", or "4" when whole. */
    public String asCpu() {
        throw new UnsupportedOperationException();
    }

    /** For memory and storage: in Mi when whole, else in bytes ("512Mi"). */
    public String asBytes() {
        throw new UnsupportedOperationException();
    }

    /** For counts: plain digits; fractions are rounded down, as no device can be split. */
    public String asCount() {
        throw new UnsupportedOperationException();
    }
}
