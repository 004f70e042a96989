package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.functions.RehearsalAnswers.Scene;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rehearsal that stops early leaves the rest to be loaded by the first event, and nobody would notice. */
class RehearsalSiteTest {

    private final Set<String> operations = ConcurrentHashMap.newKeySet();

    private PassReport run(Mode mode, Scene scene) throws IOException {
        try (var world = new FunctionWorld(mode);
                var site = RehearsalSite.open(world.clock);
                var source = new ParameterStoreSource(site.environment()::get, world.clock)) {
            site.show(scene);
            return new Agent(
                            source.load(),
                            world.clock,
                            Tuning.IMPATIENT,
                            attempt -> operations.add(attempt.operation()))
                    .run(mode, new Trigger.Sweep(), Deadline.in(Rehearsal.LIMIT, world.clock));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ORDER_PROCESS", "MEMBERSHIP_SYNC"})
    void a_project_that_has_nothing_gets_everything(Mode mode) throws IOException {
        run(mode, Scene.NEW_PROJECT);

        assertThat(operations)
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
        run(mode, Scene.COMPLETE_PROJECT);

        assertThat(operations)
                .contains("list members of group", "add member to group", "remove member from group")
                .doesNotContain("create group", "apply role binding");
    }

    @Test
    void several_projects_are_looked_at_by_the_lists_of_all_of_them() throws IOException {
        var report = run(Mode.MEMBERSHIP_SYNC, Scene.SEVERAL_PROJECTS);

        assertThat(report.items())
                .hasSize(6)
                .extracting(PassReport.Item::outcome)
                .containsOnly(new Outcome.Unchanged());
        assertThat(operations)
                .contains("list project permissions", "list people", "set membership sync statuses")
                .doesNotContain("read team");
    }

    @Test
    void usage_is_reported_there() throws IOException {
        run(Mode.REPORT, Scene.NEW_PROJECT);

        assertThat(operations).contains("list pods", "list usage", "report usage");
    }

    @Test
    void usage_that_was_reported_already_is_not_reported_again_there() throws IOException {
        var report = run(Mode.REPORT, Scene.COMPLETE_PROJECT);

        assertThat(report.items())
                .singleElement()
                .extracting(PassReport.Item::outcome)
                .isEqualTo(new Outcome.Unchanged());
    }
}
