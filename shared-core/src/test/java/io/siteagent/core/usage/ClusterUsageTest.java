package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.VolumeClaim;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterUsageTest {

    private static final String PROJECT = "c-1:p-a";
    private static final Measure CPU = new Measure("cpu", Measure.Source.PODS, "cpu", BigDecimal.ONE, BigDecimal.ONE);
    private static final Measure STORAGE =
            new Measure("disk", Measure.Source.VOLUME_CLAIMS, "storage", BigDecimal.valueOf(1L << 30), BigDecimal.ONE);
    private final RemoteException cutShort =
            new RemoteException(RemoteException.Reason.TRANSIENT, RemoteSystem.RANCHER, "list", "", 500, "", null);

    private final Reading<Map<String, List<String>>> namespaces =
            new Reading.Complete<>(Map.of(PROJECT, List.of("a1", "a2"), "c-1:p-b", List.of("b1")));
    private final UsageTally pods = new UsageTally();
    private final UsageTally claims = new UsageTally();

    @Test
    void all_namespaces_of_the_project_count_and_no_other() {
        pod("a1", "0.25");
        pod("a1", "0.5");
        pod("a2", "1");
        pod("b1", "100");
        pod("stray", "1000");
        claims.add(new VolumeClaim("a2", "data", Quantity.gibibytes(BigDecimal.TEN)));

        assertThat(cluster().of(PROJECT, List.of(CPU, STORAGE)))
                .isEqualTo(
                        new ProjectUsage.Known(Map.of("cpu", new BigDecimal("1.75"), "disk", new BigDecimal("10.00"))));
    }

    @Test
    void rounding_comes_after_the_sum() {
        pod("a1", "0.004");
        pod("a1", "0.004");
        pod("a2", "0.004");

        assertThat(cluster().of(PROJECT, List.of(CPU)))
                .isEqualTo(new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.01"))));
    }

    @Test
    void namespaces_without_pods_are_a_real_zero() {
        assertThat(cluster().of(PROJECT, List.of(CPU)))
                .isEqualTo(new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.00"))));
    }

    @Test
    void pods_not_read_to_the_end_leave_everything_that_needs_them_unknown() {
        var cluster = new ClusterUsage(
                namespaces, new Reading.Failed<>(cutShort), new Reading.Complete<>(claims), noProjects());

        assertThat(cluster.of(PROJECT, List.of(STORAGE, CPU))).isEqualTo(new ProjectUsage.Unread(cutShort));
        assertThat(cluster.of(PROJECT, List.of(STORAGE))).isInstanceOf(ProjectUsage.Known.class);
    }

    @Test
    void volume_claims_not_read_to_the_end_leave_everything_that_needs_them_unknown() {
        var cluster = new ClusterUsage(
                namespaces, new Reading.Complete<>(pods), new Reading.Failed<>(cutShort), noProjects());

        assertThat(cluster.of(PROJECT, List.of(CPU, STORAGE))).isEqualTo(new ProjectUsage.Unread(cutShort));
        assertThat(cluster.of(PROJECT, List.of(CPU))).isInstanceOf(ProjectUsage.Known.class);
    }

    @Test
    void namespaces_not_read_to_the_end_leave_everything_unknown() {
        var cluster = new ClusterUsage(
                new Reading.Failed<>(cutShort),
                new Reading.Complete<>(pods),
                new Reading.Complete<>(claims),
                noProjects());

        assertThat(cluster.of(PROJECT, List.of(CPU))).isEqualTo(new ProjectUsage.Unread(cutShort));
    }

    @Test
    void a_project_that_exists_without_namespaces_is_a_real_zero() {
        assertThat(cluster(new Reading.Complete<>(Set.of("c-1:p-new"))).of("c-1:p-new", List.of(CPU, STORAGE)))
                .isEqualTo(
                        new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.00"), "disk", new BigDecimal("0.00"))));
    }

    @Test
    void a_project_that_does_not_exist_is_not_zero() {
        assertThat(cluster(new Reading.Complete<>(Set.of(PROJECT))).of("c-1:p-gone", List.of(CPU)))
                .isEqualTo(new ProjectUsage.NoProject());
    }

    @Test
    void a_project_without_namespaces_is_unknown_when_projects_cannot_be_listed() {
        assertThat(cluster(new Reading.Failed<>(cutShort)).of("c-1:p-new", List.of(CPU)))
                .isEqualTo(new ProjectUsage.Unread(cutShort));
    }

    @Test
    void an_amount_that_cannot_be_true_is_not_known() {
        pod("a1", "2000000000");

        assertThat(cluster().of(PROJECT, List.of(CPU))).isInstanceOf(ProjectUsage.Implausible.class);
    }

    @Test
    void the_annotation_tells_the_project_and_the_label_does_not() {
        var byProject = ClusterUsage.byProject(
                "c-1",
                List.of(
                        namespace("moved", Optional.of(PROJECT), Map.of("field.cattle.io/projectId", "p-b")),
                        namespace("left-behind", Optional.empty(), Map.of("field.cattle.io/projectId", "p-a")),
                        namespace("other-cluster", Optional.of("c-2:p-a"), Map.of())));

        assertThat(byProject)
                .containsEntry(PROJECT, List.of("moved"))
                .containsEntry("c-2:p-a", List.of("other-cluster"))
                .hasSize(2);
    }

    @Test
    void a_cluster_without_any_namespace_is_not_believed() {
        assertThatThrownBy(() -> ClusterUsage.byProject("c-1", List.of()))
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(RemoteException.Reason.MALFORMED));
    }

    private void pod(String namespace, String cores) {
        pods.add(new PodUsage(namespace, Map.of("cpu", Quantity.cores(new BigDecimal(cores)))));
    }

    private ClusterUsage cluster() {
        return cluster(noProjects());
    }

    private ClusterUsage cluster(Reading<Set<String>> projects) {
        return new ClusterUsage(namespaces, new Reading.Complete<>(pods), new Reading.Complete<>(claims), projects);
    }

    private static Reading<Set<String>> noProjects() {
        return new Reading.Complete<>(Set.of());
    }

    private static Namespace namespace(String name, Optional<String> projectId, Map<String, String> labels) {
        return new Namespace(name, projectId, Map.of(), labels, QuotaLimit.NONE, Optional.empty(), false);
    }
}
