package io.siteagent.core.keycloak;

import static io.siteagent.core.http.RemoteException.Reason.CONFLICT;
import static io.siteagent.core.http.RemoteException.Reason.MISSING;
import static io.siteagent.core.http.RemoteException.Reason.REFUSED;
import static io.siteagent.core.http.RemoteException.Reason.TRANSIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.Captures;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.Replay;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded answer of Keycloak to a call that we make is decoded or refused as it should be. */
class KeycloakCapturesTest {

    private static final String SYSTEM = "keycloak";
    private static final String USER = "5465e35b-98de-5fdf-ad50-3f354ac9b537";
    private static final String OTHER_USER = "b334547f-47ea-5c3a-81f4-c3edada5849d";
    private static final String PARENT = "c9a30014-1035-4a08-a9ef-7bfbee260c60";
    private static final String PARENT_NAME = "c_e6a6472d5c775e46b815da29d616b15c";
    private static final String CHILD = "4f2dc29c-35ac-48ec-9056-24f2b00dec10";
    private static final String CHILD_NAME = "project_a4b027cb25f358c4abbfcd3c6762be6d_workloads-manage";
    private static final String OLD_PARENT_NAME = "c_11111111111111111111111111111111";
    private static final String OLD_CHILD_NAME = "project_11111111111111111111111111111111_workloads-manage";
    private static final Group GROUP =
            new Group(PARENT, PARENT_NAME, "/" + PARENT_NAME, Optional.empty(), Optional.empty(), Map.of());

    @ParameterizedTest
    @MethodSource("replays")
    void a_recorded_answer_is_decoded_or_refused(Replay<KeycloakClient> replay) {
        try (var keycloak = answering(_ -> replay.capture());
                var client = client(keycloak)) {
            replay.check().accept(client);
            assertThat(keycloak.count()).isGreaterThan(1);
        }
    }

    @Test
    void every_recorded_answer_is_replayed() {
        assertThat(Stream.concat(replays().map(Replay::capture), Stream.of("v22-group-by-id")))
                .containsExactlyInAnyOrderElementsOf(Captures.of(SYSTEM));
    }

    @Test
    void children_on_servers_without_a_list_of_them_come_with_the_group() {
        try (var keycloak = answering(target -> target.contains("/children") ? "v22-children" : "v22-group-by-id");
                var client = client(keycloak)) {
            assertThat(client.children(PARENT))
                    .hasSize(16)
                    .allSatisfy(child -> assertThat(child.parentId()).contains(PARENT));
        }
    }

    private static Loopback answering(java.util.function.UnaryOperator<String> captureByTarget) {
        return new Loopback()
                .answersBy(request -> request.getTarget().endsWith("/token")
                        ? Loopback.json(200, "{\"access_token\":\"a.b.c\",\"expires_in\":300}")
                        : Captures.answer(SYSTEM, captureByTarget.apply(request.getTarget())));
    }

    private static KeycloakClient client(Loopback keycloak) {
        var credentials = new KeycloakSettings.ClientCredentials("agent", new Secret("s"));
        return new KeycloakClient(
                new KeycloakSettings(keycloak.uri(), "waldur", "waldur", credentials, true, true), keycloak.wire());
    }

    static Stream<Replay<KeycloakClient>> replays() {
        return Stream.of(searches(), children(), creations(), changes(), users(), memberships(), members())
                .flatMap(List::stream);
    }

    private static Replay<KeycloakClient> named(String capture, String name, String... paths) {
        return Replay.decoded(
                capture,
                client -> client.groupsNamed(name),
                found -> assertThat(found).extracting(Group::path).containsExactlyInAnyOrder(paths));
    }

    private static List<Replay<KeycloakClient>> searches() {
        return List.of(
                named("groups-exact-none", "c_e6a6472d"),
                named("groups-exact-top", PARENT_NAME, "/" + PARENT_NAME),
                named(
                        "groups-exact-other-case",
                        "C_E6A6472D5C775E46B815DA29D616B15C",
                        "/C_E6A6472D5C775E46B815DA29D616B15C"),
                named(
                        "groups-exact-child-brief",
                        CHILD_NAME,
                        "/" + PARENT_NAME + "/" + CHILD_NAME,
                        "/c_c2426cbdc8535dc5a34c2e65c30863f3/" + CHILD_NAME,
                        "/" + CHILD_NAME),
                Replay.decoded(
                        "groups-exact-child-full",
                        client -> client.groupsNamed(CHILD_NAME),
                        found -> assertThat(found)
                                .hasSize(3)
                                .contains(new Group(
                                        CHILD,
                                        CHILD_NAME,
                                        "/" + PARENT_NAME + "/" + CHILD_NAME,
                                        Optional.of(PARENT),
                                        Optional.of(PARENT_NAME),
                                        Map.of("managed_by", List.of("waldur"), "waldur_project", List.of("p"))))),
                named("v22-groups-exact-top", OLD_PARENT_NAME, "/" + OLD_PARENT_NAME),
                Replay.decoded(
                        "v22-groups-exact-child",
                        client -> client.groupsNamed(OLD_CHILD_NAME),
                        found -> assertThat(found)
                                .extracting(Group::parentName)
                                .containsExactly(Optional.of(OLD_PARENT_NAME))));
    }

    private static Replay<KeycloakClient> child(String capture) {
        return Replay.decoded(
                capture,
                client -> client.children(PARENT),
                found -> assertThat(found).extracting(Group::id).containsExactly(CHILD));
    }

