package io.siteagent.core.agent;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.core.config.AgentConfiguration.Problem;
import io.siteagent.core.tenancy.Counts;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A report for machines: {@code mode}, {@code complete}, {@code items[]} (offering, kind, id, name, outcome, reason,
 * changes[], warnings[], members where some were counted: added, removed, failed_removals, refused_removals, missing,
 * unmanaged), {@code calls} by system, {@code problems[]} (where, what). Keys are only ever added.
 */
public final class ReportJson {

    private static final JsonMapper JSON = new JsonMapper();

    private ReportJson() {}

    /** The report of a pass together with what is wrong in the configuration, indented. */
    public static String of(PassReport report, List<Problem> problems) {
        var root = JSON.createObjectNode()
                .put("mode", report.mode().functionName())
                .put("complete", report.complete() && problems.isEmpty());
        var items = root.putArray("items");
        report.items().forEach(item -> fill(items.addObject(), item));
        var calls = root.putObject("calls");
        new TreeMap<>(report.calls())
                .forEach((system, count) -> calls.put(system.name().toLowerCase(Locale.ROOT), count));
        var listed = root.putArray("problems");
        problems.forEach(
                problem -> listed.addObject().put("where", problem.where()).put("what", problem.what()));
        return root.toPrettyString();
    }

    private static void fill(ObjectNode node, PassReport.Item item) {
        var outcome = OutcomeText.of(item.outcome());
        node.put("offering", item.offering())
                .put("kind", item.kind())
                .put("id", item.id())
                .put("name", item.name())
                .put("outcome", outcome.word())
                .put("reason", outcome.reason());
        var changes = node.putArray("changes");
        outcome.changes().forEach(changes::add);
        var warnings = node.putArray("warnings");
        item.warnings().forEach(warnings::add);
        var counts = item.counts();
        if (!counts.equals(Counts.NONE)) {
            node.putObject("members")
                    .put("added", counts.added())
                    .put("removed", counts.removed())
                    .put("failed_removals", counts.failedRemovals())
                    .put("refused_removals", counts.refusedRemovals())
                    .put("missing", counts.missing())
                    .put("unmanaged", counts.unmanaged());
        }
    }
}
