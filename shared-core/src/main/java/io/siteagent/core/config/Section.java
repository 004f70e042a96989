package io.siteagent.core.config;

import io.siteagent.core.config.Value.Doubled;
import io.siteagent.core.config.Value.Mapping;
import io.siteagent.core.config.Value.Scalar;
import io.siteagent.core.config.Value.Sequence;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * One map of the document while it is read. Each reading method gives the value, or reports what is wrong with it and
 * gives nothing; {@link #finish} reports the keys that nobody asked for.
 */
final class Section {

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[A-Za-z_][^}]*}|\\$[A-Z_][A-Z0-9_]*");

    private final String owner;
    private final String path;
    private final Mapping mapping;
    private final Findings findings;
    private final Set<String> asked = new LinkedHashSet<>();

    /**
     * @param owner the offering, as problems name it; empty for the root
     * @param path keys that lead here, each followed by a dot
     */
    Section(String owner, String path, Mapping mapping, Findings findings) {
        this.owner = owner;
        this.path = path;
        this.mapping = mapping;
        this.findings = findings;
    }

    boolean has(String key) {
        return value(key).isPresent();
    }

    /** Text; an empty one is a problem, because leaving the key out is how one asks for the default. */
    Optional<String> text(String key) {
        return scalar(key, Scalar.Kind.TEXT, "text: put it in quotes").flatMap(raw -> checkedText(key, raw));
    }

    /** Text in which the empty text has a meaning of its own. */
    Optional<String> textOrEmpty(String key) {
        var given = value(key);
        return given.isPresent()
                        && given.get() instanceof Scalar scalar
                        && scalar.kind() == Scalar.Kind.TEXT
                        && scalar.raw().isBlank()
                ? Optional.of("")
                : text(key);
    }

    /** Text that has to be there. */
    Optional<String> required(String key, String remedy) {
        return isGiven(key, remedy) ? text(key) : Optional.empty();
    }

    /**
     * An identifier or secret that has to be there. Digits alone need no quotes: they are taken as they are written,
     * leading zeros included.
     */
    Optional<String> asWritten(String key, String remedy) {
        if (!isGiven(key, remedy)) {
            return Optional.empty();
        }
        return value(key).orElseThrow() instanceof Scalar scalar && scalar.kind() == Scalar.Kind.NUMBER
                ? checkedText(key, scalar.raw())
                : text(key);
    }

    private boolean isGiven(String key, String remedy) {
        asked.add(key);
        if (!has(key)) {
            problem(key, (mapping.entries().containsKey(key) ? "is empty" : "is missing") + ": " + remedy);
        }
        return has(key);
    }

    boolean flag(String key, boolean fallback) {
        return scalar(key, Scalar.Kind.BOOLEAN, "true or false, without quotes")
                .map(raw -> Set.of("true", "yes", "on").contains(raw.toLowerCase(java.util.Locale.ROOT)))
                .orElse(fallback);
    }

    Optional<BigDecimal> number(String key) {
        return scalar(key, Scalar.Kind.NUMBER, "a number, without quotes").flatMap(raw -> {
            try {
                return Optional.of(new BigDecimal(raw.replace("_", "")));
            } catch (NumberFormatException e) {
                problem(key, "must be a plain decimal number");
                return Optional.empty();
            }
        });
    }

    /** Whether a map is written there, and not a single value. */
    boolean isMap(String key) {
        return value(key).filter(Mapping.class::isInstance).isPresent();
    }

    /** A map below this one. */
    Optional<Section> section(String key) {
        var value = value(key);
        asked.add(key);
        value.filter(given -> !(given instanceof Mapping))
                .ifPresent(given -> mustBe(key, given, "a map of keys and values"));
        return value.filter(Mapping.class::isInstance)
                .map(Mapping.class::cast)
                .map(below -> new Section(owner, path + key + ".", below, findings));
    }

    List<Value> list(String key) {
        asked.add(key);
        return value(key)
                .map(value -> {
                    if (value instanceof Sequence sequence) {
                        return sequence.items();
                    }
                    mustBe(key, value, "a list: one `- ` for each entry");
                    return List.<Value>of();
                })
                .orElse(List.of());
    }

    /** The keys that are written here, in that order. */
    List<String> keys() {
        return List.copyOf(mapping.entries().keySet());
    }

    /** Accepts a key without looking at what it holds. */
    void ignore(String key) {
        asked.add(key);
    }

    void problem(String key, String what) {
        findings.problem(where(key), what);
    }

    void notice(String key, String what) {
        findings.notice(where(key), what);
    }

    /**
     * Reports every key that was not asked for.
     *
     * @param withoutEffect keys that the predecessor knows and that mean nothing here, with the reason
     * @param misplaced keys that people write here by mistake, with the remedy
     */
    void finish(Map<String, String> withoutEffect, Map<String, String> misplaced) {
        var known = new TreeSet<>(asked);
        known.addAll(withoutEffect.keySet());
        findings.keys(owner.isEmpty() ? "/" : path, known);
        var idle = new ArrayList<String>();
        for (var key : mapping.entries().keySet()) {
            var reason = withoutEffect.get(key);
            var remedy = misplaced.get(key);
            if (asked.contains(key)) {
                continue;
            }
            if (reason != null) {
                idle.add(reason.isEmpty() ? "`" + key + "`" : "`%s` (%s)".formatted(key, reason));
            } else if (remedy != null) {
                problem(key, remedy);
            } else {
                problem(
                        key,
                        "is not a known key"
                                + Text.nearest(key, known)
                                        .map(near -> "; did you mean `" + near + "`?")
                                        .orElse(": remove it, or see docs/configuration.md for the known ones"));
            }
        }
        if (!idle.isEmpty()) {
            findings.notice(here(), "without effect here: " + String.join(", ", idle));
        }
    }

    private Optional<Value> value(String key) {
        return Optional.ofNullable(mapping.entries().get(key))
                .filter(value -> !(value instanceof Scalar scalar) || scalar.kind() != Scalar.Kind.NOTHING);
    }

    private Optional<String> scalar(String key, Scalar.Kind wanted, String expected) {
        asked.add(key);
        var value = value(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (value.get() instanceof Scalar scalar && scalar.kind() == wanted) {
            return Optional.of(scalar.raw());
        }
        mustBe(key, value.get(), expected);
        return Optional.empty();
    }

    private void mustBe(String key, Value value, String expected) {
        problem(key, value instanceof Doubled ? "is written twice; keep one" : "must be " + expected);
    }

    private Optional<String> checkedText(String key, String raw) {
        var text = raw.strip();
        if (text.isEmpty()) {
            problem(key, "is empty: write a value, or leave the key out if it has a default");
        } else if (VARIABLE.matcher(text).matches()) {
            problem(key, "is a variable that nobody filled in; variables are not replaced here, write the value");
        } else if (Text.hasControlCharacters(text)) {
            problem(key, "must be a single line without control characters");
        } else {
            return Optional.of(text);
        }
        return Optional.empty();
    }

    private String where(String key) {
        var at = Optional.ofNullable(mapping.entries().get(key)).map(Value::at).orElse(mapping.at());
        return place(path + Text.shown(key), at);
    }

    private String here() {
        return place(path.isEmpty() ? "" : path.substring(0, path.length() - 1), mapping.at());
    }

    private String place(String keys, String at) {
        var named = owner.isEmpty() ? keys : keys.isEmpty() ? owner : owner + ": " + keys;
        return named.isEmpty() ? at : named + " (" + at + ")";
    }
}
