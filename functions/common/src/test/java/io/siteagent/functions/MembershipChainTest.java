package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Mode;
import io.siteagent.sandbox.keycloak.Realm;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The membership function between its triggers and its queue, with the real Keycloak. */
class MembershipChainTest {

    private static final String SWEEP = "{\"kind\":\"sweep\"}";

    private final FunctionWorld world = new FunctionWorld(Mode.MEMBERSHIP_SYNC);
    private final Realm realm = world.withKeycloak();

    @AfterEach
    void close() {
        world.close();
    }

    private String group(String parent, String name) throws IOException {
        return realm.child(
                parent,
                name,
                Map.of(
                        "managed_by", List.of("waldur-site-agent"),
                        "rancher_cluster_id", List.of("c-m-1234abcd"),
                        "waldur_project_uuid", List.of("0123456789abcdef0123456789abcdef"),
                        "rancher_role_template", List.of("workloads-manage")));
    }

    @Test
    void groups_that_resources_have_left_behind_are_found_by_a_sweep_and_deleted_by_the_queue() throws IOException {
        var parent = realm.group(
                "c_cm1234abcd",
                Map.of(
                        "managed_by", List.of("waldur-site-agent"),
                        "rancher_cluster_id", List.of("c-m-1234abcd")));
        group(parent, "project_0123456789abcdef0123456789abcdef_workloads-manage");

        world.invoke(SWEEP);
        assertThat(realm.membersByPath()).as("a sweep changes nothing").isNotEmpty();
        assertThat(world.queue.size()).isEqualTo(1);
        world.deliver();

        assertThat(realm.membersByPath()).isEmpty();
        assertThat(world.queue.size()).isZero();
    }
}
