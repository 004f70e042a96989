package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.util.ArrayList;
import java.util.List;

/** Problems and notices as they turn up while a document is read; confined to one thread. */
final class Findings {

    private final List<Problem> problems = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();

    void problem(String where, String what) {
        problems.add(new Problem(where, what));
    }

    void notice(String where, String what) {
        notices.add(where + ": " + what);
    }

    void add(Findings others) {
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