    private static List<Replay<KeycloakClient>> children() {
        return List.of(
                child("children"),
                child("children-exact"),
                child("children-brief"),
                Replay.refused("v22-children", client -> client.children(PARENT), REFUSED, "405"),
                Replay.refused(
                        "v22-group-by-id-unknown",
                        client -> client.children(PARENT),
                        MISSING,
                        "Could not find group by id"));
    }

    private static Replay<KeycloakClient> created(String capture, String name, String id) {
        return Replay.decoded(
                capture,
                client -> client.createGroup(name, Map.of()),
                group -> assertThat(group.id()).isEqualTo(id));
    }

    private static List<Replay<KeycloakClient>> creations() {
        Consumer<KeycloakClient> group = client -> client.createGroup(PARENT_NAME, Map.of());
        Consumer<KeycloakClient> child = client -> client.createChild(GROUP, CHILD_NAME, Map.of());
        return List.of(
                created("group-create", PARENT_NAME, PARENT),
                created("group-create-slash-in-name", "slash/in/name", "a903c779-5c74-4060-a0dd-1af7a4172202"),
                created("group-create-padded-name", " padded ", "895a19d5-d9f4-47bf-acdf-19a1ef1f73c4"),
                created("v22-group-create", OLD_PARENT_NAME, "d8ef4a4f-611f-4adc-9c2b-ba39f76e202a"),
                Replay.refused("group-create-duplicate", group, CONFLICT, "already exists"),
                Replay.refused("group-create-without-name", group, REFUSED, "Group name is missing"),
                Replay.refused("group-create-long-name", group, TRANSIENT, "consult the server log"),
                Replay.refused("v22-group-create-duplicate", group, CONFLICT, "already exists"),
                createdChild("child-create", CHILD),
                createdChild("v22-child-create", "37be2557-2b27-4370-a76a-7cb828f57a5e"),
                Replay.refused("child-create-duplicate", child, CONFLICT, "already exists"),
                Replay.refused("child-create-unknown-parent", child, MISSING, "Could not find group by id"),
                Replay.refused("v22-child-create-duplicate", child, CONFLICT, "already exists"),
                Replay.refused("v22-child-create-unknown-parent", child, MISSING, "Could not find group by id"));
    }

    private static Replay<KeycloakClient> createdChild(String capture, String id) {
        return Replay.decoded(
                capture,
                client -> client.createChild(GROUP, CHILD_NAME, Map.of()),
                child -> assertThat(child.id()).isEqualTo(id));
    }

    private static List<Replay<KeycloakClient>> changes() {
        Consumer<KeycloakClient> mark = client -> client.setAttributes(GROUP, Map.of());
        return List.of(
                Replay.accepted("group-update", mark),
                Replay.refused("group-update-without-name", mark, REFUSED, "name"),
                Replay.accepted("group-delete", client -> client.deleteGroup(PARENT)),
                Replay.accepted("group-delete-again", client -> client.deleteGroup(PARENT)));
    }

    private static Replay<KeycloakClient> byId(String capture, List<String> asked, String... found) {
        return Replay.decoded(
                capture,
                client -> client.usersById(asked),
                users -> assertThat(users).extracting(User::id).containsExactly(found));
    }

    private static Replay<KeycloakClient> byName(String capture) {
        return Replay.decoded(
                capture,
                client -> client.userByUsername("User0001"),
                user -> assertThat(user).contains(new User(OTHER_USER, "user0001")));
    }

    private static List<Replay<KeycloakClient>> users() {
        return List.of(
                byId("users-by-one-id", List.of(USER), USER),
                byId("users-by-two-ids", List.of(USER, OTHER_USER), USER, OTHER_USER),
                byId("v22-users-by-one-id", List.of(USER), USER),
                byName("user-by-username"),
                byName("user-by-username-upper-case"),
                byName("v22-user-by-username"));
    }

    private static List<Replay<KeycloakClient>> memberships() {
        Consumer<KeycloakClient> join = client -> client.join(USER, CHILD);
        Consumer<KeycloakClient> leave = client -> client.leave(USER, CHILD);
        return List.of(
                joined("join", true),
                joined("join-again", true),
                joined("v22-join", true),
                joined("join-unknown-user", false),
                joined("join-by-username", false),
                joined("v22-join-unknown-user", false),
                Replay.refused("join-unknown-group", join, MISSING, "Group not found"),
                Replay.refused("v22-join-unknown-group", join, MISSING, "Group not found"),
                Replay.accepted("leave", leave),
                Replay.accepted("leave-again", leave),
                Replay.accepted("leave-unknown-group", leave),
                Replay.accepted("leave-unknown-user", leave),
                Replay.accepted("v22-leave", leave));
    }

    private static Replay<KeycloakClient> joined(String capture, boolean result) {
        return Replay.decoded(
                capture,
                client -> client.join(USER, CHILD),
                joined -> assertThat(joined).isEqualTo(result));
    }

    private static Replay<KeycloakClient> members(String capture, User... members) {
        return Replay.decoded(
                capture,
                client -> client.members(CHILD),
                found -> assertThat(found).containsExactly(members));
    }

    private static List<Replay<KeycloakClient>> members() {
        return List.of(
                members("members", new User(USER, "user0000")),
                members("members-brief", new User(USER, "user0000")),
                members("v22-members-brief", new User(USER, "user0000")),
                members("members-of-parent"));
    }
}
