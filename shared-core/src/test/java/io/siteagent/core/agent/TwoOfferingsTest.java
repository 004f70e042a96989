package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Waldur project with resources of two offerings on one cluster: one group, two bindings, two agents. */
class TwoOfferingsTest {

    private final Centre centre = Centre.open();
    private final Annex pool = new Annex(centre, Centre.CLUSTER);
    private final Seed.ProjectSeed project;
    private final Order first;
    private final Order second;

    TwoOfferingsTest() throws IOException {
        project = centre.project("Genomics", "alice", "bob");
        first = project.orders(centre.offering, "first", Consumer.limits("cpu", 4));
        second = project.orders(pool.offering, "second", Consumer.limits("cpu", 8));
    }

    @BeforeEach
    void both_are_there() {
        assertThat(centre.orders().complete()).isTrue();
        assertThat(pool.orders().complete()).isTrue();
    }

    @AfterEach
    void close() throws IOException {
        centre.close();
    }

    private List<String> groups() throws IOException {
        return centre.realm.membersByPath().keySet().stream()
                .filter(path -> path.contains("project_"))
                .toList();
    }

    @Test
    void they_share_the_group_and_neither_undoes_what_the_other_did() throws IOException {
        assertThat(groups()).containsExactly(Centre.groupPath(project));
        assertThat(centre.rancher.inventory().bindings(centre.backendId(first))).hasSize(1);
        assertThat(centre.rancher.inventory().bindings(centre.backendId(second)))
                .hasSize(1);
        assertThat(centre.membership().complete()).isTrue();
        assertThat(pool.membership().complete()).isTrue();
        centre.traffic().calls().clear();

        for (var i = 0; i < 2; i++) {
            assertThat(centre.membership().complete()).isTrue();
            assertThat(pool.membership().complete()).isTrue();
        }

        assertThat(centre.writes()).isEmpty();
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void restricting_one_resource_leaves_access_to_the_other() throws IOException {
        centre.waldur.consumer().flags(first.resource(), new Resource.Flags(false, false, true));

        assertThat(centre.membership().complete()).isTrue();
        assertThat(pool.membership().complete()).isTrue();

        assertThat(centre.rancher.inventory().bindings(centre.backendId(first))).isEmpty();
        assertThat(centre.rancher.inventory().bindings(centre.backendId(second)))
                .hasSize(1);
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void the_group_goes_with_the_last_of_the_two() throws IOException {
        centre.waldur.consumer().terminate(first.resource());
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
        assertThat(centre.rancher.inventory().bindings(centre.backendId(second)))
                .hasSize(1);

        centre.waldur.consumer().terminate(second.resource());
        assertThat(pool.orders().complete()).isTrue();
        assertThat(groups()).isEmpty();
    }
}
