package io.siteagent.core.rancher;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An amount in Kubernetes' sense, held exactly.
 *
 * @param value in the resource's base unit: cores, bytes, or a count; compare with {@link #compareTo}, which ignores
 *     scale
 */
public record Quantity(BigDecimal value) implements Comparable<Quantity> {

    private static final BigDecimal KIBI = BigDecimal.valueOf(1L << 10);
    private static final BigDecimal MEBI = KIBI.pow(2);
    private static final BigDecimal GIBI = KIBI.pow(3);

    private static final Map<String, BigDecimal> FACTORS = factors();

    /** Number, then a suffix or an exponent; Kubernetes' own limit of digits is lower than the one here. */
    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:\\d{1,40}(?:\\.\\d{0,40})?|\\.\\d{1,40}))(?:([A-Za-z]{1,2})|[eE]([+-]?\\d{1,2}))?");

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO);

    public Quantity {
        value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /**
     * Reads every form that Kubernetes writes: plain, n, u, m, k … E, Ki … Ei, exponent.
     *
     * @throws IllegalArgumentException when it is none of them
     */
    public static Quantity parse(String text) {
        return tryParse(text).orElseThrow(() -> new IllegalArgumentException("not a quantity"));
    }

    static Optional<Quantity> tryParse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var number = new BigDecimal(form.group(1));
        var suffix = form.group(2);
        var exponent = form.group(3);
        if (exponent != null) {
            return Optional.of(new Quantity(number.scaleByPowerOfTen(Integer.parseInt(exponent))));
        }
        var factor = suffix == null ? BigDecimal.ONE : FACTORS.get(suffix);
        return factor == null ? Optional.empty() : Optional.of(new Quantity(number.multiply(factor)));
    }

    private static Map<String, BigDecimal> factors() {
        var factors = new HashMap<String, BigDecimal>();
        factors.put("n", BigDecimal.ONE.movePointLeft(9));
        factors.put("u", BigDecimal.ONE.movePointLeft(6));
        factors.put("m", BigDecimal.ONE.movePointLeft(3));
        var prefixes = List.of("k", "M", "G", "T", "P", "E");
        for (int power = 1; power <= prefixes.size(); power++) {
            factors.put(prefixes.get(power - 1), BigDecimal.ONE.movePointRight(3 * power));
            var binary = power == 1 ? "Ki" : prefixes.get(power - 1) + "i";
            factors.put(binary, KIBI.pow(power));
        }
        return Map.copyOf(factors);
    }

    public static Quantity cores(BigDecimal cores) {
        return new Quantity(cores);
    }

    public static Quantity gibibytes(BigDecimal gibibytes) {
        return new Quantity(gibibytes.multiply(GIBI));
    }

    public static Quantity count(BigDecimal count) {
        return new Quantity(count);
    }

    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value));
    }

    /** Value divided by 2^30, exact. */
    public BigDecimal inGibibytes() {
        return value.divide(GIBI);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    /** For CPU: "2500m", or "4" when whole; a part of a thousandth counts as one. */
    public String asCpu() {
        var milli = value.movePointRight(3).setScale(0, RoundingMode.CEILING);
        var cores = milli.movePointLeft(3).stripTrailingZeros();
        return cores.scale() <= 0 ? cores.toPlainString() : milli.toPlainString() + "m";
    }

    /** For memory and storage: in Mi when whole, else in bytes ("512Mi"); a part of a byte counts as one. */
    public String asBytes() {
        var bytes = value.setScale(0, RoundingMode.CEILING);
        var mebibytes = bytes.divideAndRemainder(MEBI);
        return bytes.signum() == 0 || mebibytes[1].signum() != 0
                ? bytes.toPlainString()
                : mebibytes[0].setScale(0, RoundingMode.UNNECESSARY).toPlainString() + "Mi";
    }

    /** For counts: plain digits; fractions are rounded down, as no device can be split. */
    public String asCount() {
        return value.setScale(0, RoundingMode.FLOOR).toPlainString();
    }
}
