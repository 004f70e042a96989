package io.siteagent.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.runtime.Trigger;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of each pass for CloudWatch, in its embedded metric format: one line on standard output, without a call. Two
 * dimensions, the stack and the function: what offering or resource it was is in the log beside it. Thread-safe.
 */
final class Metrics {

    /** Tells installations of one account apart. */
    static final String STACK_VARIABLE = "SITE_AGENT_STACK";

    static final String NAMESPACE = "SiteAgent";

    private static final String CALL_TIME = "CallMilliseconds";

    private final PrintStream out;
    private final Clock clock;
    private final UnaryOperator<@Nullable String> environment;

    Metrics(PrintStream out, UnaryOperator<@Nullable String> environment, Clock clock) {
        this.out = out;
        this.environment = environment;
        this.clock = clock;
    }

    /**
     * Writes the numbers of one pass.
     *
     * @param problems in the configuration that it ran with
     * @param inCalls time that it waited for other systems, the configuration's reading included
     */
    void write(Trigger trigger, PassReport report, int problems, Duration inCalls) {
        var numbers = new LinkedHashMap<String, Long>();
        for (var name : new String[] {"Done", "Deferred", "Failed", "Queued"}) {
            numbers.put(name, 0L);
        }
        report.items().forEach(item -> counter(item.outcome()).ifPresent(name -> numbers.merge(name, 1L, Long::sum)));
        numbers.put(
                "Calls",
                report.calls().values().stream().mapToLong(Long::longValue).sum());
        numbers.put(CALL_TIME, inCalls.toMillis());
        numbers.put("ConfigurationProblems", (long) problems);
        if (trigger instanceof Trigger.Sweep) {
            numbers.put("CompleteSweeps", sawEverything(report) ? 1L : 0L);
        }
        switch (report.mode()) {
            case ORDER_PROCESS -> orders(trigger, report, numbers);
            case MEMBERSHIP_SYNC -> members(report.members(), numbers);
            case REPORT ->
                report.readings().firstExpiry().ifPresent(left -> numbers.put("CredentialDaysLeft", left.toDays()));
        }
        out.println(line(report.mode().functionName(), numbers));
    }

    /** Only a sweep sees all orders, and one that could not look at every offering knows no zero. */
    private static void orders(Trigger trigger, PassReport report, Map<String, Long> numbers) {
        if (trigger instanceof Trigger.Sweep) {
            report.readings()
                    .oldestOrder()
                    .map(Duration::toMinutes)
                    .or(() -> Optional.of(0L).filter(_ -> sawEverything(report)))
                    .ifPresent(minutes -> numbers.put("OldestOrderMinutes", minutes));
        }
    }

    private static void members(PassReport.Members members, Map<String, Long> numbers) {
        numbers.put("MembersAdded", (long) members.added());
        numbers.put("MembersRemoved", (long) members.removed());
        numbers.put("FailedRemovals", (long) members.failedRemovals());
        numbers.put("BrakeTripped", (long) members.heldBack());
        numbers.put("PeopleMissing", (long) members.missing());
    }

    private static Optional<String> counter(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> Optional.of("Done");
            case Outcome.Deferred _ -> Optional.of("Deferred");
            case Outcome.Failed _ -> Optional.of("Failed");
            case Outcome.Queued _ -> Optional.of("Queued");
            case Outcome.Unchanged _, Outcome.Planned _, Outcome.Skipped _ -> Optional.empty();
        };
    }

    /** A sweep that could look at every offering. What it found may still be in the way of itself. */
    private static boolean sawEverything(PassReport report) {
        return report.items().stream()
                .filter(item -> item.kind().equals("offering"))
                .noneMatch(item -> switch (item.outcome()) {
                    case Outcome.Failed _, Outcome.Deferred _ -> true;
                    case Outcome.Done _, Outcome.Unchanged _, Outcome.Planned _, Outcome.Queued _, Outcome.Skipped _ ->
                        false;
                });
    }

    private String line(String function, Map<String, Long> numbers) {
        var root = JsonNodeFactory.instance.objectNode();
        var embedded = root.putObject("_aws").put("Timestamp", clock.millis());
        var directive = embedded.putArray("CloudWatchMetrics").addObject().put("Namespace", NAMESPACE);
        directive.putArray("Dimensions").addArray().add("Stack").add("Function");
        var definitions = directive.putArray("Metrics");
        var stack = environment.apply(STACK_VARIABLE);
        root.put("Stack", stack == null || stack.isBlank() ? "local" : stack).put("Function", function);
        numbers.forEach((name, value) -> {
            definitions.addObject().put("Name", name).put("Unit", name.equals(CALL_TIME) ? "Milliseconds" : "Count");
            root.put(name, value);
        });
        return root.toString();
    }
}
