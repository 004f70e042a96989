package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Problems and notices as they turn up while a document is read; confined to one thread. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private final Map<String, Set<String>> keys = new TreeMap<>();

    void problem(String where, String what) {
        problems.add(new Problem(where, what));
    }

    void notice(String where, String what) {
        notices.add(where + ": " + what);
    }

    /** Notes which keys a map may hold: what the JSON Schema is held against. */
    void keys(String path, Set<String> known) {
        keys.computeIfAbsent(path, _ -> new TreeSet<>()).addAll(known);
    }

    /** Keys that may be written, by the path of their map within an offering; the root of the document is {@code /}. */
    Map<String, Set<String>> keys() {
        return keys;
    }

    void add(Findings others) {
        others.keys.forEach(this::keys);
        problems.addAll(others.problems);
        notices.addAll(others.notices);
    }

    boolean clean() {
        return problems.isEmpty();
    }

    int count() {
        return problems.size();
    }

    AgentConfiguration with(List<Offering> offerings) {
        return with(offerings, List.of());
    }

    AgentConfiguration with(List<Offering> offerings, List<Secret> webhookSecrets) {
        return new AgentConfiguration(
                List.copyOf(offerings), List.copyOf(problems), List.copyOf(notices), List.copyOf(webhookSecrets));
    }
}
