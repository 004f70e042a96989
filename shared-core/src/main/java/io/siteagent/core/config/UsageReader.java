package io.siteagent.core.config;

import io.siteagent.core.config.UsageSettings.Aggregation;
import io.siteagent.core.config.UsageSettings.Source;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings in {@code backend_settings} that say how usage is measured. */
final class UsageReader {

    private UsageReader() {}

    static UsageSettings read(Section section) {
        return new UsageSettings(
                source(section),
                aggregation(section),
                section.section("usage_maximum").map(UsageReader::maximum).orElse(Map.of()));
    }

    /** Limits of components that there are not would protect nothing. */
    static void check(Section settings, List<Component> components) {
        var known = components.stream().map(Component::key).collect(Collectors.toSet());
        settings.section("usage_maximum")
                .ifPresent(maximum -> maximum.keys().stream()
                        .filter(key -> !known.contains(key))
                        .forEach(key -> maximum.problem(
                                key,
                                "is no component of `backend_components`"
                                        + Text.nearest(key, known)
                                                .map(near -> "; did you mean `" + near + "`?")
                                                .orElse(""))));
    }

    private static Source source(Section section) {
        return switch (section.text("usage_source").orElse("requests")) {
            case "requests" -> Source.REQUESTS;
            case "quota" -> Source.QUOTA;
            default -> {
                section.problem(
                        "usage_source",
                        "must be `requests` (of pods and volume claims) or `quota` (what ResourceQuotas count)");
                yield Source.REQUESTS;
            }
        };
    }

    private static Aggregation aggregation(Section section) {
        return switch (section.text("usage_aggregation").orElse("current")) {
            case "current" -> Aggregation.CURRENT;
            case "peak" -> Aggregation.PEAK;
            case "average" -> Aggregation.AVERAGE;
            default -> {
                section.problem("usage_aggregation", "must be `current`, `peak` or `average`");
                yield Aggregation.CURRENT;
            }
        };
    }

    private static Map<String, BigDecimal> maximum(Section section) {
        var maximum = new TreeMap<String, BigDecimal>();
        for (var component : section.keys()) {
            var most = section.number(component);
            if (most.filter(amount -> amount.signum() > 0).isPresent()) {
                maximum.put(component, most.get());
            } else {
                section.problem(component, "must be a number above 0, in the unit that Waldur shows");
            }
        }
        section.finish(Map.of(), Map.of());
        return maximum;
    }
}
