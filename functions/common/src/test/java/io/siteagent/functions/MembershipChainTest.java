package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Mode;
import io.siteagent.sandbox.keycloak.Realm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The membership function between its triggers and its queue, with the real Keycloak. */
class MembershipChainTest {

    private static final String SWEEP = "{\"kind\":\"sweep\"}";
    private static final String HOOK = "/membership/" + FunctionWorld.SECRET;
    private static final String CLUSTER = "c-m-1234abcd";
    private static final String GONE = "0123456789abcdef0123456789abcdef";

    private final FunctionWorld world = new FunctionWorld(Mode.MEMBERSHIP_SYNC);
    private final Realm realm = world.withKeycloak();
    private final String alice = person("alice");
    private final String bob = person("bob");

    private String person(String name) {
        return world.sandbox.waldur().seed().person(name).username();
    }

    @BeforeEach
    void a_project_with_a_resource_in_line() throws IOException {
        realm.people(Map.of(alice, "alice", bob, "bob"));
        world.project.member("alice", "PROJECT.MEMBER");
        world.carryOut(world.project.orders(world.offering, "genome", Map.of("cpu", 2L)));
        world.sandbox.calls().clear();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private String group() {
        return "/c_cm1234abcd/project_" + world.project.uuid() + "_workloads-manage";
    }

    private List<String> members() throws IOException {
        return realm.membersByPath().getOrDefault(group(), List.of());
    }

    @Test
    void a_sweep_that_finds_all_in_line_puts_nothing_on_the_queue() {
        assertThat(world.invoke(SWEEP)).contains("\"unchanged\"").contains("\"complete\" : true");

        assertThat(world.queue.size()).isZero();
    }

    @Test
    void what_drifted_is_found_by_a_sweep_and_brought_back_by_the_queue() throws IOException {
        realm.leave(alice, realm.groupByPath(group()).path("id").asText());

        world.invoke(SWEEP);
        assertThat(members()).as("a sweep changes nothing").isEmpty();
        world.deliver();

        assertThat(members()).containsExactly(alice);
        world.invoke(SWEEP);
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void a_role_that_was_granted_becomes_access_by_way_of_the_queue() throws IOException {
        world.project.member("bob", "PROJECT.MEMBER");

        assertThat(world.call(HOOK, Hook.roleGranted(world.project.uuid())).status())
                .isEqualTo(202);
        assertThat(world.sandbox.calls().to("waldur")).isEmpty();
        world.deliver();

        assertThat(members()).containsExactlyInAnyOrder(alice, bob);
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void a_role_in_a_project_without_a_resource_costs_one_call() {
        var elsewhere = world.sandbox.waldur().seed().customer("University").project("Elsewhere");

        world.call(HOOK, Hook.roleGranted(elsewhere.uuid()));
        world.deliver();

        assertThat(world.sandbox.calls().count("waldur")).isEqualTo(1);
        assertThat(world.sandbox.calls().to("rancher")).isEmpty();
        assertThat(world.sandbox.calls().to("keycloak")).isEmpty();
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void groups_that_resources_have_left_behind_are_found_by_a_sweep_and_deleted_by_the_queue() throws IOException {
        var parent = realm.groupByPath("/c_cm1234abcd").path("id").asText();
        realm.child(
                parent,
                "project_" + GONE + "_workloads-manage",
                Map.of(
                        "managed_by", List.of("waldur-site-agent"),
                        "rancher_cluster_id", List.of(CLUSTER),
                        "waldur_project_uuid", List.of(GONE),
                        "rancher_role_template", List.of("workloads-manage")));

        world.invoke(SWEEP);
        assertThat(realm.membersByPath()).as("a sweep changes nothing").hasSize(3);
        assertThat(world.queue.size()).isEqualTo(1);
        world.deliver();

        assertThat(realm.membersByPath()).containsOnlyKeys("/c_cm1234abcd", group());
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void a_team_that_is_empty_all_of_a_sudden_loses_nobody_and_is_told_once_for_each_sweep() throws IOException {
        world.sandbox.waldur().consumer().removeMember(world.project.uuid(), "alice");
        world.sandbox.waldur().consumer().removeMember(world.project.uuid(), "Maria Tamm");

        world.invoke(SWEEP);
        world.deliver();

        assertThat(members()).containsExactly(alice);
        assertThat(world.queue.size() + world.deadLetters.size()).isZero();
        assertThat(world.metrics().path("BrakeTripped").asInt()).isEqualTo(1);
    }
}
