package io.siteagent.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Words of a configuration as they may be shown to a person, and the nearest known one to a misspelt one. */
final class Text {

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final int LONGEST_SHOWN = 60;

    private Text() {}

    /** A key or a harmless value, cut and on one line. */
    static String shown(String text) {
        var line = CONTROL.matcher(text).replaceAll("?");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }

    static boolean hasControlCharacters(String text) {
        return CONTROL.matcher(text).find();
    }

    /** The candidate that was probably meant; empty when none is near. */
    static Optional<String> nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST_SHOWN) {
            return Optional.empty();
        }
        var plain = plain(word);
        return candidates.stream()
                .filter(candidate -> distance(plain, plain(candidate)) <= Math.max(1, candidate.length() / 4))
                .min(Comparator.<String>comparingInt(candidate -> distance(plain, plain(candidate)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replace('-', '_');
    }

    /** Insertions, deletions, replacements and swaps of neighbours between two words (optimal string alignment). */
    private static int distance(String a, String b) {
        var cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
                }
            }
        }
        return cost[a.length()][b.length()];
    }
}
