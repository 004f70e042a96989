package io.siteagent.functions;

import io.siteagent.core.agent.Outcome;
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
        switch (item.outcome()) {
            case Outcome.Done(var changes) ->
                changes.forEach(change -> LOG.info("{} {} of {}: {}", item.kind(), item.id(), item.offering(), change));
            case Outcome.Unchanged() -> {}
            case Outcome.Deferred(var reason) ->
                LOG.warn("{} {} of {} put off: {}", item.kind(), item.id(), item.offering(), reason);
            case Outcome.Failed(var reason) ->
                LOG.error("{} {} of {} failed: {}", item.kind(), item.id(), item.offering(), reason);
            case Outcome.Queued _ -> LOG.info("{} {} of {} is queued", item.kind(), item.id(), item.offering());
            case Outcome.Skipped(var reason) ->
                LOG.info("{} {} of {} left alone: {}", item.kind(), item.id(), item.offering(), reason);
        }
    }
}
