package io.siteagent.functions;

import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.OutcomeText;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.config.AgentConfiguration.Problem;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
        item.warnings()
                .forEach(warning -> LOG.warn("{} {} of {}: {}", item.kind(), item.id(), item.offering(), warning));
        OutcomeText.of(item.outcome())
                .changes()
                .forEach(change -> LOG.info("{} {} of {}: {}", item.kind(), item.id(), item.offering(), change));
        switch (item.outcome()) {
            case Outcome.Done _, Outcome.Unchanged _, Outcome.Planned _ -> {}
            case Outcome.Deferred(var reason, var _) ->
                LOG.warn("{} {} of {} put off: {}", item.kind(), item.id(), item.offering(), reason);
            case Outcome.Failed(var reason, var _) ->
                LOG.error("{} {} of {} failed: {}", item.kind(), item.id(), item.offering(), reason);
            case Outcome.Queued _ -> LOG.info("{} {} of {} is queued", item.kind(), item.id(), item.offering());
            case Outcome.Skipped(var reason) ->
                LOG.info("{} {} of {} left alone: {}", item.kind(), item.id(), item.offering(), reason);
        }
    }
}
