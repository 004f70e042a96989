package io.siteagent.functions;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.Work;
import io.siteagent.core.runtime.WorkQueue;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/**
 * Runs passes of one mode. Where there is a queue, a trigger that is wide (a sweep, a project) only finds work, and
 * puts each piece on the queue; one that names what is to be done does it. Thread-safe.
 */
final class Passes {

    private final Mode mode;
    private final Permission permission;
    private final ParameterStoreSource source;
    private final Metrics metrics;
    private final Clock clock;

    /** What a pass did, and what is wrong in the configuration that it ran with. */
    record Ran(PassReport report, List<AgentConfiguration.Problem> problems) {}

    Passes(Mode mode, Permission permission, ParameterStoreSource source, Metrics metrics, Clock clock) {
        this.mode = mode;
        this.permission = permission;
        this.source = source;
        this.metrics = metrics;
        this.clock = clock;
    }

    boolean mayChange() {
        return permission == Permission.APPLY;
    }

    Mode mode() {
        return mode;
    }

    /**
     * Runs one pass.
     *
     * @param queue where there is one
     * @param occasion of this run alone; see {@link Work#cause()}
     * @throws UnusableConfigurationException if no offering can be served
     */
    Ran run(Trigger trigger, Deadline deadline, Optional<WorkQueue> queue, String occasion) {
        var calls = new CallTime();
        var configuration = usable(source.load(calls));
        var ran = run(configuration, trigger, deadline, queue, occasion, calls);
        if (ran.report().items().stream().anyMatch(item -> item.outcome() instanceof Outcome.Failed)) {
            // A credential may have been rotated: if the configuration says something new now, it deserves a try.
            var callsAgain = new CallTime();
            var renewed = usable(source.reload(callsAgain));
            if (!renewed.equals(configuration)) {
                return run(renewed, trigger, deadline, queue, occasion, callsAgain);
            }
        }
        return ran;
    }

    private Ran run(
            AgentConfiguration configuration,
            Trigger trigger,
            Deadline deadline,
            Optional<WorkQueue> queue,
            String occasion,
            CallTime calls) {
        var agent = new Agent(configuration, clock, Tuning.STANDARD, calls);
        var report = switch (permission) {
            case PLAN -> agent.plan(mode, trigger, deadline);
            case APPLY ->
                queue.isPresent() && isWide(trigger)
                        ? agent.find(mode, trigger, deadline)
                        : agent.run(mode, trigger, deadline);
        };
        RunLog.write(report, configuration.problems());
        metrics.write(trigger, report, configuration.problems().size(), calls.total());
        queue.ifPresent(open -> open.add(found(report, occasion)));
        return new Ran(report, configuration.problems());
    }

    private boolean isWide(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Sweep _ -> true;
            case Trigger.OneProject _ -> mode == Mode.MEMBERSHIP_SYNC;
            case Trigger.OneOrder _,
                    Trigger.OneResource _,
                    Trigger.OrphanGroups _,
                    Trigger.ReportShard _,
                    Trigger.PastMonth _ -> false;
        };
    }

    private static List<Work> found(PassReport report, String occasion) {
        return report.items().stream()
                .map(PassReport.Item::outcome)
                .filter(Outcome.Queued.class::isInstance)
                .map(Outcome.Queued.class::cast)
                .map(queued -> new Work(queued.trigger(), queued.group(), occasion))
                .toList();
    }

    private static AgentConfiguration usable(AgentConfiguration configuration) {
        if (configuration.offerings().isEmpty()) {
            throw new UnusableConfigurationException(configuration.problems());
        }
        return configuration;
    }
}
