package io.siteagent.core.rancher;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.data.Offset;

/**
 * Our reading of quantities against that of fabric8's Kubernetes client, which keeps 16 digits: its 1Ei ends in 7000,
 * not in 6976.
 */
class QuantityReferenceTest {

    @Property
    void a_quantity_is_the_amount_that_the_kubernetes_client_reads(@ForAll("quantities") String text) {
        var reference = io.fabric8.kubernetes.api.model.Quantity.parse(text).getNumericalAmount();

        assertThat(Quantity.parse(text).value()).isCloseTo(reference, lastDigits(reference));
    }

    @Property
    void a_sum_is_the_sum_that_the_kubernetes_client_makes(
            @ForAll("quantities") String one, @ForAll("quantities") String other) {
        var reference = io.fabric8.kubernetes.api.model.Quantity.parse(one)
                .getNumericalAmount()
                .add(io.fabric8.kubernetes.api.model.Quantity.parse(other).getNumericalAmount());

        assertThat(Quantity.parse(one).plus(Quantity.parse(other)).value()).isCloseTo(reference, lastDigits(reference));
    }

    private static Offset<BigDecimal> lastDigits(BigDecimal reference) {
        return Offset.offset(reference.abs().movePointLeft(15));
    }

    @Provide
    Arbitrary<String> quantities() {
        var whole = Arbitraries.longs().between(0, 1L << 53).map(String::valueOf);
        var decimal = Combinators.combine(
                        Arbitraries.integers().between(0, 1 << 20),
                        Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(9))
                .as((before, after) -> before + "." + after);
        var suffix = Arbitraries.of(
                "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei", "e3", "E3", "e-2",
                "E+6");
        return Combinators.combine(Arbitraries.oneOf(whole, decimal), suffix).as(String::concat);
    }
}
