package io.siteagent.cli.run;

import io.siteagent.core.agent.OutcomeText;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.PassReport.Item;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A report as a person reads it: by offering, one line for each thing, what was changed below it, totals at the end.
 */
final class TextReport {

    private final PrintWriter out;

    TextReport(PrintWriter out) {
        this.out = out;
    }

    void print(PassReport report) {
        report.items().stream()
                .collect(Collectors.groupingBy(Item::offering, LinkedHashMap::new, Collectors.toList()))
                .forEach(this::offering);
        out.printf("%s: %s; %s%n", Pass.of(report.mode()), totals(report.items()), calls(report));
    }

    private void offering(String name, List<Item> items) {
        out.println(name);
        items.forEach(this::item);
        out.println();
    }

    private void item(Item item) {
        var outcome = OutcomeText.of(item.outcome());
        var named = item.name().isEmpty() || item.kind().equals("offering") ? "" : " " + item.name();
        var reason = outcome.reason().isEmpty() ? "" : ": " + outcome.reason();
        out.printf("  %-9s  %s%s (%s)%s%n", outcome.word(), item.kind(), named, item.id(), reason);
        outcome.changes().forEach(change -> out.println("             + " + change));
        item.warnings().forEach(warning -> out.println("             ! " + warning));
    }

    private static String totals(List<Item> items) {
        if (items.isEmpty()) {
            return "nothing to do";
        }
        var counts = items.stream()
                .collect(Collectors.groupingBy(
                        item -> OutcomeText.of(item.outcome()).word(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String calls(PassReport report) {
        long all = report.calls().values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "no calls";
        }
        return new TreeMap<>(report.calls())
                .entrySet().stream()
                        .map(count -> count.getKey() + " " + count.getValue())
                        .collect(Collectors.joining(", ", all + (all == 1 ? " call (" : " calls ("), ")"));
    }
}
