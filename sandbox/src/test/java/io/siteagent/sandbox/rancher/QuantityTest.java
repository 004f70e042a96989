package io.siteagent.sandbox.rancher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "2000m, 2",
        "1500m, 1500m",
        "0.5, 500m",
        "4096Mi, 4Gi",
        "1536Mi, 1536Mi",
        "16384Mi, 16Gi",
        "1Ki, 1Ki",
        "0, 0",
        "0Gi, 0",
        "1e3, 1k",
        "1E, 1E",
        "12M, 12M",
        "100n, 100n",
        "-1, -1",
        "1000, 1k",
        "1024, 1024",
        "1.5Gi, 1536Mi"
    })
    void quantities_are_written_as_kubernetes_writes_them(String given, String canonical) {
        assertThat(Quantity.parse(given)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"four", "4GB", "", "1 Gi", "Mi", "1ki"})
    void other_texts_are_no_quantities(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Quantity.parse(text))
                .withMessageContaining("must match the regular expression");
    }

    @Test
    void a_sum_keeps_the_form_of_its_first_part() {
        assertThat(Quantity.parse("1Gi").plus(Quantity.parse("512Mi"))).hasToString("1536Mi");
        assertThat(Quantity.ZERO.plus(Quantity.parse("2Gi"))).hasToString("2Gi");
        assertThat(Quantity.parse("250m").plus(Quantity.parse("1"))).hasToString("1250m");
    }
}
