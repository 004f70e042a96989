package io.siteagent.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * How documents differ from those that are stored.
 *
 * @param changed names of the parameters that are new or other than stored
 * @param lines for people: {@code + ~ -} and a parameter, below it its keys
 * @param onlyStored parameters that are stored and not among the documents
 */
record Differences(List<String> changed, List<String> lines, List<String> onlyStored) {

    static Differences between(SiteDocuments documents, SiteDocuments stored) {
        var changed = new ArrayList<String>();
        var lines = new ArrayList<String>();
        documents.texts().forEach((name, text) -> {
            var before = Optional.ofNullable(stored.texts().get(name));
            if (before.isEmpty()) {
                changed.add(name);
                lines.add("+ " + name);
            } else if (!before.get().equals(text)) {
                changed.add(name);
                lines.add("~ " + name);
                lines.addAll(keys(SiteDocuments.leaves(before.get()), SiteDocuments.leaves(text)));
            }
        });
        var onlyStored = stored.texts().keySet().stream()
                .filter(name -> !documents.texts().containsKey(name))
                .toList();
        return new Differences(changed, lines, onlyStored);
    }

    private static List<String> keys(SortedMap<String, String> before, SortedMap<String, String> after) {
        var lines = new ArrayList<String>();
        var keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        for (var key : keys) {
            var old = shown(key, before);
            var now = shown(key, after);
            if (old.isEmpty()) {
                lines.add("    + %s: %s".formatted(key, now.orElse("")));
            } else if (now.isEmpty()) {
                lines.add("    - %s: %s".formatted(key, old.get()));
            } else if (!Objects.equals(before.get(key), after.get(key))) {
                lines.add("    ~ %s: %s → %s".formatted(key, old.get(), now.get()));
            }
        }
        return lines.isEmpty() ? List.of("    (layout and comments only)") : lines;
    }

    private static Optional<String> shown(String key, SortedMap<String, String> document) {
        return Optional.ofNullable(document.get(key))
                .map(value -> SiteDocuments.isCovered(key) ? SiteDocuments.COVER : value);
    }
}
