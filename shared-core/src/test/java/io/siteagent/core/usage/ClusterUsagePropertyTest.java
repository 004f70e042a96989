package io.siteagent.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.PodUsage;
import io.siteagent.core.rancher.Quantity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Sums over random pods in random namespaces, against a plain reference. */
class ClusterUsagePropertyTest {

    private static final List<String> PROJECTS = List.of("c-1:p-0", "c-1:p-1", "c-1:p-2");
    private static final Measure CPU = new Measure(
            "cpu", Measure.Source.PODS, "cpu", BigDecimal.ONE, BigDecimal.ONE, BigDecimal.valueOf(1_000_000));
    private final RemoteException failure =
            new RemoteException(RemoteException.Reason.TRANSIENT, RemoteSystem.RANCHER, "list", "", 503, "", null);

    /** A pod in namespace {@code ns-<number>}, which belongs to the project of that number modulo three. */
    record Pod(int namespace, long millicores) {
        String project() {
            return PROJECTS.get(namespace % PROJECTS.size());
        }
    }

    @Property
    void an_amount_is_the_exact_sum_over_the_namespaces_rounded_once(@ForAll("pods") List<Pod> pods) {
        for (var project : PROJECTS) {
            var millicores = pods.stream()
                    .filter(pod -> pod.project().equals(project))
                    .map(pod -> BigInteger.valueOf(pod.millicores()))
                    .reduce(BigInteger.ZERO, BigInteger::add);

            assertThat(usageOf(project, tally(pods)))
                    .isEqualTo(new ProjectUsage.Known(
                            Map.of("cpu", new BigDecimal(millicores, 3).setScale(2, RoundingMode.HALF_UP)), List.of()));
        }
    }

    @Property
    void the_projects_together_have_what_the_pods_together_request(@ForAll("pods") List<Pod> pods) {
        var wholeCentis = pods.stream()
                .map(pod -> new Pod(pod.namespace(), pod.millicores() * 10))
                .toList();
        var total = PROJECTS.stream()
                .map(project -> usageOf(project, tally(wholeCentis)))
                .map(usage -> usage instanceof ProjectUsage.Known(var amounts, var _)
                        ? amounts.getOrDefault("cpu", BigDecimal.ZERO)
                        : BigDecimal.ONE.negate())
                .reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(total)
                .isEqualByComparingTo(BigDecimal.valueOf(
                        wholeCentis.stream().mapToLong(Pod::millicores).sum(), 3));
    }

    @Property
    void the_order_in_which_pods_are_listed_does_not_matter(@ForAll("pods") List<Pod> pods) {
        for (var project : PROJECTS) {
            assertThat(usageOf(project, tally(pods.reversed()))).isEqualTo(usageOf(project, tally(pods)));
        }
    }

    @Property
    void a_failed_list_never_yields_an_amount(@ForAll("pods") List<Pod> pods, @ForAll boolean namespacesFail) {
        var cluster = cluster(
                namespacesFail ? new Reading.Failed<>(failure) : new Reading.Complete<>(namespaces()),
                namespacesFail ? new Reading.Complete<>(tally(pods)) : new Reading.Failed<>(failure));

        assertThat(PROJECTS)
                .allSatisfy(project ->
                        assertThat(cluster.of(project, List.of(CPU))).isEqualTo(new ProjectUsage.Unread(failure)));
    }

    @Provide
    Arbitrary<List<Pod>> pods() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.longs().between(0, 64_000))
                .as(Pod::new)
                .list()
                .ofMaxSize(60);
    }

    private static ProjectUsage usageOf(String project, RequestTally pods) {
        return cluster(new Reading.Complete<>(namespaces()), new Reading.Complete<>(pods))
                .of(project, List.of(CPU));
    }

    private static ClusterUsage cluster(Reading<Map<String, List<String>>> namespaces, Reading<RequestTally> pods) {
        var byProject = new Once<>(() -> namespaces);
        var list = new NamespacedList<RequestTally>(_ -> switch (pods) {
            case Reading.Complete<RequestTally>(var tally) -> tally;
            case Reading.Failed<RequestTally>(var failure) -> throw failure;
        });
        return new ClusterUsage(
                new ProjectNamespaces(
                        byProject, byProject, new Once<>(() -> new Reading.Complete<>(Set.copyOf(PROJECTS)))),
                Map.of(Measure.Source.PODS, list));
    }

    private static Map<String, List<String>> namespaces() {
        return java.util.stream.IntStream.rangeClosed(0, 11)
                .boxed()
                .collect(Collectors.groupingBy(
                        number -> new Pod(number, 0).project(),
                        Collectors.mapping(n -> "ns-" + n, Collectors.toList())));
    }

    private static RequestTally tally(List<Pod> pods) {
        var tally = new RequestTally();
        for (var pod : pods) {
            tally.count(new PodUsage(
                    "ns-" + pod.namespace(), Map.of("cpu", Quantity.cores(BigDecimal.valueOf(pod.millicores(), 3)))));
        }
        return tally;
    }
}
