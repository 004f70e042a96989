package io.siteagent.functions;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * The event that a snapshot is prepared with: it takes the way of a real one through the adapter, the pass and the
 * report, with nothing to serve, so that it reads no configuration and calls no other system.
 */
final class Rehearsal {

    private static final byte[] EVENT = "{\"kind\":\"rehearsal\"}".getBytes(StandardCharsets.UTF_8);

    private Rehearsal() {}

    static byte[] event() {
        return EVENT.clone();
    }

    static boolean isMeant(byte[] event) {
        return Arrays.equals(EVENT, event);
    }

    static byte[] answer(Mode mode, Clock clock) {
        var nothing = new AgentConfiguration(List.of(), List.of(), List.of());
        var report =
                new Agent(nothing, clock).run(mode, new Trigger.Sweep(), Deadline.in(Duration.ofSeconds(5), clock));
        return ReportJson.of(report, List.of()).getBytes(StandardCharsets.UTF_8);
    }
}
