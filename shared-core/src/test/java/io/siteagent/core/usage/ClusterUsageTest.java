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

    private final UsageTally pods = new UsageTally();
    private final UsageTally claims = new UsageTally();

    private Reading<Map<String, List<String>>> namespaces =
            new Reading.Complete<>(Map.of(PROJECT, List.of("a1", "a2"), "c-1:p-b", List.of("b1")));
    private Reading<UsageTally> podList = new Reading.Complete<>(pods);
    private Reading<UsageTally> claimList = new Reading.Complete<>(claims);
    private Reading<Set<String>> projects = new Reading.Complete<>(Set.of());

    @Test
    void all_namespaces_of_the_project_count_and_no_other() {
        pod("a1", "0.25");
        pod("a1", "0.5");
        pod("a2", "1");
        pod("b1", "100");
        pod("stray", "1000");
        claims.add(new VolumeClaim("a2", "data", Quantity.gibibytes(BigDecimal.TEN)));

        assertThat(usageOf(PROJECT, CPU, STORAGE))
                .isEqualTo(
                        new ProjectUsage.Known(Map.of("cpu", new BigDecimal("1.75"), "disk", new BigDecimal("10.00"))));
    }

    @Test
    void rounding_comes_after_the_sum() {
        pod("a1", "0.004");
        pod("a1", "0.004");
        pod("a2", "0.004");

        assertThat(usageOf(PROJECT, CPU)).isEqualTo(new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.01"))));
    }

    @Test
    void namespaces_without_pods_are_a_real_zero() {
        assertThat(usageOf(PROJECT, CPU)).isEqualTo(new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.00"))));
    }

    @Test
    void pods_not_read_to_the_end_leave_everything_that_needs_them_unknown() {
        podList = new Reading.Failed<>(cutShort);

        assertThat(usageOf(PROJECT, STORAGE, CPU)).isEqualTo(new ProjectUsage.Unread(cutShort));
        assertThat(usageOf(PROJECT, STORAGE)).isInstanceOf(ProjectUsage.Known.class);
    }

    @Test
    void volume_claims_not_read_to_the_end_leave_everything_that_needs_them_unknown() {
        claimList = new Reading.Failed<>(cutShort);

        assertThat(usageOf(PROJECT, CPU, STORAGE)).isEqualTo(new ProjectUsage.Unread(cutShort));
        assertThat(usageOf(PROJECT, CPU)).isInstanceOf(ProjectUsage.Known.class);
    }

    @Test
    void namespaces_not_read_to_the_end_leave_everything_unknown() {
        namespaces = new Reading.Failed<>(cutShort);

        assertThat(usageOf(PROJECT, CPU)).isEqualTo(new ProjectUsage.Unread(cutShort));
    }

    @Test
    void a_project_that_exists_without_namespaces_is_a_real_zero() {
        projects = new Reading.Complete<>(Set.of("c-1:p-new"));

        assertThat(usageOf("c-1:p-new", CPU, STORAGE))
                .isEqualTo(
                        new ProjectUsage.Known(Map.of("cpu", new BigDecimal("0.00"), "disk", new BigDecimal("0.00"))));
    }

    @Test
    void a_project_that_does_not_exist_is_not_zero() {
        projects = new Reading.Complete<>(Set.of(PROJECT));

        assertThat(usageOf("c-1:p-gone", CPU)).isEqualTo(new ProjectUsage.NoProject());
    }

    @Test
    void a_project_without_namespaces_is_unknown_when_projects_cannot_be_listed() {
        projects = new Reading.Failed<>(cutShort);

        assertThat(usageOf("c-1:p-new", CPU)).isEqualTo(new ProjectUsage.Unread(cutShort));
    }

    @Test
    void an_amount_that_cannot_be_true_is_not_known() {
        pod("a1", "2000000000");

        assertThat(usageOf(PROJECT, CPU)).isInstanceOf(ProjectUsage.Implausible.class);
    }

    @Test
    void the_annotation_tells_the_project_and_the_label_does_not() {
        var byProject = ProjectNamespaces.byProject(
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
        assertThatThrownBy(() -> ProjectNamespaces.byProject("c-1", List.of()))
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(RemoteException.Reason.MALFORMED));
    }

    private void pod(String namespace, String cores) {
        pods.add(new PodUsage(namespace, Map.of("cpu", Quantity.cores(new BigDecimal(cores)))));
    }

    private ProjectUsage usageOf(String project, Measure... measures) {
        return new ClusterUsage(List.of(measures), new ProjectNamespaces(namespaces, projects), podList, claimList)
                .of(project);
    }

    private static Namespace namespace(String name, Optional<String> projectId, Map<String, String> labels) {
        return new Namespace(name, projectId, Map.of(), labels, QuotaLimit.NONE, Optional.empty(), false);
    }
}
