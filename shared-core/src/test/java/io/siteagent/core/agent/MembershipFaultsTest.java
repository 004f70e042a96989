package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The membership mode when something fails: nobody loses access for it, and the next run ends in the exact team. */
class MembershipFaultsTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private final Centre centre = Centre.open();
    private final Seed.ProjectSeed project =
            centre.waldur.seed().customer("University").project("Genomics");
    private final Order order = project.orders(centre.offering, "genome", SOLD);

    @BeforeEach
    void settle() throws Exception {
        centre.joining(project, "alice", "bob", "carol");
        assertThat(centre.orders().complete()).isTrue();
        centre.traffic().calls().clear();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    private void loseBinding() {
        var binding =
                centre.rancher.inventory().bindings(centre.backendId(order)).getFirst();
        centre.rancher
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("metadata").path("namespace").asText(),
                        binding.path("metadata").path("name").asText());
    }

    private static Stream<Named<Fault>> unusableAnswers() {
        return Stream.of(
                Named.of("500", Fault.status(500, "{}")),
                Named.of("an HTML page with status 500", Fault.html(500)),
                Named.of("an HTML page with status 200", Fault.html(200)),
                Named.of("403", Fault.status(403, "{\"detail\":\"no\"}")),
                Named.of("a broken connection", Fault.dropped()),
                Named.of("half an answer", Fault.truncated(40)),
                Named.of("an object instead of a list", Fault.body("{\"error\":\"sorry\"}")),
                Named.of("a row without content", Fault.body("[{}]")),
                Named.of("nothing at all", Fault.body("")));
    }

    @ParameterizedTest
    @MethodSource("unusableAnswers")
    void an_unusable_answer_about_the_team_removes_nobody(Fault fault) throws Exception {
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        var rule = centre.faults().on("waldur").get("/team/").every().then(fault);

        var report = centre.membership();

        assertThat(rule.fired()).isPositive();
        assertThat(report.complete()).isFalse();
        assertThat(centre.writes()).isEmpty();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol"));
    }

    @ParameterizedTest
    @MethodSource("unusableAnswers")
    void an_unusable_list_of_members_removes_nobody(Fault fault) throws Exception {
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        var rule = centre.faults().on("keycloak").get("/members").every().then(fault);

        var report = centre.membership();

        assertThat(rule.fired()).isPositive();
        assertThat(report.complete()).isFalse();
        assertThat(centre.writes()).isEmpty();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol"));
    }

    @ParameterizedTest
    @MethodSource("unusableAnswers")
    void an_unusable_search_for_groups_changes_nothing_in_keycloak(Fault fault) throws Exception {
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        var rule = centre.faults().on("keycloak").get("/groups\\?").every().then(fault);
        var before = centre.realm.membersByPath();

        var report = centre.membership();

        assertThat(rule.fired()).isPositive();
        assertThat(report.complete()).isFalse();
        assertThat(centre.realm.membersByPath()).isEqualTo(before);
    }

    @Test
    void a_team_that_seems_empty_for_a_moment_removes_nobody() throws Exception {
        centre.faults().on("waldur").get("/team/").every().then(Fault.emptyList());

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol"));
    }

    @Test
    void while_keycloak_is_down_rancher_is_repaired_and_the_rest_is_put_off() throws Exception {
        loseBinding();
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        centre.faults().on("keycloak").every().then(Fault.dropped());

        var report = centre.membership();

        assertThat(report.items()).extracting(PassReport.Item::outcome).hasOnlyElementsOfType(Outcome.Deferred.class);
        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).hasSize(1);
        centre.faults().heal();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol"));
    }

    @Test
    void while_a_part_of_rancher_fails_the_members_are_synced_all_the_same() throws Exception {
        loseBinding();
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        centre.faults()
                .on("rancher")
                .patch("/projectroletemplatebindings/")
                .every()
                .then(Fault.status(503, "{}"));

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void one_member_who_cannot_be_added_does_not_keep_the_others_out() throws Exception {
        centre.joining(project, "dan", "eve");
        centre.faults()
                .on("keycloak")
                .put("/users/" + centre.keycloakId("dan") + "/groups/")
                .every()
                .then(Fault.status(500, "{}"));

        centre.traffic().calls().clear();

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol", "eve"));
        assertThat(centre.writes())
                .as("Waldur is not told that all is in line")
                .noneMatch(call -> call.target().contains("/refresh_last_sync/"));
    }

    @Test
    void one_member_who_cannot_be_added_does_not_keep_those_in_who_have_left() throws Exception {
        centre.joining(project, "dan");
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        centre.faults()
                .on("keycloak")
                .put("/users/" + centre.keycloakId("dan") + "/groups/")
                .every()
                .then(Fault.status(500, "{}"));

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    private static Stream<Named<Fault>> refusedLists() {
        return Stream.of(
                Named.of("403", Fault.status(403, "{\"kind\":\"Status\",\"code\":403}")),
                Named.of("an HTML page with status 200", Fault.html(200)));
    }

    @ParameterizedTest
    @MethodSource("refusedLists")
    void without_a_list_of_the_whole_cluster_each_resource_is_looked_at_by_itself(Fault fault) throws Exception {
        project.orders(centre.offering, "second", SOLD);
        assertThat(centre.orders().complete()).isTrue();
        centre.waldur.consumer().removeMember(project.uuid(), "carol");
        var rule = centre.faults()
                .on("rancher")
                .get("/api/v1/resourcequotas")
                .every()
                .then(fault);

        var report = centre.membership();

        assertThat(rule.fired()).isPositive();
        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void access_is_withdrawn_although_the_project_cannot_be_repaired() throws Exception {
        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(false, false, true));
        var name = centre.backendId(order).split(":", 2)[1];
        centre.rancher.seed().manifest("local", """
                        apiVersion: management.cattle.io/v3
                        kind: Project
                        metadata:
                          name: %s
                          namespace: %s
                        spec:
                          displayName: renamed
                        """.formatted(name, Centre.CLUSTER));
        centre.faults().on("rancher").patch("/projects/").every().then(Fault.status(503, "{}"));

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void dying_at_any_call_and_running_again_ends_in_the_exact_team(Effect effect) throws Exception {
        var reached = true;
        for (var position = 1; reached; position++) {
            var leaving = position % 2 == 1 ? "carol" : "dan";
            var coming = position % 2 == 1 ? "dan" : "carol";
            centre.waldur.consumer().removeMember(project.uuid(), leaving);
            centre.joining(project, coming);
            loseBinding();
            centre.faults().killAt(position, effect);
            centre.membership();
            reached = centre.faults().callsSinceKillSet() >= position;
            centre.faults().heal();

            var again = centre.membership();

            assertThat(again.complete())
                    .as("killed at %d (%s): %s", position, effect, again)
                    .isTrue();
            assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", coming));
            assertThat(centre.realm.membersByPath()).hasSize(2);
            assertThat(centre.rancher.inventory().bindings(centre.backendId(order)))
                    .hasSize(1);
        }
    }
}
