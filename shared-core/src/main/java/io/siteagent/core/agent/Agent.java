package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.runtime.Trigger;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * The agent as its callers see it: one pass of one mode over every offering that has the mode switched on. An offering that cannot be
 * served does not stop the others. Thread-safe; holds connections, close it.
 */
public final class Agent implements AutoCloseable {

    private static final int OFFERINGS_AT_ONCE = 4;

    private final AgentConfiguration configuration;
    private final Clock clock;

    public Agent(AgentConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    @Override
    public void close() {}
}
