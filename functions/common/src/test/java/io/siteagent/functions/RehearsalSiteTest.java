package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rehearsal that stops early leaves the rest to be loaded by the first event, and nobody would notice. */
class RehearsalSiteTest {

    private static Set<String> operations(Mode mode) throws IOException {
        var operations = ConcurrentHashMap.<String>newKeySet();
        try (var world = new FunctionWorld(mode);
                var site = RehearsalSite.open();
                var source = new ParameterStoreSource(site.environment()::get, world.clock)) {
            new Agent(source.load(), world.clock, Rehearsal.HURRIED, attempt -> operations.add(attempt.operation()))
                    .run(mode, new Trigger.Sweep(), Deadline.in(Rehearsal.LIMIT, world.clock));
        }
        return operations;
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDER_PROCESS", "MEMBERSHIP_SYNC"})
    void everything_that_a_project_can_need_is_written_there(Mode mode) throws IOException {
        assertThat(operations(mode))
                .contains(
                        "apply project",
                        "apply namespace",
                        "create group",
                        "add member to group",
                        "apply role binding",
                        "list resource quotas");
    }

    @Test
    void usage_is_reported_there() throws IOException {
        assertThat(operations(Mode.REPORT)).contains("list pods", "list usage", "report usage");
    }
}
