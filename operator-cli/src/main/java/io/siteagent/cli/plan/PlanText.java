package io.siteagent.cli.plan;

import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.OutcomeText;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.PassReport.Item;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A plan, or what became of it, as a person reads it: {@code +} is made, {@code ~} changed, {@code -} removed. */
final class PlanText {

    private final PrintWriter out;
    private final Colours colours;

    PlanText(Shell shell) {
        this.out = shell.out();
        this.colours = new Colours(shell);
    }

    void print(PassReport report, String heading) {
        report.items().stream()
                .collect(Collectors.groupingBy(Item::offering, LinkedHashMap::new, Collectors.toList()))
                .forEach(this::offering);
        out.println(colours.strong(heading + ": " + totals(report)));
        out.flush();
    }

    private void offering(String name, List<Item> items) {
        out.println(colours.strong("offering " + name));
        items.forEach(this::item);
        out.println();
    }

    private void item(Item item) {
        var named = item.kind().equals("offering") ? "" : "%s %s (%s): ".formatted(item.kind(), name(item), item.id());
        out.println("  " + named + headline(item.outcome()));
        OutcomeText.of(item.outcome()).changes().forEach(change -> out.println("    " + colours.change(change)));
        held(item.outcome()).forEach(text -> out.println("    " + colours.change("! held back: " + text)));
        item.warnings().forEach(warning -> out.println("    " + colours.doubtful("note: " + warning)));
    }

    private static String name(Item item) {
        return item.name().isEmpty() ? "?" : item.name();
    }

    private static String headline(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Planned(var changes, var held) -> plural(changes.size(), "change") + heldBack(held);
            case Outcome.Done(var changes) -> plural(changes.size(), "change") + " made";
            case Outcome.Unchanged() -> "as it should be";
            case Outcome.Queued _ -> "queued";
            case Outcome.Skipped(var reason) -> "left alone: " + reason;
            case Outcome.Deferred(var reason, var _) -> "put off: " + reason;
            case Outcome.Failed(var reason, var _) -> "failed: " + reason;
        };
    }

    private static String heldBack(List<String> held) {
        return held.isEmpty() ? "" : ", %d held back".formatted(held.size());
    }

    private static List<String> held(Outcome outcome) {
        return outcome instanceof Outcome.Planned(var _, var held) ? held : List.of();
    }

    private static String totals(PassReport report) {
        var changes = report.items().stream()
                .flatMap(item -> OutcomeText.of(item.outcome()).changes().stream())
                .toList();
        long held = report.items().stream()
                .mapToLong(item -> held(item.outcome()).size())
                .sum();
        var parts = List.of(
                counted(changes, '+', "to add"),
                counted(changes, '~', "to change"),
                counted(changes, '-', "to remove"));
        var told = parts.stream().flatMap(Optional::stream).collect(Collectors.joining(", "));
        return (told.isEmpty() ? "nothing to do" : told)
                + (held == 0 ? "" : ", %d held back".formatted(held))
                + "; " + plural(report.items().size(), "item") + " looked at";
    }

    private static Optional<String> counted(List<String> changes, char sign, String what) {
        long count = changes.stream()
                .filter(change -> !change.isEmpty() && change.charAt(0) == sign)
                .count();
        return count == 0 ? Optional.empty() : Optional.of(count + " " + what);
    }

    private static String plural(int count, String what) {
        return count == 1 ? "1 " + what : count + " " + what + "s";
    }
}
