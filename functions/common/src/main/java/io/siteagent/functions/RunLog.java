package io.siteagent.functions;

import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.OutcomeText;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.config.AgentConfiguration.Problem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Says in the log what a run did: one line for each change, and one for each thing that is not done. */
final class RunLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.siteagent.run");

    private RunLog() {}

    static void write(PassReport report, List<Problem> problems) {
        problems.forEach(problem -> LOG.error("configuration: {}", problem));
        report.items().forEach(RunLog::write);
        LOG.info(
                "{}: {} items, {}, calls {}",
                report.mode().functionName(),
                report.items().size(),
                report.complete() ? "complete" : "not complete",
                report.calls());
    }

    private static void write(PassReport.Item item) {
        item.warnings().forEach(warning -> line(Level.WARN, item).log("{}", warning));
        var outcome = OutcomeText.of(item.outcome());
        // The audit: one line for each change that was made, as long as logs are kept.
        outcome.changes()
                .forEach(change -> line(Level.INFO, item)
                        .addKeyValue(item.outcome() instanceof Outcome.Planned ? "planned" : "audit", change)
                        .log("{}", change));
        switch (item.outcome()) {
            case Outcome.Done _, Outcome.Unchanged _, Outcome.Planned _ -> {}
            case Outcome.Deferred(var reason, var _) -> line(Level.WARN, item).log("put off: {}", reason);
            case Outcome.Failed(var reason, var _) -> line(Level.ERROR, item).log("failed: {}", reason);
            case Outcome.Queued _ -> line(Level.INFO, item).log("queued");
            case Outcome.Skipped(var reason) -> line(Level.INFO, item).log("left alone: {}", reason);
        }
    }

    /** A line that can be searched by what it is about: {@code order}, {@code resource} or {@code offering}. */
    private static LoggingEventBuilder line(Level level, PassReport.Item item) {
        return LOG.atLevel(level).addKeyValue("offeringName", item.offering()).addKeyValue(item.kind(), item.id());
    }
}
