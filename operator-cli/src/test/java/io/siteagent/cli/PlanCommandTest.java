package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code siteagent plan} and {@code apply}: the plan is the truth (law 9). */
class PlanCommandTest {

    @TempDir
    Path directory = Path.of("");

    private Site site;

    @BeforeEach
    void ordersAreDone() {
        site = new Site(directory);
        site.bringAbout();
    }

    @AfterEach
    void close() {
        site.close();
    }

    private List<String> changes(Site.Result result) {
        return result.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("+ ") || line.startsWith("~ ") || line.startsWith("- "))
                .toList();
    }

    private void judyJoinsGenomics() {
        site.sandbox
                .waldur()
                .seed()
                .customer("University of Tartu")
                .project("Genomics")
                .member("judy", "PROJECT.MEMBER");
    }

    private void someoneUnbindsClimate() {
        var climate = site.sandbox
                .waldur()
                .resource(site.demo.orders().get(1).resource())
                .backendId();
        var binding =
                site.sandbox.rancher().inventory().bindings(climate).getFirst().path("metadata");
        site.sandbox
                .rancher()
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("namespace").asText(),
                        binding.path("name").asText());
    }

    @Test
    void an_estate_that_is_in_line_has_an_empty_plan_and_exits_0() {
        var plan = site.run("plan");

        assertThat(plan.code()).as(plan.toString()).isZero();
        assertThat(changes(plan)).isEmpty();
        assertThat(plan.out()).contains("as it should be", "Plan: nothing to do; 3 items looked at");
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void the_plan_names_each_change_exits_2_and_writes_nothing() {
        judyJoinsGenomics();

        var plan = site.run("plan");

        assertThat(plan.code()).as(plan.toString()).isEqualTo(2);
        assertThat(changes(plan))
                .satisfiesExactly(
                        record -> assertThat(record).startsWith("~ group ").endsWith("record of whom we put into it"),
                        join -> assertThat(join).startsWith("+ member ").contains("Waldur user"));
        assertThat(plan.out()).contains("Plan: 1 to add, 1 to change; 3 items looked at");
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void apply_does_exactly_what_the_plan_said_and_then_the_plan_is_empty() throws IOException {
        judyJoinsGenomics();
        someoneUnbindsClimate();
        var planned = changes(site.run("plan"));

        var apply = site.run("apply");

        assertThat(apply.code()).as(apply.toString()).isZero();
        assertThat(Set.copyOf(changes(apply))).isEqualTo(Set.copyOf(planned)).hasSize(3);
        assertThat(site.realm.membersByPath().values())
                .anySatisfy(members -> assertThat(members).contains(site.keycloakId("judy")));
        assertThat(site.run("plan").code()).isZero();
        site.run("apply");
        assertThat(site.writes()).isEmpty();
    }

    @Test
    void one_resource_is_planned_by_itself() {
        judyJoinsGenomics();
        var other = site.demo.orders().getLast().resource();

        var plan = site.run("plan", "--resource", other);

        assertThat(plan.code()).isZero();
        assertThat(plan.out()).contains(other, "1 item looked at");
    }

    @Test
    void the_json_of_a_plan_holds_every_change_and_no_name_of_a_person() {
        judyJoinsGenomics();

        var plan = site.run("plan", "--output", "json");

        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.json().path("items").findValuesAsText("outcome"))
                .containsExactlyInAnyOrder("planned", "unchanged", "unchanged");
        assertThat(plan.out()).doesNotContain("judy");
    }

    @Test
    void removals_that_the_brake_holds_back_are_shown_and_not_done() throws IOException {
        for (var person : List.of("frank", "grace", "heidi", "ivan")) {
            site.sandbox
                    .waldur()
                    .consumer()
                    .removeMember(
                            site.sandbox
                                    .waldur()
                                    .seed()
                                    .customer("Institute of Robotics")
                                    .project("Vision")
                                    .uuid(),
                            person);
        }

        var plan = site.run("plan");
        var apply = site.run("apply");

        assertThat(plan.code()).isEqualTo(2);
        assertThat(plan.out()).contains("! held back: removals from group", "the team is empty", "1 held back");
        assertThat(apply.code()).isEqualTo(1);
        assertThat(site.realm.membersByPath().values())
                .anySatisfy(members -> assertThat(members).contains(site.keycloakId("frank")));
    }

    @Test
    void what_cannot_be_read_makes_the_plan_incomplete_not_empty() {
        var plan = site.command("plan", "--config", site.config(text -> text.replace("agent-password", "wrong")));

        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.out()).contains("Keycloak").doesNotContain("wrong");
    }

    @Test
    void an_offering_that_is_not_configured_is_named_with_those_that_are() {
        var plan = site.run("plan", "--offering", "gpu");

        assertThat(plan.code()).isEqualTo(64);
        assertThat(plan.err()).contains("serves no offering \"gpu\"; it serves rancher-projects");
        assertThat(site.sandbox.calls().snapshot()).isEmpty();
    }

    @Test
    void debug_shows_each_call_without_secrets() {
        var plan = site.run("plan", "--debug");

        assertThat(plan.err())
                .contains("call: Waldur GET, list resources: HTTP 200", "call: Keycloak")
                .doesNotContain("rancher-secret", "agent-password", site.demo.agentToken());
    }
}
