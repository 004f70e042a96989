package io.siteagent.core.usage;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.waldur.OfferingComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The components of an offering that usage is reported for: configured here, measurable, and accepted by Waldur. One
 * component that Waldur does not accept makes it refuse the whole request, and one that nobody can measure must not
 * turn into a zero, so both are left out.
 *
 * @param measures what is reported
 * @param warnings what is left out although Waldur would take it, or configured although Waldur does not know it
 */
public record ReportedComponents(List<Measure> measures, List<String> warnings) {

    public static ReportedComponents of(
            Collection<Component> configured, UsageSettings settings, Collection<OfferingComponent> sold) {
        var measures = new ArrayList<Measure>();
        var warnings = new ArrayList<String>();
        var byType = sold.stream()
                .collect(
                        Collectors.toMap(OfferingComponent::type, OfferingComponent::acceptsUsage, Boolean::logicalOr));
        for (var component : configured) {
            var accepted = byType.remove(component.key());
            if (accepted == null) {
                warnings.add("component " + component.key() + " is configured, but the offering in Waldur has no such"
                        + " component: its usage is not reported");
            } else if (accepted) {
                Measure.of(component, settings)
                        .ifPresentOrElse(
                                measures::add,
                                () -> warnings.add("component " + component.key() + " has no type and no k8s_resource"
                                        + " that can be measured: its usage is not reported"));
            }
        }
        byType.forEach((type, accepted) -> {
            if (accepted) {
                warnings.add("component " + type + " of the offering in Waldur is not configured: its usage is not"
                        + " reported");
            }
        });
        return new ReportedComponents(List.copyOf(measures), List.copyOf(warnings));
    }
}
