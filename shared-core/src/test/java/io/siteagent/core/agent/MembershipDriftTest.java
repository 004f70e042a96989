package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The membership mode repairs what somebody changed by hand, and keeps its hands off what is not its business. */
class MembershipDriftTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private final Centre centre = Centre.open();
    private final Seed.ProjectSeed project =
            centre.waldur.seed().customer("University").project("Genomics");
    private final Order order = project.orders(centre.offering, "genome", SOLD);

    @BeforeEach
    void settle() throws Exception {
        centre.joining(project, "alice", "bob");
        assertThat(centre.orders().complete()).isTrue();
        centre.traffic().calls().clear();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
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

    private ObjectNode namespace() {
        return centre.rancher.inventory().namespacesOf(centre.backendId(order)).getFirst();
    }

    private String namespaceName() {
        return namespace().path("metadata").path("name").asText();
    }

    private String hardCpu() {
        return centre.rancher
                .inventory()
                .resourceQuotas(Centre.CLUSTER, namespaceName())
                .getFirst()
                .path("spec")
                .path("hard")
                .path("limits.cpu")
                .asText();
    }

    private ObjectNode loseBinding() {
        var binding =
                centre.rancher.inventory().bindings(centre.backendId(order)).getFirst();
        centre.rancher
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("metadata").path("namespace").asText(),
                        binding.path("metadata").path("name").asText());
        return binding;
    }

    @Test
    void a_lost_binding_is_restored() {
        var binding = loseBinding();

        assertComplete(centre.membership());

        assertThat(centre.rancher.inventory().bindings(centre.backendId(order)))
                .singleElement()
                .extracting(restored -> restored.path("groupPrincipalName").asText())
                .isEqualTo(binding.path("groupPrincipalName").asText());
    }

    @Test
    void a_lost_quota_is_restored() {
        centre.rancher.seed().manifest(Centre.CLUSTER, """
                        apiVersion: v1
                        kind: Namespace
                        metadata:
                          name: %s
                          annotations:
                            field.cattle.io/resourceQuota: '{"limit":{"limitsCpu":"100m","limitsMemory":"1Gi"}}'
                        """.formatted(namespaceName()));
        assertThat(hardCpu()).isEqualTo("100m");

        assertComplete(centre.membership());

        assertThat(hardCpu()).isEqualTo("4");
    }

    @Test
    void a_deleted_namespace_is_made_again_with_its_quota() {
        var name = namespaceName();
        centre.rancher.seed().delete(Centre.CLUSTER, "Namespace", "", name);

        assertComplete(centre.membership());

        assertThat(namespaceName()).isEqualTo(name);
        assertThat(hardCpu()).isEqualTo("4");
    }

    @Test
    void restricting_the_members_access_takes_the_binding_and_lifting_it_gives_it_back() throws Exception {
        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(false, false, true));
        assertComplete(centre.membership());
        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).isEmpty();
        assertThat(centre.membersOf(project)).hasSize(2);

        centre.waldur.consumer().flags(order.resource(), new Resource.Flags(false, false, false));
        assertComplete(centre.membership());
        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).hasSize(1);
    }

    @Test
    void a_project_deleted_by_hand_is_told_and_not_made_again() {
        var id = centre.backendId(order);
        centre.rancher.seed().delete("local", "Project", Centre.CLUSTER, id.split(":", 2)[1]);

        assertFailed(centre.membership(), id, "gone from Rancher");

        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_resource_that_is_being_created_is_left_to_its_order() throws Exception {
        var other = centre.project("Climate", "carol").orders(centre.offering, "weather", SOLD);

        assertThat(centre.membership(other).items())
                .extracting(PassReport.Item::outcome)
                .hasOnlyElementsOfType(Outcome.Skipped.class);
        assertThat(centre.membership().items())
                .extracting(PassReport.Item::name)
                .containsExactly("genome");
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_resource_that_is_being_updated_is_left_to_its_order() throws Exception {
        centre.waldur.version(ServerVersion.V8);
        centre.waldur.consumer().updateLimits(order.resource(), Consumer.limits("cpu", 8, "ram", 8, "storage", 20));
        centre.joining(project, "carol");

        assertThat(centre.membership().items()).isEmpty();
        assertThat(centre.membership(order).items())
                .extracting(PassReport.Item::outcome)
                .hasOnlyElementsOfType(Outcome.Skipped.class);
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_resource_whose_update_is_under_way_is_left_to_its_order_although_waldur_calls_it_ok() throws Exception {
        var update = centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 8, "ram", 8, "storage", 20));
        centre.faults().on("rancher").patch(".*").every().then(Fault.status(503, "{}"));
        centre.order(update);
        centre.faults().heal();
        loseBinding();
        assertThat(centre.stateOf(update)).isEqualTo("executing");
        assertThat(centre.waldur.resource(order.resource()).state()).isEqualTo(Resource.State.OK);
        centre.traffic().calls().clear();

        for (var report : List.of(centre.membership(), centre.membership(order))) {
            assertThat(report.items())
                    .extracting(PassReport.Item::outcome)
                    .hasOnlyElementsOfType(Outcome.Skipped.class);
        }
        assertThat(centre.writes()).isEmpty();
        assertThat(centre.order(update).complete()).isTrue();
        assertThat(hardCpu()).isEqualTo("8");
    }

    @Test
    void people_come_and_go_while_an_order_waits_for_its_approval() throws Exception {
        centre.waldur.version(ServerVersion.V8);
        var end = centre.waldur.consumer().terminate(order.resource());
        centre.waldur.consumer().awaitApproval(end.uuid());
        centre.joining(project, "carol");
        centre.waldur.consumer().removeMember(project.uuid(), "bob");

        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "carol"));
    }

    @Test
    void a_group_of_the_same_name_made_by_somebody_else_is_refused_and_named() throws Exception {
        var name = Centre.groupPath(project).substring(Centre.groupPath(project).lastIndexOf('/') + 1);
        var elsewhere = centre.realm.group("staff", Map.of());
        centre.realm.child(elsewhere, name, Map.of());

        assertFailed(centre.membership(), "/staff/" + name, Centre.groupPath(project));

        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void one_broken_resource_does_not_stop_the_others() throws Exception {
        project.owns(centre.offering, "broken", SOLD, "another-cluster:p-1");
        centre.joining(project, "carol");

        var report = centre.membership();

        assertThat(report.items())
                .hasSize(2)
                .satisfiesExactlyInAnyOrder(
                        broken -> {
                            assertThat(broken.name()).isEqualTo("broken");
                            assertThat(broken.outcome()).isInstanceOf(Outcome.Failed.class);
                        },
                        whole -> assertThat(whole.outcome()).isInstanceOf(Outcome.Done.class));
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob", "carol"));
    }
}
