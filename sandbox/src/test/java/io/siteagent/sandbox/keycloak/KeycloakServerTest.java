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
        var realm = KeycloakServer.shared().newRealm("sandbox-" + UUID.randomUUID());
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
        realm.delete();
    }

    @Test
    void one_server_serves_everybody_in_the_build() throws Exception {
        assertThat(KeycloakServer.shared().baseUri())
                .isEqualTo(KeycloakServer.shared().baseUri());
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
