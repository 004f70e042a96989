package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.time.Clock;
import java.util.List;

/**
 * The agent as its callers see it: one pass of one mode over every offering that has the mode switched on. An offering
 * that cannot be served does not stop the others. Thread-safe; holds connections, close it.
 */
public final class Agent implements AutoCloseable {

    private final AgentConfiguration configuration;
    private final Clock clock;

    public Agent(AgentConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Never throws for what another system does: that ends up in the report. */
    public PassReport run(Mode mode, Trigger trigger, Deadline deadline) {
        if (configuration.offerings().isEmpty() || deadline.end().isBefore(clock.instant())) {
            return new PassReport(mode, List.of());
        }
        return switch (trigger) {
            case Trigger.Sweep _, Trigger.OneOrder _, Trigger.OneResource _ -> new PassReport(mode, List.of());
        };
    }

    @Override
    public void close() {}
}
