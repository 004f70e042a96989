package io.siteagent.sandbox.keycloak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeycloakServerTest {

    @Test
    void a_realm_holds_the_people_and_groups_that_were_put_into_it() throws Exception {
        var realm = KeycloakServer.shared().realm();
        var alice = "0e72b362-bdf2-54cb-be26-4cccab259085";

        realm.people(Map.of(alice, "alice"));
        var parent = realm.group("c_local", Map.of("managed_by", List.of("waldur-site-agent")));
        var child = realm.child(parent, "project_x_role", Map.of());
        realm.join(alice, child);

        assertThat(realm.membersByPath())
                .isEqualTo(Map.of("/c_local", List.of(), "/c_local/project_x_role", List.of(alice)));
        assertThat(realm.groupByPath("/c_local")
                        .path("attributes")
                        .path("managed_by")
                        .path(0)
                        .asText())
                .isEqualTo("waldur-site-agent");
        KeycloakServer.shared().giveBack(realm);
    }

    @Test
    void a_realm_that_is_given_back_is_used_again_without_its_people_and_groups() throws Exception {
        var server = KeycloakServer.shared();
        var used = server.realm();
        var alice = UUID.randomUUID().toString();
        used.people(Map.of(alice, "alice"));
        used.join(alice, used.child(used.group("c_local", Map.of()), "project_x_role", Map.of()));
        server.giveBack(used);

        var again = server.realm();

        assertThat(again.name()).isEqualTo(used.name());
        assertThat(again.membersByPath()).isEmpty();
        assertThat(again.people(Map.of(alice, "alice")).membersByPath()).isEmpty();
        server.giveBack(again);
    }

    @Test
    void a_realm_that_was_set_up_differently_is_not_used_again() throws Exception {
        var server = KeycloakServer.shared();
        var changed = server.realm().client("rancher", true, true);
        server.giveBack(changed);
        var named = server.newRealm("sandbox-" + UUID.randomUUID());
        server.giveBack(named);

        var next = server.realm();

        assertThat(next.name()).isNotIn(changed.name(), named.name());
        server.giveBack(next);
    }

    @Test
    void two_more_processes_of_the_build_get_the_same_server_at_the_same_time() throws Exception {
        assumeThat(SharedServer.owner()).as("a build around this test").isNotEqualTo(ProcessHandle.current());
        var one = anotherProcess();
        var other = anotherProcess();
        var here = KeycloakServer.shared().baseUri().toString();

        assertThat(one.inputReader().readLine()).isEqualTo(here);
        assertThat(other.inputReader().readLine()).isEqualTo(here);
    }

    private static Process anotherProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintAddress.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** A test process of another module. */
    static final class PrintAddress {

        private PrintAddress() {}

        static void main() throws IOException {
            System.out.println(KeycloakServer.shared().baseUri());
        }
    }
}
