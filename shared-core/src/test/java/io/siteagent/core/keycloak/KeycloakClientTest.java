package io.siteagent.core.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.Wire;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against the real server. */
class KeycloakClientTest {

    private static final Map<String, List<String>> MARK = Map.of("managed_by", List.of("waldur-site-agent"));

    private static final KeycloakServer server = server();
    private static final Realm realm = realm();

    private final KeycloakClient client = client(realm, withSecret(Realm.AGENT_SECRET));

    private static KeycloakServer server() {
        try {
            return KeycloakServer.shared();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Realm realm() {
        try {
            return server.realm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void drop() throws IOException {
        server.giveBack(realm);
    }

    @AfterEach
    void close() {
        client.close();
    }

    private static KeycloakSettings.Credentials withSecret(String secret) {
        return new KeycloakSettings.ClientCredentials(Realm.AGENT_CLIENT, new Secret(secret));
    }

    private static KeycloakClient client(Realm realm, KeycloakSettings.Credentials credentials) {
        return client(realm.baseUri(), realm.name(), realm.name(), credentials);
    }

    private static KeycloakClient client(
            URI uri, String realm, String loginRealm, KeycloakSettings.Credentials credentials) {
        return new KeycloakClient(
                new KeycloakSettings(uri, realm, loginRealm, credentials, true, true),
                Wire.until(Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()), CallObserver.NONE));
    }

    private static String person(String username) throws IOException {
        var id = UUID.randomUUID().toString();
        realm.people(Map.of(id, username));
        return id;
    }

    @Test
    void a_child_group_is_found_by_its_name_with_parent_path_and_attributes() {
        var parent = client.createGroup("c_alpha", MARK);
        var child = client.createChild(parent, "project_alpha_role", MARK);

        assertThat(client.groupsNamed("project_alpha_role"))
                .containsExactly(new Group(
                        child.id(),
                        "project_alpha_role",
                        "/c_alpha/project_alpha_role",
                        java.util.Optional.of(parent.id()),
                        java.util.Optional.of("c_alpha"),
                        MARK));
        assertThat(client.groupsNamed("c_alpha")).extracting(Group::path).containsExactly("/c_alpha");
        assertThat(client.groupsNamed("PROJECT_alpha_role")).isEmpty();
        assertThat(client.groupsNamed("project_alpha")).isEmpty();
    }

    @Test
    void a_name_that_is_taken_elsewhere_in_the_realm_is_found_too() {
        var one = client.createGroup("c_beta", MARK);
        var other = client.createGroup("somebody-elses", Map.of());
        client.createChild(one, "project_beta_role", MARK);
        client.createChild(other, "project_beta_role", Map.of());

        assertThat(client.groupsNamed("project_beta_role"))
                .extracting(Group::path)
                .containsExactlyInAnyOrder("/c_beta/project_beta_role", "/somebody-elses/project_beta_role");
    }

    @Test
    void a_taken_name_is_a_conflict() {
        var parent = client.createGroup("c_gamma", MARK);
        client.createChild(parent, "twice", MARK);

        assertReason(() -> client.createGroup("c_gamma", MARK), Reason.CONFLICT);
        assertReason(() -> client.createChild(parent, "twice", MARK), Reason.CONFLICT);
    }

    @Test
    void twelve_refused_creations_do_not_use_up_the_connections() {
        client.createGroup("c_delta", MARK);
        for (var i = 0; i < 12; i++) {
            assertReason(() -> client.createGroup("c_delta", MARK), Reason.CONFLICT);
        }
        assertThat(client.groupsNamed("c_delta")).hasSize(1);
    }

    @Test
    void joining_and_leaving_may_be_done_twice() throws IOException {
        var group = client.createGroup("c_epsilon", MARK);
        var alice = person("alice.epsilon");

        assertThat(client.join(alice, group.id())).isTrue();
        assertThat(client.join(alice, group.id())).isTrue();
        assertThat(client.members(group.id())).containsExactly(new User(alice, "alice.epsilon"));
        client.leave(alice, group.id());
        client.leave(alice, group.id());
        assertThat(client.members(group.id())).isEmpty();
    }

    @Test
    void joining_tells_an_unknown_user_from_a_missing_group() throws IOException {
        var group = client.createGroup("c_zeta", MARK);
        var bob = person("bob.zeta");

        assertThat(client.join(UUID.randomUUID().toString(), group.id())).isFalse();
        assertReason(() -> client.join(bob, UUID.randomUUID().toString()), Reason.MISSING);
    }

    @Test
    void leaving_a_group_that_is_gone_is_success() throws IOException {
        var group = client.createGroup("c_eta", MARK);
        var bob = person("bob.eta");
        client.deleteGroup(group.id());
        client.deleteGroup(group.id());
        client.leave(bob, group.id());
        assertThat(client.groupsNamed("c_eta")).isEmpty();
    }

    @Test
    void users_are_resolved_by_id_in_batches_and_unknown_ids_are_left_out() throws IOException {
        var people = new LinkedHashMap<String, String>();
        for (var i = 0; i < 150; i++) {
            people.put(UUID.randomUUID().toString(), "batch-" + i);
        }
        realm.people(people);
        var wanted = new java.util.ArrayList<>(people.keySet());
        wanted.add(UUID.randomUUID().toString());
        wanted.add("../admin");
        wanted.add("");

        assertThat(client.usersById(wanted)).extracting(User::id).containsExactlyInAnyOrderElementsOf(people.keySet());
    }

    @Test
    void all_members_are_read_although_a_page_holds_a_hundred() throws IOException {
        var group = client.createGroup("c_theta", MARK);
        var people = new LinkedHashMap<String, String>();
        for (var i = 0; i < 120; i++) {
            people.put(UUID.randomUUID().toString(), "theta-" + i);
        }
        realm.people(people);
        for (var id : people.keySet()) {
            realm.join(id, group.id());
        }
        assertThat(client.members(group.id())).hasSize(120);
    }

    @Test
    void all_children_are_read_although_a_page_holds_ten() {
        var parent = client.createGroup("c_iota", MARK);
        for (var i = 0; i < 12; i++) {
            client.createChild(parent, "iota-" + i, MARK);
        }
        assertThat(client.children(parent.id())).hasSize(12);
    }

    @Test
    void a_username_is_found_whatever_its_case_and_only_as_a_whole() throws IOException {
        var id = person("carol.kappa");

        assertThat(client.userByUsername("Carol.Kappa")).contains(new User(id, "carol.kappa"));
        assertThat(client.userByUsername("carol")).isEmpty();
    }

    @Test
    void attributes_are_replaced() {
        var group = client.createGroup("c_lambda", MARK);
        client.setAttributes(group, Map.of("waldur_project_uuid", List.of("abc")));
        assertThat(client.groupsNamed("c_lambda").getFirst().attributes())
                .isEqualTo(Map.of("waldur_project_uuid", List.of("abc")));
    }

    @Test
    void the_password_grant_works_as_the_predecessor_uses_it() {
        try (var byPassword = client(
                realm,
                new KeycloakSettings.Password("admin-cli", Realm.AGENT_USER, new Secret(Realm.AGENT_PASSWORD)))) {
            assertThat(byPassword.groupsNamed("nothing-of-that-name")).isEmpty();
            assertThat(byPassword.missingRights()).isEmpty();
        }
    }

    @Test
    void a_wrong_secret_is_unauthorized_and_stays_secret() {
        try (var wrong = client(realm, withSecret("not-the-secret"))) {
            assertThatThrownBy(() -> wrong.groupsNamed("x"))
                    .asInstanceOf(InstanceOfAssertFactories.type(RemoteException.class))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED))
                    .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("not-the-secret"));
        }
    }

