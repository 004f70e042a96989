package io.siteagent.sandbox.rancher;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A Kubernetes quantity such as {@code 1500m} or {@code 4Gi}.
 *
 * @param binary whether it prints with {@code Ki, Mi, Gi …} rather than {@code m, k, M, G …}
 */
record Quantity(BigDecimal amount, boolean binary) implements Comparable<Quantity> {

    static final Quantity ZERO = new Quantity(BigDecimal.ZERO, false);

    /** What Kubernetes says of a text that is no quantity. */
    static final String NOT_A_QUANTITY =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static final Pattern FORM = Pattern.compile(
            "([+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+))(?:([KMGTPE]i)|([numkMGTPE]?)|[eE]([+-]?[0-9]{1,3}))");
    private static final List<String> BINARY = List.of("Ki", "Mi", "Gi", "Ti", "Pi", "Ei");
    private static final String LARGE = "kMGTPE";
    private static final String SMALL = "mun";
    private static final BigDecimal KIBI = BigDecimal.valueOf(1024);

    /** @throws IllegalArgumentException with Kubernetes' own words if the text is no quantity */
    static Quantity parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException(NOT_A_QUANTITY);
        }
        var number = new BigDecimal(match.group(1));
        if (match.group(2) != null) {
            return new Quantity(number.multiply(KIBI.pow(BINARY.indexOf(match.group(2)) + 1)), true);
        }
        if (match.group(4) != null) {
            return new Quantity(number.scaleByPowerOfTen(Integer.parseInt(match.group(4))), false);
        }
        return new Quantity(number.scaleByPowerOfTen(exponent(match.group(3))), false);
    }

    Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount), amount.signum() == 0 ? other.binary : binary);
    }

    Quantity max(Quantity other) {
        return compareTo(other) >= 0 ? this : other;
    }

    boolean negative() {
        return amount.signum() < 0;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    /** Kubernetes' canonical form: the largest suffix that leaves a whole number. */
    @Override
    public String toString() {
        if (amount.signum() == 0) {
            return "0";
        }
        return binary && amount.abs().compareTo(KIBI) >= 0 && whole(amount) ? binaryForm() : decimalForm();
    }

    private String binaryForm() {
        BigInteger value = amount.toBigIntegerExact();
        int suffix = 0;
        while (suffix < BINARY.size() && value.getLowestSetBit() >= 10) {
            value = value.shiftRight(10);
            suffix++;
        }
        return suffix == 0 ? value.toString() : value + BINARY.get(suffix - 1);
    }

    private String decimalForm() {
        int exponent = 0;
        var value = amount;
        while (!whole(value) && exponent > -9) {
            value = value.scaleByPowerOfTen(3);
            exponent -= 3;
        }
        value = value.setScale(0, RoundingMode.UP);
        while (exponent < 18 && whole(value.scaleByPowerOfTen(-3))) {
            value = value.scaleByPowerOfTen(-3);
            exponent += 3;
        }
        return value.toBigInteger() + suffix(exponent);
    }

    private static boolean whole(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0;
    }

    private static int exponent(String suffix) {
        if (suffix.isEmpty()) {
            return 0;
        }
        int large = LARGE.indexOf(suffix);
        return large >= 0 ? 3 * (large + 1) : -3 * (SMALL.indexOf(suffix) + 1);
    }

    private static String suffix(int exponent) {
        int step = exponent / 3;
        if (step == 0) {
            return "";
        }
        return String.valueOf(step > 0 ? LARGE.charAt(step - 1) : SMALL.charAt(-step - 1));
    }
}
