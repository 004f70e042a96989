package io.siteagent.cli.shell;

import java.util.Locale;

/** Form of what is printed on standard output. */
public enum Output {
    /** For people. */
    TEXT,
    /** One JSON document, for machines. */
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
