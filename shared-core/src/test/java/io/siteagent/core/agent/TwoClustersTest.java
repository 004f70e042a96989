package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One Waldur project with a resource on each of two clusters: Rancher tells their groups by name only. */
class TwoClustersTest {

    private final Centre centre = Centre.open();
    private final Annex annex = new Annex(centre, "c-m-second99");
    private final Seed.ProjectSeed project;
    private final Order here;
    private final Order there;

    TwoClustersTest() throws IOException {
        project = centre.project("Genomics", "alice", "bob");
        here = project.orders(centre.offering, "here", Consumer.limits("cpu", 4));
        there = project.orders(annex.offering, "there", Consumer.limits("cpu", 8));
    }

    @BeforeEach
    void both_are_there() {
        assertThat(centre.orders().complete()).isTrue();
        assertThat(annex.orders().complete()).isTrue();
    }

    @AfterEach
    void close() throws IOException {
        centre.close();
    }

    @Test
    void each_cluster_has_a_group_with_the_same_team() throws IOException {
        assertThat(centre.realm.membersByPath().keySet())
                .filteredOn(path -> path.contains("project_"))
                .containsExactlyInAnyOrder(Centre.groupPath(project), elsewhere());
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
        assertThat(membersElsewhere()).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void a_termination_on_one_takes_its_group_and_leaves_the_other_cluster_alone() throws IOException {
        centre.waldur.consumer().terminate(here.resource());

        assertThat(centre.orders().complete()).isTrue();

        assertThat(centre.realm.membersByPath().keySet())
                .filteredOn(path -> path.contains("project_"))
                .containsExactly(elsewhere());
        assertThat(membersElsewhere()).isEqualTo(centre.keycloakIds("alice", "bob"));
        assertThat(centre.rancher.inventory().bindings(centre.backendId(there))).hasSize(1);
    }

    @Test
    void a_group_left_behind_on_one_is_cleaned_up_although_the_other_cluster_binds_its_name() throws IOException {
        centre.waldur.consumer().terminate(here.resource());
        assertThat(centre.orders().complete()).isTrue();
        leaveGroupBehind();

        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.realm.membersByPath().keySet())
                .filteredOn(path -> path.contains("project_"))
                .containsExactly(elsewhere());
    }

    private void leaveGroupBehind() throws IOException {
        var mark = Map.of("managed_by", List.of("waldur-site-agent"), "rancher_cluster_id", List.of(Centre.CLUSTER));
        var parent = centre.realm.group("c_cm1234abcd", mark);
        var marks = new HashMap<>(mark);
        marks.put("waldur_project_uuid", List.of(project.uuid()));
        marks.put("rancher_role_template", List.of("workloads-manage"));
        centre.realm.child(parent, "project_%s_workloads-manage".formatted(project.uuid()), marks);
    }

    private String elsewhere() {
        return Centre.groupPath(project).replace("c_cm1234abcd", "c_cmsecond99");
    }

    private List<String> membersElsewhere() throws IOException {
        return centre.realm.membersByPath().getOrDefault(elsewhere(), List.of());
    }

    @Test
    void a_person_who_leaves_has_access_on_neither() throws IOException {
        centre.waldur.consumer().removeMember(project.uuid(), "bob");

        assertThat(centre.membership().complete()).isTrue();
        assertThat(annex.membership().complete()).isTrue();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice"));
        assertThat(membersElsewhere()).isEqualTo(centre.keycloakIds("alice"));
    }
}
