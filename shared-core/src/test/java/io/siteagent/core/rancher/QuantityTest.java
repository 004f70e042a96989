package io.siteagent.core.rancher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4, 4",
        "+4, 4",
        "-4, -4",
        "0.5, 0.5",
        ".5, 0.5",
        "5., 5",
        "1500m, 1.5",
        "100u, 0.0001",
        "1n, 0.000000001",
        "2k, 2000",
        "2M, 2000000",
        "1G, 1000000000",
        "1T, 1000000000000",
        "1P, 1e15",
        "1E, 1e18",
        "1Ki, 1024",
        "1.5Mi, 1572864",
        "1Gi, 1073741824",
        "1Ti, 1099511627776",
        "1Pi, 1125899906842624",
        "1Ei, 1152921504606846976",
        "12e6, 12000000",
        "12E6, 12000000",
        "1.5e-3, 0.0015",
        "1e+2, 100"
    })
    void every_form_of_kubernetes_is_read(String text, BigDecimal value) {
        assertThat(Quantity.parse(text).value()).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", ".", "m", "Gi", "1 Gi", "1GB", "1K", "1mi", "1ki", "0x10", "1e", "1e1000", "1,5", "NaN", "--1"
            })
    void anything_else_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Quantity.parse(text));
    }

    @Property
    void what_is_written_for_cpu_is_read_as_the_same(@ForAll @LongRange(min = 0, max = 1L << 40) long thousandths) {
        var cpu = new Quantity(BigDecimal.valueOf(thousandths, 3));
        assertThat(Quantity.parse(cpu.asCpu())).isEqualTo(cpu);
        assertThat(cpu.asCpu()).matches("\\d+m?");
    }

    @Property
    void what_is_written_for_bytes_is_read_as_the_same(@ForAll @LongRange(min = 0) long bytes) {
        var quantity = Quantity.count(BigDecimal.valueOf(bytes));
        assertThat(Quantity.parse(quantity.asBytes())).isEqualTo(quantity);
    }

    @Property
    void whole_gibibytes_are_written_in_mebibytes(@ForAll @IntRange(min = 1, max = 1 << 20) int gibibytes) {
        var quantity = Quantity.gibibytes(BigDecimal.valueOf(gibibytes));
        assertThat(quantity.asBytes()).isEqualTo(gibibytes * 1024L + "Mi");
        assertThat(quantity.inGibibytes()).isEqualByComparingTo(BigDecimal.valueOf(gibibytes));
    }

    @Property
    void rounding_gives_enough_cpu_and_memory_and_never_too_many_devices(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(9) BigDecimal amount) {
        var exact = new Quantity(amount);
        assertThat(Quantity.parse(exact.asCpu())).isGreaterThanOrEqualTo(exact);
        assertThat(Quantity.parse(exact.asBytes())).isGreaterThanOrEqualTo(exact);
        assertThat(Quantity.parse(exact.asCount())).isLessThanOrEqualTo(exact);
    }

    @Property
    void two_spellings_of_one_amount_are_equal(@ForAll @IntRange(min = 0, max = 1_000_000) int cores) {
        assertThat(Quantity.parse(cores + "000m"))
                .isEqualTo(Quantity.parse(cores + ".0"))
                .hasSameHashCodeAs(Quantity.parse(String.valueOf(cores)));
    }

    @Property
    void a_limit_equals_what_rancher_will_say_of_it(
            @ForAll @BigRange(min = "0", max = "1000000") @Scale(9) BigDecimal amount) {
        var limit = new QuotaLimit(java.util.Map.of(
                "limitsCpu", new Quantity(amount),
                "limitsMemory", new Quantity(amount),
                "requests.nvidia.com/gpu", new Quantity(amount)));
        var written = io.siteagent.core.http.JsonValues.parse(
                        io.siteagent.core.http.JsonValues.write(QuotaJson.write(limit)))
                .orElseThrow();
        assertThat(QuotaJson.read(written)).isEqualTo(limit);
    }
}
