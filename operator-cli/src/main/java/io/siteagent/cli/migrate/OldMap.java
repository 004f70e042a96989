package io.siteagent.cli.migrate;

import io.siteagent.cli.migrate.MigrationReport.Fate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** One map of the old file while it is carried over; what nobody took is reported as ignored. */
final class OldMap {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{[A-Za-z_][^}]*}|\\$[A-Z_][A-Z0-9_]*");

    private final Map<String, Object> left = new LinkedHashMap<>();
    private final String path;
    private final MigrationReport report;

    OldMap(Map<?, ?> map, String path, MigrationReport report) {
        this.path = path;
        this.report = report;
        map.forEach((key, value) -> left.put(String.valueOf(key), value == null ? "" : value));
    }

    /** Takes a value out, without a word about it. */
    Optional<Object> take(String key) {
        return Optional.ofNullable(left.remove(key)).filter(value -> !"".equals(value));
    }

    boolean has(String key) {
        return left.containsKey(key) && !"".equals(left.get(key));
    }

    Iterable<String> keys() {
        return java.util.List.copyOf(left.keySet());
    }

    /** Carries a value over under its own name. */
    void map(String key, Map<String, Object> into) {
        take(key).ifPresent(value -> put(key, key, value, into, Fate.MAPPED, ""));
    }

    /** Carries a value over under another name; one that has that name already wins. */
    void rename(String key, String to, Map<String, Object> into) {
        take(key).ifPresent(value -> {
            if (into.containsKey(to) || has(to)) {
                report.add(Fate.IGNORED, path + key, "`" + to + "` says it already");
            } else {
                put(key, to, value, into, Fate.RENAMED, "now `" + to + "`");
            }
        });
    }

    private void put(String key, String to, Object value, Map<String, Object> into, Fate fate, String what) {
        if (value instanceof String text && PLACEHOLDER.matcher(text).find()) {
            report.add(Fate.DECISION, path + key, "is a variable, which is not replaced here; write its value");
        } else {
            into.put(to, value);
            report.add(fate, path + key, what);
        }
    }

    /** Carries a secret over, apart from the document. */
    void secret(String key, String parameter, Map<String, String> secrets) {
        take(key).ifPresent(value -> {
            var text = String.valueOf(value);
            if (PLACEHOLDER.matcher(text).find()) {
                report.add(Fate.DECISION, path + key, "is a variable; put its value into secrets/" + parameter);
            } else if (secrets.putIfAbsent(parameter, text) == null) {
                report.add(Fate.MAPPED, path + key, "apart, in secrets/" + parameter);
            } else {
                report.add(Fate.IGNORED, path + key, "secrets/" + parameter + " says it already");
            }
        });
    }

    void ignore(String key, String why) {
        if (left.containsKey(key)) {
            left.remove(key);
            report.add(Fate.IGNORED, path + key, why);
        }
    }

    /** Takes a map out; one that is something else needs a decision. */
    Optional<OldMap> section(String key) {
        return take(key).flatMap(value -> {
            if (value instanceof Map<?, ?> map) {
                return Optional.of(new OldMap(map, path + key + ".", report));
            }
            report.add(Fate.DECISION, path + key, "is not a map of keys and values; it was left out");
            return Optional.empty();
        });
    }

    /** Reports what is left: the predecessor ignored it too. */
    void finish() {
        left.forEach((key, value) -> report.add(
                Fate.IGNORED, path + key, "".equals(value) ? "is empty" : "the predecessor knows no such key"));
        left.clear();
    }

    void say(Fate fate, String key, String what) {
        report.add(fate, path + key, what);
    }

    @Override
    public String toString() {
        return path + left.keySet();
    }
}
