package io.siteagent.core.config;

import io.siteagent.core.config.Value.Mapping;
import io.siteagent.core.config.Value.Scalar;
import io.siteagent.core.config.Value.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The second layout that the predecessor's README shows ({@code waldur}, {@code uuid}, {@code backend},
 * {@code components}, {@code billing_type}), written as the first. The predecessor itself refuses it, but operators
 * have copied it from there.
 */
final class ReadmeLayout {

    private static final Map<String, String> OFFERING_KEYS =
            Map.of("uuid", "waldur_offering_uuid", "backend", "backend_settings", "components", "backend_components");
    private static final Map<String, String> WALDUR_KEYS =
            Map.of("api_url", "waldur_api_url", "token", "waldur_api_token");

    private final Findings findings;
    private final Map<String, Value> waldur = new LinkedHashMap<>();

    private ReadmeLayout(Findings findings) {
        this.findings = findings;
    }

    /** The same document in the layout that everything else knows; itself when it is in that layout already. */
    static Mapping rewrite(Mapping root, Findings findings) {
        return new ReadmeLayout(findings).rewrite(root);
    }

    private Mapping rewrite(Mapping root) {
        var entries = new LinkedHashMap<>(root.entries());
        if (entries.get("waldur") instanceof Mapping shared
                && WALDUR_KEYS.keySet().containsAll(shared.entries().keySet())) {
            entries.remove("waldur");
            shared.entries().forEach((key, value) -> waldur.put(WALDUR_KEYS.getOrDefault(key, key), value));
        }
        if (entries.get("offerings") instanceof Sequence offerings) {
            var rewritten = new ArrayList<Value>();
            offerings.items().forEach(item -> rewritten.add(item instanceof Mapping map ? offering(map) : item));
            entries.put("offerings", new Sequence(rewritten, offerings.at()));
        }
        return new Mapping(entries, root.at());
    }

    private Value offering(Mapping offering) {
        boolean inThisLayout = OFFERING_KEYS.keySet().stream().anyMatch(offering.entries()::containsKey);
        if (!inThisLayout && waldur.isEmpty()) {
            return offering;
        }
        var entries = new LinkedHashMap<String, Value>();
        offering.entries().forEach((key, value) -> {
            var name = OFFERING_KEYS.getOrDefault(key, key);
            entries.put(offering.entries().containsKey(name) ? key : name, value);
        });
        waldur.forEach(entries::putIfAbsent);
        if (offering.entries().containsKey("components")
                && entries.get("backend_components") instanceof Mapping components) {
            entries.put("backend_components", components(components));
        }
        if (inThisLayout) {
            findings.notice(
                    offering.at(),
                    "`uuid`, `backend`, `components` are read as " + "`waldur_offering_uuid`,"
                            + " `backend_settings`, `backend_components`; prefer these names");
        }
        return new Mapping(entries, offering.at());
    }

    private static Mapping components(Mapping components) {
        var entries = new LinkedHashMap<String, Value>();
        components
                .entries()
                .forEach((key, value) -> entries.put(key, value instanceof Mapping map ? component(map) : value));
        return new Mapping(entries, components.at());
    }

    /** {@code fixed} and {@code few} mean that the amount is agreed beforehand, as a limit is. */
    private static Mapping component(Mapping component) {
        var entries = new LinkedHashMap<>(component.entries());
        var name = entries.remove("name");
        if (name != null) {
            entries.putIfAbsent("label", name);
        }
        var billing = entries.remove("billing_type");
        var limit = new Scalar("limit", Scalar.Kind.TEXT, component.at());
        if (billing instanceof Scalar text
                && !text.raw().equals("fixed")
                && !text.raw().equals("few")) {
            entries.putIfAbsent("accounting_type", billing);
        } else {
            entries.putIfAbsent("accounting_type", limit);
        }
        return new Mapping(entries, component.at());
    }
}
