package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The membership mode: who is in the group, as Waldur's team changes. Against the sandbox and the real Keycloak. */
class MembershipTest {

    private static final String MEMBER = "PROJECT.MEMBER";
    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private final Centre centre = Centre.open();

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    /** A project that has a resource, which is as it should be. */
    private Seed.ProjectSeed settledProject(String... people) throws Exception {
        var project = centre.project("Genomics", people);
        settledResource(project, "genome");
        return project;
    }

    private Order settledResource(Seed.ProjectSeed project, String name) {
        var order = project.orders(centre.offering, name, SOLD);
        assertThat(centre.orders().complete()).isTrue();
        centre.traffic().calls().clear();
        return order;
    }

    private void leaves(Seed.ProjectSeed project, String person) {
        centre.waldur.consumer().removeMember(project.uuid(), person);
    }

    private static void assertComplete(PassReport report) {
        assertThat(report.complete()).as(report.toString()).isTrue();
    }

    private static void assertFailed(PassReport report, String... words) {
        assertThat(report.items())
                .singleElement()
                .extracting(PassReport.Item::outcome, type(Outcome.Failed.class))
                .extracting(Outcome.Failed::reason)
                .asString()
                .contains(words);
    }

    @Test
    void a_person_who_was_added_joins() throws Exception {
        var project = settledProject("alice");
        centre.joining(project, "bob");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_person_who_was_removed_leaves() throws Exception {
        var project = settledProject("alice", "bob", "carol");
        leaves(project, "carol");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_person_who_was_deactivated_leaves() throws Exception {
        var project = settledProject("alice", "bob", "carol");
        centre.waldur.consumer().deactivate("carol");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    private void putIntoGroup(Seed.ProjectSeed project, String person) throws Exception {
        centre.realm.people(Map.of(centre.keycloakId(person), person));
        centre.realm.join(
                centre.keycloakId(person),
                centre.realm.groupByPath(Centre.groupPath(project)).path("id").asText());
    }

    @Test
    void a_person_unknown_to_waldur_whom_an_administrator_put_into_the_group_stays_and_is_told() throws Exception {
        var project = settledProject("alice", "bob");
        putIntoGroup(project, "mallory");

        var report = centre.membership();

        assertComplete(report);
        assertThat(report.items().getFirst().warnings())
                .singleElement()
                .asString()
                .contains(centre.keycloakId("mallory"));
        assertThat(report.items().getFirst().counts().unmanaged()).isOne();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "mallory"));
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_person_whom_waldur_dropped_leaves_although_an_administrator_has_put_others_there() throws Exception {
        var project = settledProject("alice", "bob", "carol");
        putIntoGroup(project, "mallory");
        leaves(project, "carol");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "mallory"));
    }

    @Test
    void an_expired_role_counts_no_more_although_waldur_still_lists_it() throws Exception {
        var project = settledProject("alice", "bob", "carol");
        centre.waldur
                .consumer()
                .expireRole(project.uuid(), "carol", Instant.now().minusSeconds(3600));

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_role_that_expires_later_counts() throws Exception {
        var project = settledProject("alice", "bob");
        centre.waldur.consumer().expireRole(project.uuid(), "bob", Instant.now().plusSeconds(3600));

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_person_with_two_roles_joins_once() throws Exception {
        var project = settledProject("alice");
        centre.joining(project, "bob").member("bob", "PROJECT.ADMIN");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
        assertThat(centre.traffic().calls().count("PUT", "/users/")).isOne();
    }

    @Test
    void a_person_who_loses_one_of_two_roles_stays() throws Exception {
        var project = settledProject("alice", "bob");
        project.member("bob", "PROJECT.ADMIN");
        centre.waldur.consumer().removeMember(project.uuid(), "bob", MEMBER);

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_person_unknown_to_keycloak_is_a_warning_and_the_others_are_synced() throws Exception {
        var project = settledProject("alice");
        project.member("stranger", MEMBER);
        centre.joining(project, "bob");

        var report = centre.membership();

        assertComplete(report);
        assertThat(report.items().getFirst().warnings())
                .singleElement()
                .asString()
                .contains("not in Keycloak")
                .doesNotContain("stranger");
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_local_user_of_waldur_is_a_warning_and_gets_nobody_elses_access() throws Exception {
        var project = settledProject("alice");
        centre.waldur.seed().person("dave", "dave");
        project.member("dave", MEMBER);
        centre.realm.people(Map.of("3f0c9d9e-5c3c-4c8e-9d7a-0a2f6f1b2c3d", "dave"));

        var report = centre.membership();

        assertComplete(report);
        assertThat(report.items().getFirst().warnings()).hasSize(1);
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice"));
    }

    @Test
    void an_empty_team_removes_nobody_and_says_so() throws Exception {
        var project = settledProject("alice", "bob");
        leaves(project, "alice");
        leaves(project, "bob");

        assertFailed(centre.membership(), Centre.groupPath(project), "the team is empty", "2 members");

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void more_removals_than_the_brake_allows_are_refused_while_additions_are_made() throws Exception {
        var people = IntStream.range(0, 6).mapToObj(i -> "person" + i).toArray(String[]::new);
        var project = settledProject(people);
        List.of(people).subList(0, 4).forEach(person -> leaves(project, person));
        centre.joining(project, "newcomer");

        assertFailed(centre.membership(), "refused", "4 removals", "6 members");

        assertThat(centre.membersOf(project))
                .containsAll(centre.keycloakIds(people))
                .contains(centre.keycloakId("newcomer"));
    }

    @Test
    void a_group_of_two_resources_of_one_project_holds_exactly_the_team() throws Exception {
        var project = settledProject("alice", "bob", "carol");
        settledResource(project, "second");
        leaves(project, "carol");
        centre.joining(project, "dan");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "dan"));
        assertThat(centre.realm.membersByPath()).hasSize(2);
    }

    @Test
    void two_projects_never_share_people() throws Exception {
        var genomics = settledProject("alice");
        var climate = centre.project("Climate", "bob");
        settledResource(climate, "weather");
        centre.joining(climate, "carol");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(genomics)).isEqualTo(centre.keycloakIds("alice"));
        assertThat(centre.membersOf(climate)).isEqualTo(centre.keycloakIds("bob", "carol"));
    }

    @Test
    void a_second_run_writes_nothing_and_its_calls_do_not_grow_with_the_members() throws Exception {
        var project = settledProject("alice");
        centre.membership();
        centre.traffic().calls().clear();
        centre.membership();
        var callsOfOne = centre.traffic().calls().count();
        centre.joining(
                project, IntStream.range(0, 30).mapToObj(i -> "person" + i).toArray(String[]::new));
        centre.membership();
        centre.traffic().calls().clear();

        var report = centre.membership();

        assertThat(report.items()).extracting(PassReport.Item::outcome).containsExactly(new Outcome.Unchanged());
        assertThat(centre.membersOf(project)).hasSize(31);
        assertThat(centre.writes()).isEmpty();
        assertThat(centre.traffic().calls().count())
                .as(centre.traffic().calls().toString())
                .isEqualTo(callsOfOne);
    }
}
