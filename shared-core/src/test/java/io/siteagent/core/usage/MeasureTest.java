package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.rancher.Quantity;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

    @ParameterizedTest
    @CsvSource({
        "CPU,     PODS,          cpu",
        "RAM,     PODS,          memory",
        "STORAGE, VOLUME_CLAIMS, storage",
        "GPU,     PODS,          nvidia.com/gpu"
    })
    void a_kind_counts_what_kubernetes_calls_it(Component.Kind kind, Measure.Source source, String resource) {
        var measure = Measure.of(component(kind, Optional.empty(), "1"), UsageSettings.DEFAULT)
                .orElseThrow();

        assertThat(measure.source()).isEqualTo(source);
        assertThat(measure.resource()).isEqualTo(resource);
    }

    @ParameterizedTest
    @CsvSource({
        "amd.com/gpu,             amd.com/gpu",
        "nvidia.com/mig-1g.5gb,   nvidia.com/mig-1g.5gb",
        "requests.nvidia.com/gpu, nvidia.com/gpu"
    })
    void k8s_resource_wins_over_the_kind(String configured, String resource) {
        assertThat(Measure.of(component(Component.Kind.CPU, Optional.of(configured), "1"), UsageSettings.DEFAULT))
                .hasValueSatisfying(measure -> {
                    assertThat(measure.resource()).isEqualTo(resource);
                    assertThat(measure.unit()).isEqualByComparingTo("1");
                });
    }

    @Test
    void a_component_that_only_waldur_knows_is_not_measured() {
        assertThat(Measure.of(component(Component.Kind.OTHER, Optional.empty(), "1"), UsageSettings.DEFAULT))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // 5368709.12 bytes are 0.005 GiB
        "RAM,     2147483648,  1,            2.00",
        "RAM,     1000000000,  1,            0.93",
        "RAM,     107374182400,10,           10.00",
        "RAM,     1073741824,  0.0009765625, 1024.00",
        "STORAGE, 5368710,     1,            0.01",
        "STORAGE, 5368709,     1,            0.00",
        "CPU,     2.5,         1,            2.50",
        "CPU,     0.005,       1,            0.01",
        "CPU,     0.0049,      1,            0.00",
        "CPU,     10,          3,            3.33",
        "GPU,     3,           1,            3.00"
    })
    void an_amount_is_in_the_unit_of_waldur_with_two_decimals_rounded_half_up(
            Component.Kind kind, BigDecimal requested, String unitFactor, String expected) {
        var measure = Measure.of(component(kind, Optional.empty(), unitFactor), UsageSettings.DEFAULT)
                .orElseThrow();

        assertThat(measure.amountOf(new Quantity(requested))).isEqualTo(new BigDecimal(expected));
    }

    @Test
    void memory_and_hugepages_named_as_k8s_resource_are_counted_in_gibibytes_too() {
        for (var name : new String[] {"memory", "ephemeral-storage", "hugepages-2Mi", "requests.storage"}) {
            var measure = Measure.of(component(Component.Kind.OTHER, Optional.of(name), "1"), UsageSettings.DEFAULT)
                    .orElseThrow();
            assertThat(measure.amountOf(new Quantity(BigDecimal.valueOf(3L << 30))))
                    .as(name)
                    .isEqualTo("3.00");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CPU,     -1,                   1",
        "CPU,     1000000001,           1",
        "STORAGE, 9223372036854775807,  1",
        "CPU,     900000000,            0.0000000001"
    })
    void an_amount_that_cannot_be_true_is_objected_to(Component.Kind kind, BigDecimal requested, String unitFactor) {
        var measure = Measure.of(component(kind, Optional.empty(), unitFactor), UsageSettings.DEFAULT)
                .orElseThrow();

        assertThat(measure.objectionTo(new Quantity(requested)))
                .hasValueSatisfying(
                        reason -> assertThat(reason).startsWith(kind.name()).hasSizeLessThan(120));
    }

    @Test
    void the_amounts_of_the_largest_clusters_are_not_objected_to() {
        var memory = Measure.of(component(Component.Kind.RAM, Optional.empty(), "1"), UsageSettings.DEFAULT)
                .orElseThrow();

        assertThat(memory.objectionTo(Quantity.gibibytes(BigDecimal.valueOf(50_000_000))))
                .isEmpty();
        assertThat(memory.objectionTo(Quantity.ZERO)).isEmpty();
    }

    private static Component component(Component.Kind kind, Optional<String> k8sResource, String unitFactor) {
        return new Component(
                kind.name(),
                kind,
                k8sResource,
                new BigDecimal(unitFactor),
                Component.AccountingType.USAGE,
                kind.name(),
                "unit");
    }
}
