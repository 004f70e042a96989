package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.waldur.OfferingComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedComponentsTest {

    @ParameterizedTest
    @ValueSource(strings = {"usage", "limit"})
    void usage_is_reported_for_billing_types_that_waldur_takes_usage_for(String billingType) {
        var reported = ReportedComponents.of(
                List.of(configured("cpu", Component.Kind.CPU)),
                UsageSettings.DEFAULT,
                List.of(new OfferingComponent("cpu", billingType)));

        assertThat(reported.measures()).extracting(Measure::component).containsExactly("cpu");
        assertThat(reported.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"fixed", "one", "few", "something-new"})
    void one_that_waldur_refuses_is_left_out_so_that_the_others_are_taken(String billingType) {
        var reported = ReportedComponents.of(
                List.of(configured("cpu", Component.Kind.CPU), configured("fee", Component.Kind.GPU)),
                UsageSettings.DEFAULT,
                List.of(new OfferingComponent("cpu", "limit"), new OfferingComponent("fee", billingType)));

        assertThat(reported.measures()).extracting(Measure::component).containsExactly("cpu");
        assertThat(reported.warnings()).isEmpty();
    }

    @Test
    void one_that_cannot_be_measured_is_left_out_and_named_instead_of_becoming_zero() {
        var reported = ReportedComponents.of(
                List.of(configured("support", Component.Kind.OTHER)),
                UsageSettings.DEFAULT,
                List.of(new OfferingComponent("support", "usage")));

        assertThat(reported.measures()).isEmpty();
        assertThat(reported.warnings()).singleElement().asString().contains("support");
    }

    @Test
    void one_that_waldur_does_not_have_is_left_out_and_named() {
        var reported =
                ReportedComponents.of(List.of(configured("gpu", Component.Kind.GPU)), UsageSettings.DEFAULT, List.of());

        assertThat(reported.measures()).isEmpty();
        assertThat(reported.warnings()).singleElement().asString().contains("gpu");
    }

    @Test
    void one_that_only_waldur_has_is_named_and_never_reported_as_zero() {
        var reported = ReportedComponents.of(
                List.of(), UsageSettings.DEFAULT, List.of(new OfferingComponent("licences", "usage")));

        assertThat(reported.measures()).isEmpty();
        assertThat(reported.warnings()).singleElement().asString().contains("licences");
    }

    @Test
    void two_components_may_count_the_same_thing() {
        var reported = ReportedComponents.of(
                List.of(configured("cpu", Component.Kind.CPU), configured("cpu_used", Component.Kind.CPU)),
                UsageSettings.DEFAULT,
                List.of(new OfferingComponent("cpu", "limit"), new OfferingComponent("cpu_used", "usage")));

        assertThat(reported.measures()).extracting(Measure::component).containsExactly("cpu", "cpu_used");
    }

    private static Component configured(String key, Component.Kind kind) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, Component.AccountingType.LIMIT, key, "unit");
    }
}