    @Test
    void an_unknown_realm_never_looks_like_an_absent_group() {
        try (var unknown = client(realm.baseUri(), "no-such-realm", realm.name(), withSecret(Realm.AGENT_SECRET))) {
            assertThatThrownBy(() -> unknown.groupsNamed("x"))
                    .asInstanceOf(InstanceOfAssertFactories.type(RemoteException.class))
                    .satisfies(failure -> assertThat(failure.reason()).isIn(Reason.REFUSED, Reason.UNAUTHORIZED));
        }
        try (var unknown = client(realm.baseUri(), realm.name(), "no-such-realm", withSecret(Realm.AGENT_SECRET))) {
            assertReason(() -> unknown.groupsNamed("x"), Reason.REFUSED);
        }
    }

    @Test
    void a_wrong_base_path_is_refused_with_a_hint() {
        try (var wrong =
                client(realm.baseUri().resolve("auth/"), realm.name(), realm.name(), withSecret(Realm.AGENT_SECRET))) {
            assertThatThrownBy(() -> wrong.groupsNamed("x"))
                    .asInstanceOf(InstanceOfAssertFactories.type(RemoteException.class))
                    .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.REFUSED))
                    .satisfies(failure -> assertThat(failure.detail()).contains("/auth/"));
        }
    }

    @Test
    void an_account_that_may_only_query_sees_empty_lists_and_is_told_apart() throws IOException {
        var weak = server.newRealm("weak-" + UUID.randomUUID(), "query-users", "query-groups");
        weak.group("c_mu", Map.of());
        try (var client = client(weak, withSecret(Realm.AGENT_SECRET))) {
            assertThat(client.groupsNamed("c_mu")).isEmpty();
            assertThat(client.missingRights())
                    .hasValueSatisfying(text -> assertThat(text).contains("manage-users"));
        }
        weak.delete();
    }

    @Test
    void an_account_with_manage_users_has_the_rights() {
        assertThat(client.missingRights()).isEmpty();
    }

    @Test
    void an_account_with_fine_grained_permissions_and_no_role_does_all_that_we_need() throws IOException {
        var narrow = server.newRealm("narrow-" + UUID.randomUUID(), "none");
        try (var client = client(narrow, withSecret(Realm.AGENT_SECRET))) {
            assertThat(client.missingRights()).isPresent();
        }
        var dora = UUID.randomUUID().toString();
        narrow.people(Map.of(dora, "dora")).fineGrainedPermissions();
        try (var client = client(narrow, withSecret(Realm.AGENT_SECRET))) {
            assertThat(client.missingRights()).isEmpty();
            var parent = client.createGroup("c_nu", MARK);
            var child = client.createChild(parent, "project_nu_role", MARK);
            assertThat(client.missingRights()).isEmpty();
            assertThat(client.join(dora, child.id())).isTrue();
            assertThat(client.members(child.id())).containsExactly(new User(dora, "dora"));
            assertThat(client.usersById(List.of(dora))).containsExactly(new User(dora, "dora"));
            assertThat(client.userByUsername("dora")).isPresent();
            assertThat(client.groupsNamed("project_nu_role")).containsExactly(child);
            assertThat(client.children(parent.id())).hasSize(1);
            client.leave(dora, child.id());
            client.deleteGroup(parent.id());
        }
        narrow.delete();
    }

    @Test
    void an_account_without_any_role_is_told_apart() throws IOException {
        var bare = server.newRealm("bare-" + UUID.randomUUID(), "none");
        try (var client = client(bare, withSecret(Realm.AGENT_SECRET))) {
            assertReason(() -> client.groupsNamed("x"), Reason.UNAUTHORIZED);
            assertThat(client.missingRights()).isPresent();
        }
        bare.delete();
    }

    @Test
    void a_child_of_a_parent_that_is_gone_is_missing() {
        var parent = client.createGroup("c_xi", MARK);
        client.deleteGroup(parent.id());

        assertReason(() -> client.createChild(parent, "project_xi_role", MARK), Reason.MISSING);
        assertReason(() -> client.members(parent.id()), Reason.MISSING);
        assertReason(() -> client.children(parent.id()), Reason.MISSING);
        assertReason(() -> client.setAttributes(parent, MARK), Reason.MISSING);
    }

    @Test
    void names_with_slashes_and_blanks_are_told_from_paths() {
        var parent = client.createGroup("c_omicron", MARK);
        client.createGroup("c_omicron/project_omicron_role", Map.of());
        var child = client.createChild(parent, "project_omicron_role", MARK);

        assertThat(client.groupsNamed("project_omicron_role")).containsExactly(child);
        assertThat(client.groupsNamed("c_omicron/project_omicron_role"))
                .extracting(Group::parentId)
                .containsExactly(java.util.Optional.empty());
    }

    @Test
    void a_disabled_user_can_be_a_member() throws IOException {
        var group = client.createGroup("c_pi", MARK);
        var id = UUID.randomUUID().toString();
        realm.person(id, "disabled.pi", false);

        assertThat(client.join(id, group.id())).isTrue();
        assertThat(client.members(group.id())).hasSize(1);
    }

    @Test
    void many_runs_that_join_the_same_person_at_once_all_succeed() throws IOException {
        var group = client.createGroup("c_rho", MARK);
        var eve = person("eve.rho");
        var joins = java.util.Collections.nCopies(
                12, (java.util.concurrent.Callable<Boolean>) () -> client.join(eve, group.id()));

        assertThat(Parallel.all(6, joins)).containsOnly(true);
        assertThat(client.members(group.id())).hasSize(1);
    }

    private static void assertReason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, Reason reason) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.type(RemoteException.class))
                .extracting(RemoteException::reason)
                .isEqualTo(reason);
    }
}
