package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bears the name of an order's project already: the predecessor's is adopted, everybody else's left alone. */
class OrderNamesTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private static final String CUSTOMER_SLUG = "universi-1";
    private static final String PROJECT_SLUG = "genomics-1";

    private final Centre centre = Centre.open();
    private final Seed.ProjectSeed project =
            centre.waldur.seed().customer("University").project("Genomics");
    private final Order order = project.orders(centre.offering, "genome", SOLD);

    @BeforeEach
    void people() throws Exception {
        centre.joining(project, "alice");
    }

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    private String displayName() {
        return "waldur-" + centre.waldur.resource(order.resource()).slug();
    }

    /** A project as the predecessor makes it, with the slugs of a customer and a project. */
    private String predecessors(String customer, String waldurProject) {
        var id = centre.rancher.seed().project(Centre.CLUSTER, displayName());
        centre.rancher.seed().manifest("local", """
                kind: Project
                metadata:
                  name: %s
                  namespace: %s
                  annotations:
                    waldur/managed: "true"
                    waldur/organization: %s
                    waldur/project_slug: %s
                """.formatted(
                        id.split(":", -1)[1], Centre.CLUSTER, customer, waldurProject));
        return id;
    }

    private List<ObjectNode> projects() {
        return centre.rancher.inventory().projects(Centre.CLUSTER);
    }

    @Test
    void a_create_that_the_predecessor_left_half_done_is_completed_in_its_project() {
        var id = predecessors(CUSTOMER_SLUG, PROJECT_SLUG);
        centre.rancher.seed().namespace(Centre.CLUSTER, displayName(), id);

        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(order)).isEqualTo("done");
        assertThat(projects()).hasSize(1);
        assertThat(centre.backendId(order)).isEqualTo(id);
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("4");
    }

    @Test
    void a_project_of_that_name_with_another_customers_mark_errs_the_order_and_names_the_holder() {
        var id = predecessors("somebody-else", "their-project");
        var before = projects();

        centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("erred");
        assertThat(centre.waldur.order(order.uuid()).errorMessage())
                .contains(displayName())
                .contains(id);
        assertThat(projects()).isEqualTo(before);
    }

    @Test
    void a_project_of_that_name_that_nobody_marked_is_neither_adopted_nor_doubled() {
        var id = centre.rancher.seed().project(Centre.CLUSTER, displayName());
        var before = projects();

        centre.orders();

        assertThat(centre.stateOf(order)).isEqualTo("erred");
        assertThat(centre.waldur.order(order.uuid()).errorMessage()).contains(id);
        assertThat(projects()).isEqualTo(before);
        assertThat(centre.rancher.inventory().namespaces(Centre.CLUSTER)).isEmpty();
    }

    @Test
    void a_project_of_that_name_that_is_being_deleted_is_waited_for() {
        var id = centre.rancher.seed().project(Centre.CLUSTER, displayName());
        centre.rancher.terminationDelay(Duration.ofDays(1));
        centre.rancher.seed().delete("local", "Project", Centre.CLUSTER, id.split(":", -1)[1]);

        assertThat(centre.orders().complete()).isFalse();

        assertThat(centre.stateOf(order)).isEqualTo("executing");
    }

    @Test
    void terminating_deletes_no_project_that_merely_bears_the_name() {
        assertThat(centre.orders().complete()).isTrue();
        var ours = centre.backendId(order).split(":", -1)[1];
        centre.rancher.seed().delete("local", "Project", Centre.CLUSTER, ours);
        centre.waldur.consumer().backendId(order.resource(), "");
        predecessors(CUSTOMER_SLUG, PROJECT_SLUG);

        var terminate = centre.waldur.consumer().terminate(order.resource());
        centre.orders();

        assertThat(centre.stateOf(terminate)).isEqualTo("done");
        assertThat(projects()).hasSize(1);
    }

    @Test
    void a_project_made_under_an_earlier_name_is_found_by_its_object_name() {
        centre.faults().on("waldur").post("/set_backend_id/").every().then(Fault.status(503, "{}"));
        centre.orders();
        centre.faults().heal();
        var made = projects().getFirst().path("metadata").path("name").asText();
        centre.rancher.seed().manifest("local", """
                kind: Project
                metadata: {name: %s, namespace: %s}
                spec: {displayName: renamed-meanwhile}
                """.formatted(made, Centre.CLUSTER));

        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(projects()).hasSize(1);
        assertThat(centre.rancher.inventory().namespaces(Centre.CLUSTER)).hasSize(1);
        assertThat(projects().getFirst().path("spec").path("displayName").asText())
                .isEqualTo(displayName());
    }
}
