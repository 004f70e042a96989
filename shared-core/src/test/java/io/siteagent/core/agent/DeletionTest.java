package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.DeletionMode;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import java.time.Duration;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What terminating a resource does, in the two modes that keep something. */
class DeletionTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private Centre centre = Centre.open();

    @AfterEach
    void close() throws Exception {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    private Order resourceIn(DeletionMode mode) throws Exception {
        centre.close();
        centre = Centre.open(Centre.Choice.STANDARD.deletion(mode));
        var order = centre.project("Genomics", "alice").orders(centre.offering, "genome", SOLD);
        assertThat(centre.orders().complete()).isTrue();
        return order;
    }

    private String namespaceOf(Order order) {
        return "waldur-" + centre.waldur.resource(order.resource()).slug();
    }

    @Test
    void a_project_in_which_pods_run_is_not_deleted_and_the_customer_reads_why() throws Exception {
        var order = resourceIn(new DeletionMode.RefuseWhenNotEmpty());
        centre.rancher.seed().pod(Centre.CLUSTER, namespaceOf(order), "worker", Map.of("cpu", "1"));
        var terminate = centre.waldur.consumer().terminate(order.resource());

        centre.orders();

        assertThat(centre.stateOf(terminate)).isEqualTo("erred");
        assertThat(centre.waldur.order(terminate.uuid()).errorMessage())
                .isEqualTo("The project is not empty: it has 1 running pod and 0 persistent volume claims in namespace"
                        + " waldur-genome-1. Delete them and order the termination again.");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
    }

    @Test
    void an_empty_project_is_deleted() throws Exception {
        var order = resourceIn(new DeletionMode.RefuseWhenNotEmpty());
        var terminate = centre.waldur.consumer().terminate(order.resource());

        centre.orders();

        assertThat(centre.stateOf(terminate)).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
    }

    @Test
    void pods_that_can_not_be_counted_delete_nothing_and_err_nothing() throws Exception {
        var order = resourceIn(new DeletionMode.RefuseWhenNotEmpty());
        var terminate = centre.waldur.consumer().terminate(order.resource());
        centre.faults()
                .on("rancher")
                .get("/pods")
                .every()
                .then(io.siteagent.sandbox.http.Fault.status(403, "{\"kind\":\"Status\",\"code\":403}"));

        assertThat(centre.orders().complete()).isFalse();

        assertThat(centre.stateOf(terminate)).isEqualTo("executing");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
    }

    @Test
    void a_retained_project_loses_access_and_quota_at_once_and_is_deleted_when_its_time_is_over() throws Exception {
        var order = resourceIn(new DeletionMode.Retain(Period.ofDays(30)));
        centre.rancher.seed().pod(Centre.CLUSTER, namespaceOf(order), "worker", Map.of("cpu", "1"));
        var terminate = centre.waldur.consumer().terminate(order.resource());

        assertThat(centre.orders().complete()).isTrue();

        assertThat(centre.stateOf(terminate)).isEqualTo("done");
        assertThat(centre.realm.membersByPath()).isEmpty();
        assertThat(centre.rancher.inventory().bindings(centre.backendId(order))).isEmpty();
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("0");
        centre.clock.advance(Duration.ofDays(29));
        centre.orders();
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
        centre.clock.advance(Duration.ofDays(1));
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).isEmpty();
        assertThat(centre.orders().items()).isEmpty();
    }

    @Test
    void a_restore_order_brings_a_retained_project_back_with_what_is_in_it() throws Exception {
        var order = resourceIn(new DeletionMode.Retain(Period.ofDays(30)));
        var project = centre.backendId(order);
        centre.waldur.consumer().terminate(order.resource());
        centre.orders();

        var restore = centre.waldur.consumer().restore(order.resource());
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(restore)).isEqualTo("done");
        assertThat(centre.backendId(order)).isEqualTo(project);
        assertThat(centre.hard(order, "limits.cpu")).isEqualTo("4");
        assertThat(centre.rancher.inventory().bindings(project)).hasSize(1);
        centre.clock.advance(Duration.ofDays(31));
        centre.orders();
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER)).hasSize(1);
    }

    @Test
    void a_restore_order_makes_a_deleted_project_anew_and_waldur_learns_its_id() throws Exception {
        var order = resourceIn(new DeletionMode.Immediate());
        centre.waldur.consumer().terminate(order.resource());
        centre.orders();
        centre.waldur.consumer().backendId(order.resource(), Centre.CLUSTER + ":p-gone");

        var restore = centre.waldur.consumer().restore(order.resource());
        var report = centre.orders();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.stateOf(restore)).isEqualTo("done");
        assertThat(centre.rancher.inventory().projects(Centre.CLUSTER))
                .singleElement()
                .satisfies(project -> assertThat(centre.backendId(order))
                        .endsWith(project.path("metadata").path("name").asText()));
    }
}
