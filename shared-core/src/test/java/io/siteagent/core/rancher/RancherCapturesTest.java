package io.siteagent.core.rancher;

import static io.siteagent.core.http.RemoteException.Reason.CONFLICT;
import static io.siteagent.core.http.RemoteException.Reason.MALFORMED;
import static io.siteagent.core.http.RemoteException.Reason.MISSING;
import static io.siteagent.core.http.RemoteException.Reason.REFUSED;
import static io.siteagent.core.http.RemoteException.Reason.TRANSIENT;
import static io.siteagent.core.http.RemoteException.Reason.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.Captures;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.Replay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every recorded answer of Rancher to a call that we make is decoded or refused as it should be. Answers to a call that
 * we make in another form (POST instead of server-side apply, another filter of the same list) count as well.
 */
class RancherCapturesTest {

    private static final String SYSTEM = "rancher";
    private static final String GROUP = "keycloakoidc_group://c_abc_member";
    private static final String GPU = "requests.nvidia.com/gpu";
    private static final String NO_MORE = "{\"metadata\":{},\"items\":[]}";
    private static final ProjectApply PROJECT =
            new ProjectApply("p-1", "one", "", Map.of(), Map.of(), QuotaLimit.NONE, QuotaLimit.NONE, QuotaLimit.NONE);
    private static final NamespaceApply NAMESPACE =
            new NamespaceApply("n-1", "local:p-1", Map.of(), Map.of(), QuotaLimit.NONE);

    @ParameterizedTest
    @MethodSource("replays")
    void a_recorded_answer_is_decoded_or_refused(Replay<RancherClient> replay) {
        try (var rancher = new Loopback()
                .answersBy(request -> request.getTarget().contains("continue=")
                        ? Loopback.json(200, NO_MORE)
                        : Captures.answer(SYSTEM, replay.capture()))) {
            var settings = new RancherSettings(rancher.uri(), "token-abcde", new Secret("secret"), "local", true);
            replay.check().accept(new RancherClient(settings, rancher.wire()));
            assertThat(rancher.count()).isPositive();
        }
    }

    @Test
    void every_recorded_answer_is_replayed() {
        assertThat(replays().map(Replay::capture)).containsExactlyInAnyOrderElementsOf(Captures.of(SYSTEM));
    }

    static Stream<Replay<RancherClient>> replays() {
        return Stream.of(credentials(), projects(), namespaces(), bindings(), workloads())
                .flatMap(List::stream);
    }

