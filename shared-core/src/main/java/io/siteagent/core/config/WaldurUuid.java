package io.siteagent.core.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An identifier of Waldur's, which writes UUIDs as 32 hex digits without dashes and takes both forms. Two spellings of
 * one UUID are equal here.
 *
 * @param hex lower-case, without dashes when it is a UUID; any other non-blank identifier is kept as it is
 */
public record WaldurUuid(String hex) implements Comparable<WaldurUuid> {

    private static final Pattern DASHED =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** @throws IllegalArgumentException if the value could not be part of a URL path */
    public WaldurUuid {
        if (!SAFE.matcher(hex).matches()) {
            throw new IllegalArgumentException("not a UUID: letters, digits and dashes only, at most 64");
        }
        var lower = hex.toLowerCase(Locale.ROOT);
        hex = DASHED.matcher(lower).matches()
                ? lower.replace("-", "")
                : HEX.matcher(lower).matches() ? lower : hex;
    }

    public static WaldurUuid of(String value) {
        return new WaldurUuid(value);
    }

    /** Whether it has the shape that Waldur gives out; a placeholder in a configuration has not. */
    public boolean isWellFormed() {
        return HEX.matcher(hex).matches();
    }

    @Override
    public int compareTo(WaldurUuid other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }
}
