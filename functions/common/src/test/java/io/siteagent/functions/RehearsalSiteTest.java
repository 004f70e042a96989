package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Tuning;
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

    private static Set<String> operations(Mode mode, boolean complete) throws IOException {
        var operations = ConcurrentHashMap.<String>newKeySet();
        try (var world = new FunctionWorld(mode);
                var site = RehearsalSite.open();
                var source = new ParameterStoreSource(site.environment()::get, world.clock)) {
            if (complete) {
                site.complete();
            }
            new Agent(source.load(), world.clock, Tuning.IMPATIENT, attempt -> operations.add(attempt.operation()))
                    .run(mode, new Trigger.Sweep(), Deadline.in(Rehearsal.LIMIT, world.clock));
        }
        return operations;
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDER_PROCESS", "MEMBERSHIP_SYNC"})
    void a_project_that_has_nothing_gets_everything(Mode mode) throws IOException {
        assertThat(operations(mode, false))
                .contains(
                        "apply project",
                        "apply namespace",
                        "create group",
                        "add member to group",
                        "apply role binding",
                        "list resource quotas");
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDER_PROCESS", "MEMBERSHIP_SYNC"})
    void a_project_that_has_everything_has_a_member_too_many(Mode mode) throws IOException {
        assertThat(operations(mode, true))
                .contains("list members of group", "add member to group", "remove member from group")
                .doesNotContain("create group", "apply role binding");
    }

    @Test
    void usage_is_reported_there() throws IOException {
        assertThat(operations(Mode.REPORT, false)).contains("list pods", "list usage", "report usage");
    }
}
