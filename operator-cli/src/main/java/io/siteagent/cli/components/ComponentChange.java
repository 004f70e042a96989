package io.siteagent.cli.components;

import io.siteagent.core.config.Component;
import io.siteagent.core.waldur.WaldurFacts.ComponentFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What has to be done about one component in Waldur.
 *
 * @param line as a person reads it
 * @param body what is sent; empty for one that only Waldur has, which is never deleted
 */
record ComponentChange(String line, Map<String, Object> body) {

    /** Waldur refuses longer names and units. */
    private static final int LONGEST_NAME = 150;

    static List<ComponentChange> between(List<Component> configured, List<ComponentFacts> sold) {
        var changes = new ArrayList<ComponentChange>();
        for (var component : configured) {
            sold.stream()
                    .filter(there -> there.type().equals(component.key()))
                    .findFirst()
                    .ifPresentOrElse(
                            there -> update(component, there).ifPresent(changes::add),
                            () -> changes.add(create(component)));
        }
        sold.stream()
                .filter(there -> configured.stream()
                        .noneMatch(component -> component.key().equals(there.type())))
                .forEach(there -> changes.add(new ComponentChange(
                        "! component %s is in Waldur only; it is left as it is".formatted(there.type()), Map.of())));
        return changes;
    }

    private static ComponentChange create(Component component) {
        var body = new LinkedHashMap<String, Object>(wanted(component));
        body.put("type", component.key());
        return new ComponentChange(
                "+ component %s: %s, %s, in %s"
                        .formatted(
                                component.key(), component.label(), body.get("billing_type"), component.measuredUnit()),
                body);
    }

    private static Optional<ComponentChange> update(Component component, ComponentFacts there) {
        var held = Map.of(
                "name", there.name(), "measured_unit", there.measuredUnit(), "billing_type", there.billingType());
        var differences = new ArrayList<String>();
        wanted(component).forEach((key, value) -> {
            var before = held.get(key);
            if (!value.equals(before)) {
                differences.add("%s from %s to %s".formatted(key, before, value));
            }
        });
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        var body = new LinkedHashMap<String, Object>(wanted(component));
        body.put("uuid", there.uuid());
        body.put("type", component.key());
        return Optional.of(new ComponentChange(
                "~ component %s: %s".formatted(component.key(), String.join(", ", differences)), body));
    }

    /** Accounting type and billing type bear the same names for those that an agent serves. */
    private static Map<String, String> wanted(Component component) {
        var label = component.label();
        var values = new LinkedHashMap<String, String>();
        values.put("name", label.length() <= LONGEST_NAME ? label : label.substring(0, LONGEST_NAME));
        values.put("measured_unit", component.measuredUnit());
        values.put("billing_type", component.accountingType().name().toLowerCase(Locale.ROOT));
        return values;
    }

    boolean isCreation() {
        return line.startsWith("+");
    }

    boolean isReportOnly() {
        return body.isEmpty();
    }
}
