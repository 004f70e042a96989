package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.MembershipSettings.Downscaling;
import io.siteagent.core.config.MembershipSettings.Unmanaged;
import io.siteagent.core.config.RemovalBrake;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an offering may say about membership, and what Waldur's flags do. Against the sandbox and the real Keycloak. */
class MembershipPoliciesTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);
    private static final Resource.Flags NONE = new Resource.Flags(false, false, false);

    private final List<Centre> opened = new ArrayList<>();

    private Centre centre(MembershipSettings settings) {
        var centre = Centre.open(settings);
        opened.add(centre);
        return centre;
    }

    private Centre centre() {
        return centre(MembershipSettings.DEFAULT);
    }

    @AfterEach
    void close() throws IOException {
        for (var centre : opened) {
            assertThat(centre.traffic().calls().unknown()).isEmpty();
            centre.close();
        }
    }

    private static MembershipSettings roles(Map<String, String> roleMap) {
        return new MembershipSettings(
                roleMap,
                Unmanaged.KEEP,
                RemovalBrake.DEFAULT,
                Downscaling.DEFAULT,
                Optional.empty(),
                false,
                Duration.ofHours(1));
    }

    private static MembershipSettings with(RemovalBrake brake, Unmanaged unmanaged) {
        return new MembershipSettings(
                Map.of(), unmanaged, brake, Downscaling.DEFAULT, Optional.empty(), false, Duration.ofHours(1));
    }

    private static Order settled(Centre centre, Seed.ProjectSeed project, String name) {
        var order = project.orders(centre.offering, name, SOLD);
        assertComplete(centre.orders());
        centre.traffic().calls().clear();
        return order;
    }

    private static void assertComplete(PassReport report) {
        assertThat(report.complete()).as(report.toString()).isTrue();
    }

    private static String[] people(int count) {
        return IntStream.range(0, count).mapToObj(i -> "person" + i).toArray(String[]::new);
    }

    private static List<String> rolesBound(Centre centre, Order order) {
        return centre.rancher.inventory().bindings(centre.backendId(order)).stream()
                .map(binding -> binding.path("roleTemplateName").asText())
                .sorted()
                .toList();
    }

    private static String hard(Centre centre, Order order, String key) {
        var namespace = centre.rancher
                .inventory()
                .namespacesOf(centre.backendId(order))
                .getFirst()
                .path("metadata")
                .path("name")
                .asText();
        return centre.rancher
                .inventory()
                .resourceQuotas(Centre.CLUSTER, namespace)
                .getFirst()
                .path("spec")
                .path("hard")
                .path(key)
                .asText();
    }

    @Test
    void each_role_has_a_group_and_a_person_with_two_roles_is_in_both() throws Exception {
        var centre = centre(roles(Map.of("PROJECT.ADMIN", "project-owner", "PROJECT.MEMBER", "project-member")));
        var project = centre.project("Genomics", "alice", "bob").member("alice", "PROJECT.ADMIN");
        var order = settled(centre, project, "genome");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project, "project-owner")).isEqualTo(centre.keycloakIds("alice"));
        assertThat(centre.membersOf(project, "project-member")).isEqualTo(centre.keycloakIds("alice", "bob"));
        assertThat(rolesBound(centre, order)).containsExactly("project-member", "project-owner");
    }

    @Test
    void who_loses_one_of_two_roles_leaves_one_of_two_groups() throws Exception {
        var centre = centre(roles(Map.of("PROJECT.ADMIN", "project-owner", "PROJECT.MEMBER", "project-member")));
        var project = centre.project("Genomics", "alice", "bob").member("alice", "PROJECT.ADMIN");
        settled(centre, project, "genome");
        assertComplete(centre.membership());
        centre.waldur.consumer().removeMember(project.uuid(), "alice", "PROJECT.ADMIN");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project, "project-owner")).isEmpty();
        assertThat(centre.membersOf(project, "project-member")).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_role_that_is_not_mapped_gives_no_access_and_is_told() throws Exception {
        var centre = centre(roles(Map.of("PROJECT.ADMIN", "project-owner")));
        var project = centre.project("Genomics", "bob").member("alice", "PROJECT.ADMIN");
        centre.joining(project, "alice");
        settled(centre, project, "genome");
        centre.waldur.consumer().removeMember(project.uuid(), "alice", "PROJECT.MEMBER");

        var report = centre.membership();

        assertComplete(report);
        assertThat(centre.membersOf(project, "project-owner")).isEqualTo(centre.keycloakIds("alice"));
        assertThat(report.items().getFirst().warnings()).anyMatch(warning -> warning.contains("PROJECT.MEMBER"));
    }

    @Test
    void a_star_catches_the_roles_that_have_no_entry() throws Exception {
        var centre = centre(roles(Map.of("PROJECT.ADMIN", "project-owner", "*", "read-only")));
        var project = centre.project("Genomics", "bob").member("alice", "PROJECT.ADMIN");
        centre.realm.people(Map.of(centre.keycloakId("alice"), "alice"));
        settled(centre, project, "genome");

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project, "project-owner")).isEqualTo(centre.keycloakIds("alice"));
        assertThat(centre.membersOf(project, "read-only")).isEqualTo(centre.keycloakIds("bob"));
    }

    @Test
    void a_course_account_is_a_member_until_it_is_closed() throws Exception {
        var centre = centre();
        centre.waldur.version(ServerVersion.V8);
        var project = centre.project("Genomics", "alice").account("course", "student", "OK");
        centre.realm.people(Map.of("3f0c9d9e-5c3c-4c8e-9d7a-0a2f6f1b2c3d", "student"));
        settled(centre, project, "genome");
        assertComplete(centre.membership());
        assertThat(centre.membersOf(project)).hasSize(2);

        project.account("course", "student", "Closed");
        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice"));
    }

    @Test
    void strangers_leave_where_the_offering_says_so() throws Exception {
        var centre = centre(with(RemovalBrake.DEFAULT, Unmanaged.REMOVE));
        var project = centre.project("Genomics", "alice", "bob");
        settled(centre, project, "genome");
        centre.realm.people(Map.of(centre.keycloakId("mallory"), "mallory"));
        centre.realm.join(
                centre.keycloakId("mallory"),
                centre.realm.groupByPath(Centre.groupPath(project)).path("id").asText());

        assertComplete(centre.membership());

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void the_brake_is_released_for_one_resource_and_one_run() throws Exception {
        var centre = centre();
        var project = centre.project("Genomics", people(6));
        var order = settled(centre, project, "genome");
        List.of(people(6))
                .subList(0, 4)
                .forEach(person -> centre.waldur.consumer().removeMember(project.uuid(), person));
        var held = centre.membership();
        assertThat(held.complete()).isFalse();
        assertThat(held.items().getFirst().counts().refusedRemovals()).isEqualTo(4);
        assertThat(centre.membersOf(project)).hasSize(6);

        assertComplete(centre.membershipReleased(order));

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("person4", "person5"));
    }

    @Test
    void more_removals_in_a_run_than_it_may_make_are_not_made_in_any_group() throws Exception {
        var centre = centre(with(new RemovalBrake(2, 1, 2, 3, 1), Unmanaged.KEEP));
        var one = centre.project("One", "alice", "bob", "carol");
        var other = centre.project("Other", "dan", "erin", "frank");
        settled(centre, one, "one");
        settled(centre, other, "other");
        List.of("alice", "bob").forEach(person -> centre.waldur.consumer().removeMember(one.uuid(), person));
        List.of("dan", "erin").forEach(person -> centre.waldur.consumer().removeMember(other.uuid(), person));
        centre.joining(one, "grace");

        var report = centre.membership();

        assertThat(report.items()).allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Failed.class));
        assertThat(centre.membersOf(one)).isEqualTo(centre.keycloakIds("alice", "bob", "carol", "grace"));
        assertThat(centre.membersOf(other)).hasSize(3);
    }

    @Test
    void pausing_takes_the_binding_and_new_pods_and_lifting_it_gives_both_back() throws Exception {
        var centre = centre();
        var project = centre.project("Genomics", "alice");
        var order = settled(centre, project, "genome");
        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(true, false, false));

        assertComplete(centre.membership());

        assertThat(rolesBound(centre, order)).isEmpty();
        assertThat(hard(centre, order, "pods")).isEqualTo("0");
        assertThat(hard(centre, order, "limits.cpu")).isEqualTo("4");
        centre.traffic().calls().clear();
        assertComplete(centre.membership());
        assertThat(centre.writes()).isEmpty();

        centre.waldur.consumer().flags(order.resource(), NONE);
        assertComplete(centre.membership());

        assertThat(rolesBound(centre, order)).containsExactly("workloads-manage");
        assertThat(hard(centre, order, "pods")).isEmpty();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice"));
    }

    @Test
    void downscaling_lowers_the_quota_and_lifting_it_gives_back_what_was_sold() throws Exception {
        var centre = centre(new MembershipSettings(
                Map.of(),
                Unmanaged.KEEP,
                RemovalBrake.DEFAULT,
                new Downscaling(new BigDecimal("0.25"), Map.of("ram", BigDecimal.ONE)),
                Optional.empty(),
                false,
                Duration.ofHours(1)));
        var order = settled(centre, centre.project("Genomics", "alice"), "genome");
        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(false, true, false));

        assertComplete(centre.membership());

        assertThat(hard(centre, order, "limits.cpu")).isEqualTo("1");
        assertThat(hard(centre, order, "limits.memory")).isEqualTo("1Gi");

        centre.waldur.consumer().flags(order.resource(), NONE);
        assertComplete(centre.membership());

        assertThat(hard(centre, order, "limits.cpu")).isEqualTo("4");
        assertThat(hard(centre, order, "limits.memory")).isEqualTo("8Gi");
    }

    @Test
    void accounts_of_the_project_are_members_until_they_are_closed() throws Exception {
        var centre = centre();
        centre.waldur.version(ServerVersion.V8);
        var project = centre.project("Genomics", "alice").account("service", "robot", "OK");
        centre.realm.people(Map.of("3f0c9d9e-5c3c-4c8e-9d7a-0a2f6f1b2c3d", "robot"));
        settled(centre, project, "genome");

        assertComplete(centre.membership());
        assertThat(centre.membersOf(project)).hasSize(2);
        centre.traffic().calls().clear();
        assertComplete(centre.membership());
        assertThat(centre.writes()).isEmpty();

        project.account("service", "robot", "Closed");
        assertComplete(centre.membership());
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice"));
    }

    @Test
    void accounts_that_cannot_be_read_cost_nobody_access() throws Exception {
        var centre = centre();
        centre.waldur.version(ServerVersion.V8);
        var project = centre.project("Genomics", "alice", "bob").account("service", "robot", "OK");
        centre.realm.people(Map.of("3f0c9d9e-5c3c-4c8e-9d7a-0a2f6f1b2c3d", "robot"));
        settled(centre, project, "genome");
        assertComplete(centre.membership());
        centre.waldur.consumer().removeMember(project.uuid(), "bob");
        centre.faults()
                .on("waldur")
                .get("/list_project_service_accounts/")
                .every()
                .then(Fault.status(503, "{}"));

        assertThat(centre.membership().complete()).isFalse();

        assertThat(centre.membersOf(project)).hasSize(3);
        centre.faults().heal();
        assertComplete(centre.membership());
        assertThat(centre.membersOf(project)).hasSize(2);
    }

    @Test
    void waldur_is_told_of_each_sync_once_an_hour_and_of_everybodys_access() throws Exception {
        var centre = centre();
        centre.waldur.version(ServerVersion.V8);
        var project = centre.project("Genomics", "alice").member("stranger", "PROJECT.MEMBER");
        var order = settled(centre, project, "genome");

        assertComplete(centre.membership());

        assertThat(centre.waldur.resource(order.resource()).lastSync()).isPresent();
        assertThat(centre.waldur.syncStatuses(order.resource()).orElseThrow().findValuesAsText("state"))
                .containsExactlyInAnyOrder("synced", "missing_in_idp");
        centre.traffic().calls().clear();
        assertComplete(centre.membership());
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_group_that_two_resources_left_behind_is_cleaned_up_with_its_parent() throws Exception {
        var centre = centre();
        var project = centre.project("Genomics", "alice");
        var parent = centre.realm.group(
                "c_cm1234abcd",
                Map.of("managed_by", List.of("waldur-site-agent"), "rancher_cluster_id", List.of(Centre.CLUSTER)));
        centre.realm.child(
                parent,
                "project_%s_workloads-manage".formatted(project.uuid()),
                Map.of(
                        "managed_by", List.of("waldur-site-agent"),
                        "rancher_cluster_id", List.of(Centre.CLUSTER),
                        "waldur_project_uuid", List.of(project.uuid()),
                        "rancher_role_template", List.of("workloads-manage")));

        assertComplete(centre.membership());

        assertThat(centre.realm.membersByPath()).isEmpty();
    }

    /** An empty parent must not go while another resource of the same sweep gets its group there. */
    @Test
    void what_is_to_be_cleaned_up_is_looked_for_once_nothing_is_made_any_more() throws Exception {
        var centre = centre();
        var project = centre.project("Genomics", "alice");
        settled(centre, project, "genome");
        project.member("bob", "PROJECT.MEMBER");
        centre.realm.people(Map.of(centre.keycloakId("bob"), "bob"));
        centre.traffic().calls().clear();

        assertComplete(centre.membership());

        var looks = centre.traffic().calls().matching(call -> call.isFor("GET", "/children"));
        assertThat(looks).isNotEmpty();
        assertThat(centre.writes()).anyMatch(write -> write.isFor("PUT", "/groups/"));
        assertThat(centre.writes().getLast().number())
                .isLessThan(looks.getFirst().number());
    }

    @Test
    void a_group_without_our_mark_is_never_cleaned_up() throws Exception {
        var centre = centre();
        var parent = centre.realm.group(
                "c_cm1234abcd",
                Map.of("managed_by", List.of("waldur-site-agent"), "rancher_cluster_id", List.of(Centre.CLUSTER)));
        centre.realm.child(parent, "by-hand", Map.of());

        assertComplete(centre.membership());

        assertThat(centre.realm.membersByPath()).containsKey("/c_cm1234abcd/by-hand");
    }

    @Test
    void the_group_of_a_resource_that_is_being_made_is_never_cleaned_up() throws Exception {
        var centre = centre();
        var project = centre.project("Genomics", "alice");
        settled(centre, project, "genome");
        var order = centre.waldur.orders().getFirst();
        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(true, false, true));
        assertComplete(centre.membership());

        assertComplete(centre.membership());

        assertThat(centre.realm.membersByPath()).containsKey(Centre.groupPath(project));
    }

    @Test
    void rancher_is_asked_to_look_at_the_groups_of_removed_people_where_the_offering_says_so() throws Exception {
        var centre = centre(new MembershipSettings(
                Map.of(),
                Unmanaged.KEEP,
                RemovalBrake.DEFAULT,
                Downscaling.DEFAULT,
                Optional.empty(),
                true,
                Duration.ofHours(1)));
        var project = centre.project("Genomics", "alice", "bob");
        settled(centre, project, "genome");
        assertComplete(centre.membership());
        assertThat(centre.traffic().calls().count("POST", "refreshauthprovideraccess"))
                .isZero();
        centre.waldur.consumer().removeMember(project.uuid(), "bob");

        assertComplete(centre.membership());

        assertThat(centre.traffic().calls().count("POST", "refreshauthprovideraccess"))
                .isOne();
    }

    @Test
    void an_event_of_a_project_touches_that_project_only() throws Exception {
        var centre = centre();
        var one = centre.project("One", "alice");
        var other = centre.project("Other", "bob");
        settled(centre, one, "one");
        settled(centre, other, "other");
        centre.joining(one, "carol");
        centre.joining(other, "dan");

        assertComplete(centre.membership(one));

        assertThat(centre.membersOf(one)).isEqualTo(centre.keycloakIds("alice", "carol"));
        assertThat(centre.membersOf(other)).isEqualTo(centre.keycloakIds("bob"));
    }
}
