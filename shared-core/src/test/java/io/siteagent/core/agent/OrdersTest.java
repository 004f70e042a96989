package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order mode, from order to done, against the sandbox and the real Keycloak. */
class OrdersTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private final Centre centre = Centre.open();

    @BeforeEach
    void undisturbed() {
        centre.traffic().calls().clear();
    }

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    @Test
    void a_create_order_ends_done_with_project_quota_groups_members_and_binding() throws Exception {
        var project = centre.project("Genomics", "alice", "bob");
        var order = project.orders(centre.offering, "genome", SOLD);

        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER))
                .singleElement()
                .satisfies(made -> {
                    assertThat(made.path("spec").path("displayName").asText())
                            .isEqualTo("waldur-"
                                    + centre.waldur.resource(order.resource()).slug());
                    assertThat(centre.backendId(order))
                            .isEqualTo(Centre.CLUSTER + ":"
                                    + made.path("metadata").path("name").asText());
                    assertThat(made.path("spec").path("description").asText())
                            .isEqualTo("genome (Customer: University, Project: Genomics)");
                });
        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).hasSize(1);
        assertThat(centre.membersOf(project)).isEqualTo(centre.keycloakIds("alice", "bob"));
    }

    @Test
    void the_first_order_costs_at_most_24_calls() throws Exception {
        centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);

        centre.orders();

        assertThat(centre.traffic().calls().count())
                .as(centre.traffic().calls().toString())
                .isLessThanOrEqualTo(24);
    }

    @Test
    void a_second_run_has_nothing_to_do() throws Exception {
        centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.orders();
        centre.traffic().calls().clear();

        assertThat(centre.orders().items()).isEmpty();
        assertThat(centre.membership().items())
                .extracting(PassReport.Item::outcome)
                .containsExactly(new Outcome.Unchanged());
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void raising_and_lowering_limits_reaches_the_namespace() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.orders();

        var raise = centre.waldur
                .consumer()
                .updateLimits(order.resource(), Consumer.limits("cpu", 8, "ram", 4, "storage", 20));
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(raise)).isEqualTo("done");
        assertThat(hard(order, "limits.cpu")).isEqualTo("8");
        assertThat(hard(order, "limits.memory")).isEqualTo("4Gi");
    }

    private String hard(Order order, String key) {
        var namespace =
                centre.rancher.inventory().namespacesOf(centre.backendId(order)).getFirst();
        return centre.rancher
                .inventory()
                .resourceQuotas(
                        Centre.CLUSTER, namespace.path("metadata").path("name").asText())
                .getFirst()
                .path("spec")
                .path("hard")
                .path(key)
                .asText();
    }

    @Test
    void terminating_one_of_two_resources_keeps_the_shared_group() throws Exception {
        var project = centre.project("Genomics", "alice");
        var one = project.orders(centre.offering, "one", SOLD);
        var two = project.orders(centre.offering, "two", SOLD);
        centre.orders();

        var terminate = centre.waldur.consumer().terminate(one.resource());
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(terminate)).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
        assertThat(centre.membersOf(project)).containsExactly(centre.keycloakId("alice"));

        centre.waldur.consumer().terminate(two.resource());
        centre.orders();
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
        assertThat(centre.realm.membersByPath()).isEmpty();
    }

    @Test
    void terminating_both_resources_of_a_project_in_one_pass_leaves_no_group() throws Exception {
        var project = centre.project("Genomics", "alice");
        var one = project.orders(centre.offering, "one", SOLD);
        var two = project.orders(centre.offering, "two", SOLD);
        centre.orders();

        centre.waldur.consumer().terminate(one.resource());
        centre.waldur.consumer().terminate(two.resource());
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
        assertThat(centre.realm.membersByPath()).isEmpty();
    }

    @Test
    void a_role_that_rancher_does_not_know_is_the_operators_matter_and_errs_no_order() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults()
                .on("rancher")
                .patch("/projectroletemplatebindings/")
                .every()
                .then(Fault.status(
                        400,
                        "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"unable to find role template\","
                                + "\"reason\":\"BadRequest\",\"code\":400}"));

        var report = centre.orders();

        assertThat(report.items()).extracting(PassReport.Item::outcome).hasOnlyElementsOfType(Outcome.Failed.class);
        assertThat(centre.stateOf(order)).isEqualTo("executing");
    }

    @Test
    void terminating_what_was_deleted_by_hand_is_success() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.orders();
        var name = centre.backendId(order).split(":", 2)[1];
        centre.rancher.seed().delete("local", "Project", Centre.CLUSTER, name);

        var terminate = centre.waldur.consumer().terminate(order.resource());
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(terminate)).isEqualTo("done");
    }

    @Test
    void a_passing_fault_of_rancher_leaves_the_order_executing_and_the_next_run_ends_it() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults().on("rancher").patch("/projects/").every().then(Fault.status(503, "{}"));

        assertThat(centre.orders().complete()).isFalse();
        assertThat(centre.stateOf(order)).isEqualTo("executing");

        centre.faults().heal();
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
    }

    @Test
    void a_refusal_errs_the_order_with_the_servers_words_and_no_address() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults()
                .on("rancher")
                .patch("/projects/")
                .every()
                .then(
                        Fault.status(
                                400,
                                "{\"kind\":\"Status\",\"status\":\"Failure\",\"message\":\"admission webhook denied the request: no"
                                        + " such luck at https://rancher.internal:443/x\",\"reason\":\"BadRequest\",\"code\":400}"));

        centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("erred");
        assertThat(centre.waldur.order(order.uuid()).errorMessage())
                .contains("no such luck")
                .doesNotContain("rancher.internal");
    }

    @Test
    void a_missing_person_is_a_warning_and_the_order_is_done() throws Exception {
        var project = centre.project("Genomics", "alice");
        project.member("stranger", "PROJECT.MEMBER");
        var order = project.orders(centre.offering, "genome", SOLD);

        var report = centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("done");
        assertThat(report.items().getFirst().warnings())
                .singleElement()
                .asString()
                .contains("not in Keycloak");
    }

    @Test
    void a_namespace_of_somebody_else_errs_the_order_and_is_not_touched() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        var name = "waldur-" + centre.waldur.resource(order.resource()).slug();
        centre.rancher.seed().namespace(Centre.CLUSTER, name, "");
        var before = centre.rancher.inventory().namespace(Centre.CLUSTER, name);

        centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("erred");
        assertThat(centre.rancher.inventory().namespace(Centre.CLUSTER, name)).isEqualTo(before);
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
    }

    @Test
    void an_order_that_somebody_else_ended_meanwhile_is_left_alone() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults()
                .on("waldur")
                .post("/approve_by_provider/")
                .nth(1)
                .then(Fault.before(() -> centre.waldur.consumer().cancel(order.uuid())));

        centre.orders();

        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
    }

    @Test
    void an_approval_that_takes_effect_late_puts_the_order_off() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults().on("waldur").post("/approve_by_provider/").nth(1).then(Fault.status(200, ""));

        var report = centre.orders();

        assertThat(report.items()).extracting(PassReport.Item::outcome).hasOnlyElementsOfType(Outcome.Deferred.class);
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
    }

    @Test
    void the_answer_of_done_may_get_lost() throws Exception {
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        centre.faults().on("waldur").post("/set_state_done/").nth(1).then(Fault.answerLost());

        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
    }

    @Test
    void dying_between_any_two_calls_and_running_again_ends_in_one_project() throws Exception {
        var project = centre.project("Genomics", "alice", "bob");
        for (var effect : Effect.values()) {
            for (var position = 1; ; position++) {
                var order = project.orders(centre.offering, "genome-" + effect + "-" + position, SOLD);
                centre.faults().killAt(position, effect);
                centre.order(order);
                var reached = centre.faults().callsSinceKillSet() >= position;
                centre.faults().heal();
                var again = centre.orders();
                assertThat(centre.stateOf(order))
                        .as("killed at %d (%s): %s", position, effect, again)
                        .isEqualTo("done");
                assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
                assertThat(centre.rancher.inventory().bindings(centre.backendId(order)))
                        .hasSize(1);
                assertThat(centre.realm.membersByPath()).hasSize(2);
                assertThat(centre.membersOf(project)).hasSize(2);
                centre.waldur.consumer().terminate(order.resource());
                var terminated = centre.orders();
                assertThat(centre.rancher.inventory().projects(Centre.CLUSTER))
                        .as(terminated.toString())
                        .isEmpty();
                if (!reached) {
                    break;
                }
            }
        }
    }

    @Test
    void dying_while_terminating_and_running_again_leaves_nothing() throws Exception {
        var project = centre.project("Genomics", "alice");
        for (var effect : Effect.values()) {
            for (var position = 1; ; position++) {
                var order = project.orders(centre.offering, "genome-" + effect + "-" + position, SOLD);
                centre.orders();
                var terminate = centre.waldur.consumer().terminate(order.resource());
                centre.faults().killAt(position, effect);
                centre.order(terminate);
                var reached = centre.faults().callsSinceKillSet() >= position;
                centre.faults().heal();
                var again = centre.orders();
                assertThat(centre.stateOf(terminate))
                        .as("killed at %d (%s): %s", position, effect, again)
                        .isEqualTo("done");
                assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
                assertThat(centre.rancher.inventory().namespaces(Centre.CLUSTER))
                        .isEmpty();
                assertThat(centre.realm.membersByPath()).isEmpty();
                if (!reached) {
                    break;
                }
            }
        }
    }

    @Test
    void an_order_of_another_offering_is_not_ours() throws Exception {
        var other = centre.waldur
                .seed()
                .customer("Compute Centre")
                .offering("Something else")
                .component("cpu", "limit");
        var order = centre.project("Genomics", "alice").orders(other, "foreign", Consumer.limits("cpu", 1));

        var report = centre.order(order);

        assertThat(report.items()).extracting(PassReport.Item::outcome).hasOnlyElementsOfType(Outcome.Skipped.class);
        assertThat(centre.stateOf(order)).isEqualTo("pending-provider");
    }
}
