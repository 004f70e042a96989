package io.siteagent.core.config;

import java.util.List;
import java.util.Map;

/**
 * A part of a configuration document together with the place it was written at, so that a problem can name the line.
 * Its text form never shows what was written: it may be a secret.
 */
sealed interface Value {

    /** Where it was written: {@code line 12}, or the parameter that holds it. */
    String at();

    /** A single value; {@code raw} is what was written, without quotes. */
    record Scalar(String raw, Kind kind, String at) implements Value {

        /** What YAML takes an unquoted value for. */
        enum Kind {
            TEXT,
            BOOLEAN,
            NUMBER,
            /** nothing, {@code ~} or {@code null} */
            NOTHING,
            /** a date, or something with a tag of its own */
            OTHER
        }

        @Override
        public String toString() {
            return kind + " (" + at + ")";
        }
    }

    /** What stands at a key that is written more than once: nobody can say which one was meant. */
    record Doubled(String at) implements Value {}

    /** A list. */
    record Sequence(List<Value> items, String at) implements Value {}

    /** A map; keeps the order in which the keys were written. */
    record Mapping(Map<String, Value> entries, String at) implements Value {

        @Override
        public String toString() {
            return "keys " + entries.keySet() + " (" + at + ")";
        }
    }
}
