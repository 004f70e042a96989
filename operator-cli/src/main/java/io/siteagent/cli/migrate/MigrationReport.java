package io.siteagent.cli.migrate;

import java.util.ArrayList;
import java.util.List;

/** What became of each key of the old file; holds no value of a secret. */
final class MigrationReport {

    /** What became of a key. */
    enum Fate {
        MAPPED("mapped"),
        RENAMED("renamed"),
        ADDED("added"),
        IGNORED("ignored"),
        DECISION("needs a decision");

        private final String text;

        Fate(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /**
     * One key.
     *
     * @param where its path in the old file
     * @param what where it went, and why
     */
    record Line(Fate fate, String where, String what) {
        @Override
        public String toString() {
            return "%-16s %s%s".formatted(fate, where, what.isEmpty() ? "" : ": " + what);
        }
    }

    private final List<Line> lines = new ArrayList<>();

    void add(Fate fate, String where, String what) {
        lines.add(new Line(fate, where, what));
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    boolean needsDecision() {
        return lines.stream().anyMatch(line -> line.fate() == Fate.DECISION);
    }
}
