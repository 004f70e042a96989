package io.siteagent.core.config;

import io.siteagent.core.config.Component.AccountingType;
import io.siteagent.core.config.Component.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The map {@code backend_components}: what is sold, and what it is in Kubernetes. */
final class ComponentsReader {

    private static final BigDecimal LARGEST_FACTOR = new BigDecimal("1e12");
    private static final int MOST_DECIMALS = 18;
    private static final Map<String, Kind> KINDS =
            Map.of("cpu", Kind.CPU, "ram", Kind.RAM, "memory", Kind.RAM, "storage", Kind.STORAGE, "gpu", Kind.GPU);

    private static final Map<String, String> WITHOUT_EFFECT = withoutEffect();

    private ComponentsReader() {}

    static List<Component> read(Optional<Section> components) {
        return components.map(ComponentsReader::all).orElse(List.of());
    }

    private static List<Component> all(Section section) {
        var found = new ArrayList<Component>();
        var holders = new HashMap<String, String>();
        for (var key : section.keys()) {
            if (!section.has(key)) {
                section.problem(key, "is empty: it needs measured_unit, accounting_type and label");
                section.ignore(key);
                continue;
            }
            section.section(key)
                    .flatMap(below -> component(key, section, below))
                    .ifPresent(component -> {
                        resource(component).ifPresent(resource -> {
                            var holder = holders.putIfAbsent(resource, key);
                            if (holder != null) {
                                section.problem(
                                        key,
                                        "stands for %s, as `%s` does, so one would overwrite the other; give each a"
                                                        .formatted(resource, Text.shown(holder))
                                                + " k8s_resource of its own, or remove one");
                            }
                        });
                        found.add(component);
                    });
        }
        section.finish(Map.of(), Map.of());
        return List.copyOf(found);
    }

    /** What it is counted as in Kubernetes; empty when in nothing. */
    private static Optional<String> resource(Component component) {
        return component.k8sResource().or(() -> switch (component.kind()) {
            case CPU -> Optional.of("CPU");
            case RAM -> Optional.of("memory");
            case STORAGE -> Optional.of("storage");
            case GPU -> Optional.of("nvidia.com/gpu");
            case OTHER -> Optional.empty();
        });
    }

    private static Optional<Component> component(String key, Section all, Section section) {
        var unit = section.required("measured_unit", "write the unit that Waldur shows, e.g. cores or GB");
        var accounting = section.required("accounting_type", "write limit, usage or one")
                .flatMap(text -> accounting(section, text));
        var label = section.required("label", "write the name that Waldur shows");
        var factor = factor(section);
        var k8sResource = section.text("k8s_resource").filter(name -> isResource(section, name));
        var kind = kind(key, section, k8sResource.isPresent());
        section.finish(WITHOUT_EFFECT, Map.of("billing_type", "is called `accounting_type` here"));
        if (key.isBlank() || Text.hasControlCharacters(key)) {
            all.problem(key, "is not the type of a component in Waldur");
            return Optional.empty();
        }
        return unit.flatMap(measured -> accounting.flatMap(
                type -> label.map(shown -> new Component(key, kind, k8sResource, factor, type, shown, measured))));
    }

    private static Optional<AccountingType> accounting(Section section, String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "limit" -> Optional.of(AccountingType.LIMIT);
            case "usage" -> Optional.of(AccountingType.USAGE);
            case "one" -> Optional.of(AccountingType.ONE);
            default -> {
                section.problem("accounting_type", "is \"%s\"; write limit, usage or one".formatted(Text.shown(text)));
                yield Optional.empty();
            }
        };
    }

    private static BigDecimal factor(Section section) {
        var factor = section.number("unit_factor").orElse(BigDecimal.ONE);
        if (factor.signum() <= 0 || factor.scale() > MOST_DECIMALS || factor.compareTo(LARGEST_FACTOR) > 0) {
            section.problem("unit_factor", "must be above 0: Waldur's amount × unit_factor = cores, GiB or devices");
            return BigDecimal.ONE;
        }
        return factor;
    }

    private static boolean isResource(Section section, String name) {
        if (name.startsWith("requests.") || name.startsWith("limits.")) {
            section.problem(
                    "k8s_resource",
                    "names the resource only, without `%s`".formatted(name.substring(0, name.indexOf('.') + 1)));
            return false;
        }
        if (!KubernetesNames.isQualifiedName(name)) {
            section.problem("k8s_resource", "is not the name of a Kubernetes resource; write it like nvidia.com/gpu");
            return false;
        }
        return true;
    }

    /** As the predecessor: by {@code type}, failing that by the component's own key. */
    private static Kind kind(String key, Section section, boolean hasResource) {
        var type = section.text("type");
        var byType = type.map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals("memory"))
                .flatMap(name -> Optional.ofNullable(KINDS.get(name)));
        if (byType.isPresent()) {
            return byType.get();
        }
        var byKey = Optional.ofNullable(KINDS.get(key.toLowerCase(Locale.ROOT)));
        if (!hasResource) {
            var said = type.map(name -> "\"%s\" is not one of cpu, ram, storage, gpu".formatted(Text.shown(name)))
                    .orElse("is not given");
            section.notice(
                    "type",
                    byKey.map(kind -> said + "; taken for " + kind.name().toLowerCase(Locale.ROOT) + " by its key")
                            .orElse(said + ", so the component is neither enforced nor reported"));
        }
        return byKey.orElse(Kind.OTHER);
    }

    private static Map<String, String> withoutEffect() {
        var keys = new HashMap<String, String>();
        for (var key : List.of(
                "unit_factor_reporting",
                "limit",
                "description",
                "min_value",
                "max_value",
                "max_available_limit",
                "default_limit",
                "limit_period",
                "article_code",
                "is_boolean",
                "is_prepaid",
                "min_prepaid_duration",
                "max_prepaid_duration",
                "prepaid_duration_step",
                "min_renewal_duration",
                "max_renewal_duration",
                "renewal_duration_step")) {
            keys.put(key, "");
        }
        return Map.copyOf(keys);
    }
}
