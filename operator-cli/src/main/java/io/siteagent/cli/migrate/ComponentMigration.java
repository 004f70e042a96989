package io.siteagent.cli.migrate;

import io.siteagent.cli.migrate.MigrationReport.Fate;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code backend_components}, in both spellings. */
final class ComponentMigration {

    private static final List<String> AS_IT_IS = List.of("type", "k8s_resource", "measured_unit", "label");
    private static final Set<String> FOR_WALDUR = Set.of(
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
            "renewal_duration_step");

    private ComponentMigration() {}

    static Map<String, Object> of(OldMap old) {
        var components = new LinkedHashMap<String, Object>();
        for (var key : old.keys()) {
            old.section(key).ifPresent(component -> components.put(key, component(key, component)));
        }
        return components;
    }

    private static Map<String, Object> component(String key, OldMap old) {
        var settings = new LinkedHashMap<String, Object>();
        AS_IT_IS.forEach(name -> old.map(name, settings));
        old.rename("name", "label", settings);
        accounting(old, settings);
        if (!settings.containsKey("label")) {
            settings.put("label", key);
            old.say(Fate.ADDED, "label", key);
        }
        if (!settings.containsKey("measured_unit")) {
            settings.put("measured_unit", "units");
            old.say(Fate.DECISION, "measured_unit", "is missing; `units` was written");
        }
        factor(old, settings);
        FOR_WALDUR.stream()
                .sorted()
                .forEach(name -> old.take(name).ifPresent(value -> {
                    settings.put(name, number(value));
                    old.say(Fate.MAPPED, name, "");
                }));
        old.finish();
        return settings;
    }

    /** {@code fixed} and {@code few} mean that the amount is agreed beforehand, as a limit is. */
    private static void accounting(OldMap old, Map<String, Object> settings) {
        old.map("accounting_type", settings);
        old.take("billing_type").map(String::valueOf).ifPresent(billing -> {
            var accounting = billing.equals("fixed") || billing.equals("few") ? "limit" : billing;
            settings.putIfAbsent("accounting_type", accounting);
            old.say(Fate.RENAMED, "billing_type", "now `accounting_type`, " + settings.get("accounting_type"));
        });
        if (!settings.containsKey("accounting_type")) {
            settings.put("accounting_type", "limit");
            old.say(Fate.ADDED, "accounting_type", "limit");
        }
    }

    /** The predecessor reads the factor and uses it nowhere. */
    private static void factor(OldMap old, Map<String, Object> settings) {
        old.take("unit_factor").map(ComponentMigration::number).ifPresent(factor -> {
            if (factor instanceof Number number && number.doubleValue() != 1) {
                settings.put("unit_factor", 1);
                old.say(
                        Fate.DECISION,
                        "unit_factor",
                        "was %s, which the predecessor did not apply; 1 keeps amounts as they are, the old value would change them"
                                .formatted(number));
            } else {
                settings.put("unit_factor", factor);
                old.say(Fate.MAPPED, "unit_factor", "");
            }
        });
    }

    /** As YAML writes it without a tag. */
    private static Number plain(BigDecimal number) {
        try {
            return number.intValueExact();
        } catch (ArithmeticException e) {
            return number.doubleValue();
        }
    }

    private static Object number(Object value) {
        try {
            return value instanceof String text ? plain(new BigDecimal(text.replace("_", ""))) : value;
        } catch (NumberFormatException e) {
            return value;
        }
    }
}