    private static List<Replay<RancherClient>> credentials() {
        Consumer<RancherClient> norman = client -> client.bindingsOfGroup(GROUP);
        var unauthorized = "Unauthorized 401: must authenticate";
        return List.of(
                Replay.refused("auth-01-no-token", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-02-bad-token", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-03-wrong-secret", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-04-garbage", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-10-scoped-on-v3-projects", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-21-expired", norman, UNAUTHORIZED, unauthorized),
                Replay.refused("auth-05-k8s-proxy-no-token", RancherClient::namespaces, UNAUTHORIZED, "not authorized"),
                Replay.refused("auth-07-rkapi-no-token", RancherClient::projects, UNAUTHORIZED, "not authorized"),
                Replay.refused("auth-14-scoped-on-rkapi", RancherClient::projects, UNAUTHORIZED, "Unauthorized"),
                Replay.refused("rbac-14-nobody-k8s", RancherClient::namespaces, UNAUTHORIZED, "cannot list resource"),
                Replay.refused("rbac-16-nobody-rkapi", RancherClient::projects, UNAUTHORIZED, "cannot list resource"),
                Replay.refused(
                        "cluster-04-k8s-unknown", RancherClient::namespaces, TRANSIENT, "\"c-m-nope\" not found"),
                Replay.refused("cluster-05-v3ns-unknown", norman, TRANSIENT, "\"c-m-nope\" not found"),
                Replay.refused("usage-06-metrics-missing", client -> client.namespace("x"), MALFORMED, "404 page"),
                Replay.refused("v3-root", norman, REFUSED, "redirection"));
    }

    private static List<Replay<RancherClient>> projects() {
        return List.of(
                project("rkapi-project-04-get", "p-waldur-1", "det one", true),
                Replay.decoded(
                        "rkapi-project-22-get-404",
                        (RancherClient client) -> client.project("p-none"),
                        project -> assertThat(project).isEmpty()),
                Replay.decoded(
                        "schema-resourceQuotaLimit-mgmt",
                        RancherClient::knowsExtendedQuotas,
                        known -> assertThat(known).isTrue()),
                Replay.decoded(
                        "rkapi-usedlimit",
                        (RancherClient client) -> client.project("p-hw2g2").orElseThrow(),
                        RancherCapturesTest::hasQuotas),
                list("rkapi-project-09-label-list", "p-xv47z"),
                list("rbac-05-clusterowner-rkapi-projects", "p-42972", "p-7qjs8"),
                applied("rkapi-project-01-create-named", "p-waldur-1", "det one", false),
                applied("rkapi-project-05-ssa-create", "p-waldur-2", "ssa one", false),
                applied("rkapi-project-06-ssa-again", "p-waldur-2", "ssa one renamed", true),
                applied("rkapi-project-08-merge-patch", "p-waldur-2", "ssa one renamed", true),
                applied("rkapi-project-10-no-creator-rbac", "p-waldur-3", "nocreator", false),
                applied("rbac-06-clusterowner-rkapi-ssa", "p-co-1", "co ssa", false),
                notApplied("rkapi-project-02-create-named-at-once-again", CONFLICT, "already exists"),
                notApplied("rkapi-project-03-create-named-again-later", TRANSIENT, "failed calling webhook"),
                notApplied("rkapi-project-07-quota-mismatch", REFUSED, "do not have the same resources defined"),
                notApplied("rkapi-project-11-cluster-mismatch", REFUSED, "clusterName and project namespace must"),
                notApplied("rkapi-project-13-bad-quantity", TRANSIENT, "failed calling webhook"),
                notApplied("rkapi-project-20-stale-put", CONFLICT, "the object has been modified"),
                Replay.accepted("rkapi-project-21-delete", client -> client.deleteProject("p-waldur-3")));
    }

    private static void hasQuotas(Project project) {
        assertThat(project.id()).isEqualTo("local:p-hw2g2");
        assertThat(project.backingNamespace()).contains("local-p-hw2g2");
        assertThat(project.deleting()).isFalse();
        assertThat(project.limit().amounts())
                .containsEntry("limitsCpu", Quantity.parse("8"))
                .containsEntry("limitsMemory", Quantity.parse("8Gi"))
                .containsEntry(GPU, Quantity.parse("8"));
        assertThat(project.namespaceDefault().amounts())
                .containsEntry("requestsCpu", Quantity.parse("2"))
                .containsEntry(GPU, Quantity.parse("4"));
        assertThat(project.used().amounts())
                .containsEntry("requestsStorage", Quantity.parse("60Gi"))
                .containsEntry(GPU, Quantity.parse("6"));
        assertThat(project.containerDefault().amounts()).containsEntry("limitsCpu", Quantity.parse("0.2"));
    }

    private static Replay<RancherClient> project(String capture, String name, String displayName, boolean ready) {
        return Replay.decoded(
                capture,
                client -> client.project(name).orElseThrow(),
                project -> is(project, name, displayName, ready));
    }

    private static Replay<RancherClient> applied(String capture, String name, String displayName, boolean ready) {
        return Replay.decoded(
                capture, client -> client.applyProject(PROJECT), project -> is(project, name, displayName, ready));
    }

    private static void is(Project project, String name, String displayName, boolean ready) {
        assertThat(project.name()).isEqualTo(name);
        assertThat(project.displayName()).isEqualTo(displayName);
        assertThat(project.backingNamespace()).contains("local-" + name);
        assertThat(project.ready()).isEqualTo(ready);
    }

    private static Replay<RancherClient> list(String capture, String... names) {
        return Replay.decoded(
                capture,
                RancherClient::projects,
                projects -> assertThat(projects).extracting(Project::name).containsExactly(names));
    }

    private static Replay<RancherClient> notApplied(String capture, Reason reason, String words) {
        return Replay.refused(capture, client -> client.applyProject(PROJECT), reason, words);
    }

    private static List<Replay<RancherClient>> namespaces() {
        Consumer<RancherClient> delete = client -> client.deleteNamespace("demo-q-k2");
        Consumer<RancherClient> apply = client -> client.applyNamespace(NAMESPACE);
        return List.of(
                namespace("ns-after5s-demo-a-1", "local:p-xv47z", "unknown"),
                namespace("ns-after5s-demo-a-ssa", "local:p-xv47z", "unknown"),
                namespace("ns-after5s-demo-badp", "local:p-nope1", "unknown"),
                namespace("ns-after5s-demo-q-1", "local:p-hw2g2", "true"),
                namespace("ns-after5s-demo-q-k1", "local:p-hw2g2", "true"),
                namespace("ns-after5s-demo-q-k2", "local:p-hw2g2", "false"),
                namespace("ns-after5s-demo-q-over", "local:p-hw2g2", "false"),
                namespace("delete-07-k8s-ns-after", "", "unknown"),
                Replay.decoded(
                        "ns-34-after-delete",
                        (RancherClient client) ->
                                client.namespace("demo-q-over").orElseThrow(),
                        namespace -> assertThat(namespace.deleting()).isTrue()),
                Replay.decoded(
                        "ns-36-after-delete-later",
                        (RancherClient client) -> client.namespace("demo-q-over"),
                        namespace -> assertThat(namespace).isEmpty()),
                appliedNamespace("ns-10-k8s-create-quota", "demo-q-k1"),
                appliedNamespace("ns-16-ssa-create", "demo-a-ssa"),
                appliedNamespace("ns-17-ssa-again", "demo-a-ssa"),
                appliedNamespace("ns-40-annotation-quota-change", "demo-q-1"),
                Replay.refused("ns-14-k8s-malformed-project", apply, TRANSIENT, "failed calling webhook"),
                Replay.refused("ns-15-k8s-dup", apply, CONFLICT, "already exists"),
                Replay.refused("rq-13-ssa-ns-missing", apply, MISSING, "namespaces \"demo-none\" not found"),
                namespaceList("ns-22-k8s-list-by-label", 4),
                namespaceList("ns-23-k8s-list-page1", 3),
                namespaceList("ns-24-k8s-list-page2", 3),
                namespaceList("auth-13-scoped-on-k8s", 1),
                namespaceList("usage-05-namespaces", 33),
                Replay.refused("ns-25-k8s-bad-continue", RancherClient::namespaces, REFUSED, "invalid continue token"),
                Replay.accepted("ns-31-k8s-delete", delete),
                Replay.accepted("ns-32-k8s-delete-404", delete));
    }

    private static Replay<RancherClient> namespace(String capture, String projectId, String quotaValidated) {
        return Replay.decoded(capture, client -> client.namespace("x").orElseThrow(), namespace -> {
            assertThat(namespace.projectId().orElse("")).isEqualTo(projectId);
            assertThat(namespace.quotaValidated().map(String::valueOf).orElse("unknown"))
                    .isEqualTo(quotaValidated);
            assertThat(namespace.quota().isEmpty())
                    .isEqualTo(!namespace.annotations().containsKey("field.cattle.io/resourceQuota"));
            assertThat(namespace.deleting()).isFalse();
        });
    }

    private static Replay<RancherClient> appliedNamespace(String capture, String name) {
        return Replay.decoded(
                capture,
                client -> client.applyNamespace(NAMESPACE),
                namespace -> assertThat(namespace.name()).isEqualTo(name));
    }

    private static Replay<RancherClient> namespaceList(String capture, int size) {
        return Replay.decoded(
                capture,
                RancherClient::namespaces,
                namespaces -> assertThat(namespaces).hasSize(size));
    }

    private static List<Replay<RancherClient>> bindings() {
        Consumer<RancherClient> apply = RancherCapturesTest::bind;
        return List.of(
                Replay.decoded(
                        "prtb-14-list-by-project",
                        (RancherClient client) -> client.bindingsOfGroup(GROUP),
                        bindings -> assertThat(bindings)
                                .as("a filter that the server ignored is applied again")
                                .hasSize(2)
                                .allMatch(binding -> binding.groupPrincipal().equals(GROUP))),
                Replay.decoded(
                        "prtb-15-list-filter-group",
                        (RancherClient client) -> client.bindingsOfGroup(GROUP),
                        bindings -> assertThat(bindings).singleElement().satisfies(binding -> {
                            assertThat(binding.namespace()).isEqualTo("local-p-xv47z");
                            assertThat(binding.name()).isEqualTo("prtb-y7cpk7stpl");
                            assertThat(binding.projectId()).isEqualTo("local:p-xv47z");
                            assertThat(binding.roleTemplate()).isEqualTo("project-member");
                        })),
                Replay.decoded(
                        "delete-09-prtb-of-deleted",
                        (RancherClient client) -> client.bindingsOfGroup(GROUP),
                        bindings -> assertThat(bindings).isEmpty()),
                Replay.decoded(
                        "prtb-30-rkapi-list",
                        (RancherClient client) -> client.bindings("local-p-xv47z"),
                        bindings -> assertThat(bindings)
                                .hasSize(6)
                                .filteredOn(binding -> binding.groupPrincipal().isEmpty())
                                .extracting(RoleTemplateBinding::name)
                                .containsExactly("creator-project-owner")),
                bound("prtb-31-rkapi-create-named"),
                bound("prtb-34-rkapi-ssa"),
                bound("prtb-35-rkapi-ssa-again"),
                Replay.refused("prtb-32-rkapi-create-named-again", apply, CONFLICT, ""),
                Replay.refused("prtb-33-rkapi-duplicate-other-name", apply, CONFLICT, "duplicate prtb not allowed"),
                Replay.refused("prtb-36-rkapi-ssa-change-role", apply, REFUSED, "field is immutable"),
                Replay.refused("prtb-37-rkapi-unknown-role", apply, REFUSED, "role template was not found"),
                Replay.accepted("prtb-38-rkapi-delete", client -> client.deleteBinding("local-p-xv47z", "waldur-3")));
    }

    private static Replay<RancherClient> bound(String capture) {
        return Replay.decoded(capture, RancherCapturesTest::bind, binding -> {
            assertThat(binding.projectId()).isEqualTo("local:p-xv47z");
            assertThat(binding.roleTemplate()).isEqualTo("read-only");
            assertThat(binding.deleting()).isFalse();
        });
    }

    private static RoleTemplateBinding bind(RancherClient client) {
        return client.applyBinding("local-p-1", "b-1", "local:p-1", "read-only", GROUP, Map.of(), Map.of());
    }

    private static List<Replay<RancherClient>> workloads() {
        return List.of(
                quotas("ns-41-rq-after-annotation-change", 1),
                quotas("rq-01-cluster-wide", 4),
                quotas("rq-02-label", 4),
                quotas("rbac-03-clusterowner-list-rq", 5),
                quotas("usage-01-resourcequotas-all", 3),
                Replay.decoded(
                        "usage-02-pods-fieldselector",
                        RancherCapturesTest::pods,
                        pods -> assertThat(pods)
                                .contains(
                                        new PodUsage(
                                                "demo-a-1",
                                                Map.of("cpu", Quantity.parse("1"), "memory", Quantity.parse("128Mi"))),
                                        new PodUsage(
                                                "demo-q-1",
                                                Map.of(
                                                        "cpu",
                                                        Quantity.parse("100m"),
                                                        "memory",
                                                        Quantity.parse("64Mi"))))
                                .hasSize(3)),
                Replay.decoded(
                        "usage-03-pods-page",
                        RancherCapturesTest::pods,
                        pods -> assertThat(pods).hasSize(1)),
                Replay.decoded(
                        "usage-04-pvcs",
                        client -> client.foldVolumeClaims(
                                new Area.WholeCluster(), ArrayList<Listed<VolumeClaim>>::new, List::add),
                        claims -> assertThat(claims)
                                .containsExactly(
                                        new Listed.Read<>(new VolumeClaim("demo-q-1", "v1", Quantity.parse("5Gi"))))),
                Replay.decoded(
                        "ns-20-v3-list-by-project",
                        RancherClient::visibleNamespaces,
                        namespaces -> assertThat(namespaces)
                                .hasSize(4)
                                .contains(new VisibleNamespace("demo-q-1", Optional.of("local:p-hw2g2")))));
    }

    private static Replay<RancherClient> quotas(String capture, int size) {
        return Replay.decoded(
                capture,
                client -> client.resourceQuotas("demo-q-1"),
                quotas -> assertThat(quotas)
                        .hasSize(size)
                        .allSatisfy(quota -> assertThat(quota.hard()).isNotEmpty()));
    }

    private static List<PodUsage> pods(RancherClient client) {
        return client.foldPods(
                new Area.WholeCluster(),
                ArrayList<PodUsage>::new,
                (pods, listed) -> pods.add(((Listed.Read<PodUsage>) listed).value()));
    }
}
