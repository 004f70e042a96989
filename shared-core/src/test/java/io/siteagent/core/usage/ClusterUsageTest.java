package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Listed;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.ResourceQuota;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterUsageTest {

    private static final String PROJECT = "c-1:p-a";
    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);
    private static final Measure CPU =
            new Measure("cpu", Measure.Source.PODS, "cpu", BigDecimal.ONE, BigDecimal.ONE, MOST);
    private static final Measure STORAGE = new Measure(
            "disk", Measure.Source.VOLUME_CLAIMS, "storage", BigDecimal.valueOf(1L << 30), BigDecimal.ONE, MOST);
    private static final Measure QUOTA_CPU =
            new Measure("cpu", Measure.Source.RESOURCE_QUOTAS, "cpu", BigDecimal.ONE, BigDecimal.ONE, MOST);
    private final RemoteException cutShort =
            new RemoteException(RemoteException.Reason.TRANSIENT, RemoteSystem.RANCHER, "list", "", 500, "", null);

    private final RequestTally pods = new RequestTally();
    private final RequestTally claims = new RequestTally();

    private final QuotaTally quotas = new QuotaTally();

    private Reading<Map<String, List<String>>> namespaces =
            new Reading.Complete<>(Map.of(PROJECT, List.of("a1", "a2"), "c-1:p-b", List.of("b1")));
    private Reading<RequestTally> podList = new Reading.Complete<>(pods);
    private Reading<RequestTally> claimList = new Reading.Complete<>(claims);
    private Reading<Set<String>> projects = new Reading.Complete<>(Set.of());

    @Test
    void all_namespaces_of_the_project_count_and_no_other() {
        pod("a1", "0.25");
        pod("a1", "0.5");
        pod("a2", "1");
        pod("b1", "100");
        pod("stray", "1000");
        claims.count(new PodUsage("a2", Map.of("storage", Quantity.gibibytes(BigDecimal.TEN))));

        assertThat(usageOf(PROJECT, CPU, STORAGE))
                .isEqualTo(known(Map.of("cpu", new BigDecimal("1.75"), "disk", new BigDecimal("10.00"))));
    }

    @Test
    void rounding_comes_after_the_sum() {
        pod("a1", "0.004");
        pod("a1", "0.004");
        pod("a2", "0.004");

        assertThat(usageOf(PROJECT, CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("0.01"))));
    }

    @Test
    void namespaces_without_pods_are_a_real_zero() {
        assertThat(usageOf(PROJECT, CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("0.00"))));
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
                .isEqualTo(known(Map.of("cpu", new BigDecimal("0.00"), "disk", new BigDecimal("0.00"))));
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
    void a_pod_that_can_not_be_understood_leaves_its_project_unknown_and_no_other() {
        pods.add(new Listed.Unreadable<>("a1", "odd", "cpu is not of the expected form"));
        pod("b1", "2");

        assertThat(usageOf(PROJECT, CPU)).isInstanceOf(ProjectUsage.Unread.class);
        assertThat(usageOf("c-1:p-b", CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("2.00"))));
    }

    @Test
    void quotas_of_a_namespace_are_not_added_up_and_those_of_several_namespaces_are() {
        quota("a1", "default-x", "requests.cpu", "2");
        quota("a1", "somebodys", "requests.cpu", "3");
        quota("a2", "somebodys", "requests.cpu", "1.5");

        assertThat(usageOf(PROJECT, QUOTA_CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("4.50"))));
    }

    @Test
    void the_agents_own_quota_is_taken_before_others() {
        quota("b1", "somebodys", "requests.cpu", "9");
        quota("b1", "custom-resource-quota", "requests.cpu", "2");

        assertThat(usageOf("c-1:p-b", QUOTA_CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("2.00"))));
    }

    @Test
    void limits_stand_in_for_requests_that_no_quota_counts() {
        quota("a1", "default-x", "limits.cpu", "4");
        quota("a2", "default-y", "limits.cpu", "1");
        quota("a2", "default-y", "requests.cpu", "0.5");

        assertThat(usageOf(PROJECT, QUOTA_CPU)).isEqualTo(known(Map.of("cpu", new BigDecimal("5.00"))));
    }

    @Test
    void a_namespace_whose_quota_does_not_count_a_component_leaves_it_out_and_names_it() {
        quota("a1", "default-x", "requests.cpu", "2");

        assertThat(usageOf(PROJECT, QUOTA_CPU)).isEqualTo(new ProjectUsage.Known(Map.of(), List.of("cpu")));
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

    private void quota(String namespace, String name, String key, String used) {
        quotas.count(new ResourceQuota(
                namespace, name, Map.of(), Map.of(), Map.of(key, Quantity.cores(new BigDecimal(used)))));
    }

    private void pod(String namespace, String cores) {
        pods.count(new PodUsage(namespace, Map.of("cpu", Quantity.cores(new BigDecimal(cores)))));
    }

    private ProjectUsage usageOf(String project, Measure... measures) {
        var byProject = new Once<>(() -> namespaces);
        return new ClusterUsage(
                        new ProjectNamespaces(byProject, byProject, new Once<>(() -> projects)),
                        Map.of(
                                Measure.Source.PODS, list(podList),
                                Measure.Source.VOLUME_CLAIMS, list(claimList),
                                Measure.Source.RESOURCE_QUOTAS, list(new Reading.Complete<>(quotas))))
                .of(project, List.of(measures));
    }

    private static <T extends Tally<?>> NamespacedList<T> list(Reading<T> reading) {
        return new NamespacedList<>(_ -> switch (reading) {
            case Reading.Complete<T>(var tally) -> tally;
            case Reading.Failed<T>(var failure) -> throw failure;
        });
    }

    private static ProjectUsage known(Map<String, BigDecimal> amounts) {
        return new ProjectUsage.Known(amounts, List.of());
    }

    private static Namespace namespace(String name, Optional<String> projectId, Map<String, String> labels) {
        return new Namespace(name, projectId, Map.of(), labels, QuotaLimit.NONE, Optional.empty(), false);
    }
}
