package io.siteagent.cli;

import java.util.Locale;

/** Form of what is printed on standard output. */
enum Output {
    TEXT,
    JSON;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
