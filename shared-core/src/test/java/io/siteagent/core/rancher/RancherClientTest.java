package io.siteagent.core.rancher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.Captures;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RancherClientTest {

    private static final QuotaLimit LIMIT = new QuotaLimit(Map.of(
            "limitsCpu", Quantity.parse("8"),
            "limitsMemory", Quantity.parse("16Gi"),
            "requests.nvidia.com/gpu", Quantity.parse("2")));
    private static final String APPLY = "fieldManager=waldur-site-agent&force=true";
    private static final String NAMESPACE = "{\"kind\":\"Namespace\",\"metadata\":{\"name\":\"n-1\"}}";

    private final Loopback server = new Loopback();
    private final RancherClient rancher = new RancherClient(
            new RancherSettings(server.uri(), "token-abcde", new Secret("xyz"), "c-m-1", true), server.wire());

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_project_is_applied_with_all_that_is_ours() {
        server.answers(Captures.answer("rancher", "rkapi-project-05-ssa-create"));
        rancher.applyProject(new ProjectApply(
                "p-1",
                "one",
                "text",
                Map.of("a", "1"),
                Map.of("l", "2"),
                LIMIT,
                LIMIT.zeroed(),
                new QuotaLimit(Map.of("limitsCpu", Quantity.parse("500m")))));
        var request = only();
        assertThat(request.getMethod() + " " + request.getTarget())
                .isEqualTo("PATCH /apis/management.cattle.io/v3/namespaces/c-m-1/projects/p-1?" + APPLY);
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/apply-patch+yaml");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer token-abcde:xyz");
        assertThat(body(request))
                .contains(
                        "\"spec\":{\"clusterName\":\"c-m-1\",\"displayName\":\"one\",\"description\":\"text\",",
                        "\"resourceQuota\":{\"limit\":{\"limitsCpu\":\"8\",\"limitsMemory\":\"16384Mi\","
                                + "\"extended\":{\"requests.nvidia.com/gpu\":\"2\"}}}",
                        "\"namespaceDefaultResourceQuota\":{\"limit\":{\"limitsCpu\":\"0\",\"limitsMemory\":\"0\","
                                + "\"extended\":{\"requests.nvidia.com/gpu\":\"0\"}}}",
                        "\"containerDefaultResourceLimit\":{\"limitsCpu\":\"500m\"}");
    }

    @Test
    void a_project_without_quota_says_nothing_of_quotas() {
        server.answers(Captures.answer("rancher", "rkapi-project-05-ssa-create"));
        rancher.applyProject(new ProjectApply(
                "p-1", "one", "", Map.of(), Map.of(), QuotaLimit.NONE, QuotaLimit.NONE, QuotaLimit.NONE));
        assertThat(body(only())).doesNotContain("Quota").doesNotContain("containerDefault");
    }

    @Test
    void a_namespace_is_applied_with_its_project_and_its_share() {
        server.answers(Loopback.json(200, NAMESPACE));
        rancher.applyNamespace(new NamespaceApply("n-1", "c-m-1:p-1", Map.of("a", "1"), Map.of("l", "2"), LIMIT));
        var request = only();
        assertThat(request.getTarget()).isEqualTo("/k8s/clusters/c-m-1/api/v1/namespaces/n-1?" + APPLY);
        assertThat(body(request))
                .contains(
                        "\"field.cattle.io/projectId\":\"c-m-1:p-1\"",
                        "\"field.cattle.io/resourceQuota\":\"{\\\"limit\\\":{\\\"limitsCpu\\\":\\\"8\\\","
                                + "\\\"limitsMemory\\\":\\\"16384Mi\\\",\\\"extended\\\":"
                                + "{\\\"requests.nvidia.com/gpu\\\":\\\"2\\\"}}}\"",
                        "\"labels\":{\"l\":\"2\"}");
    }

    @Test
    void a_namespace_of_somebody_else_keeps_its_place_and_its_share() {
        server.answers(Loopback.json(200, NAMESPACE));
        rancher.applyNamespace(new NamespaceApply("n-1", "", Map.of(), Map.of("l", "2"), QuotaLimit.NONE));
        assertThat(body(only())).doesNotContain("field.cattle.io");
    }

    @Test
    void a_share_that_somebody_broke_counts_as_none() {
        server.answers(Loopback.json(
                200,
                "{\"metadata\":{\"name\":\"n-1\",\"annotations\":{\"field.cattle.io/resourceQuota\":\"{oops\","
                        + "\"cattle.io/status\":\"[1\"}}}"));
        var namespace = rancher.namespace("n-1").orElseThrow();
        assertThat(namespace.quota()).isEqualTo(QuotaLimit.NONE);
        assertThat(namespace.quotaValidated()).isEmpty();
    }

    @Test
    void a_binding_is_applied_in_kubernetes_form() {
        server.answers(Captures.answer("rancher", "prtb-34-rkapi-ssa"));
        rancher.applyBinding("c-m-1-p-1", "b-1", "c-m-1:p-1", "member", "keycloakoidc_group://g", Map.of(), Map.of());
        var request = only();
        assertThat(request.getTarget())
                .isEqualTo(
                        "/apis/management.cattle.io/v3/namespaces/c-m-1-p-1/projectroletemplatebindings/b-1?" + APPLY);
        assertThat(body(request))
                .contains(
                        "\"projectName\":\"c-m-1:p-1\"",
                        "\"roleTemplateName\":\"member\"",
                        "\"groupPrincipalName\":\"keycloakoidc_group://g\"")
                .doesNotContain("spec");
    }

    @Test
    void a_binding_to_a_project_that_is_not_there_yet_is_missing() {
        server.answers(Captures.answer("rancher", "rq-13-ssa-ns-missing"));
        assertReason(
                Reason.MISSING,
                () -> rancher.applyBinding("c-m-1-p-1", "b-1", "c-m-1:p-1", "member", "g", Map.of(), Map.of()));
    }

    @Test
    void a_namespace_on_its_way_out_is_a_conflict_and_no_lack_of_rights() {
        server.answers(Loopback.json(
                403,
                "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"being terminated\",\"code\":403,"
                        + "\"details\":{\"causes\":[{\"reason\":\"NamespaceTerminating\"}]}}"));
        assertReason(
                Reason.CONFLICT,
                () -> rancher.applyBinding("c-m-1-p-1", "b-1", "c-m-1:p-1", "member", "g", Map.of(), Map.of()));
    }

    @Test
    void a_deletion_that_is_under_way_or_done_is_no_failure() {
        server.answers(
                Loopback.json(409, "{\"kind\":\"Status\",\"reason\":\"Conflict\",\"code\":409}"),
                Captures.answer("rancher", "ns-32-k8s-delete-404"),
                Captures.answer("rancher", "rkapi-project-22-get-404"));
        rancher.deleteNamespace("n-1");
        rancher.deleteNamespace("n-1");
        rancher.deleteProject("p-none");
        assertThat(server.count()).isEqualTo(3);
    }

    @Test
    void an_unknown_path_deletes_nothing_and_is_not_taken_for_done() {
        server.answers(Captures.answer("rancher", "usage-06-metrics-missing"));
        assertReason(Reason.MALFORMED, () -> rancher.deleteProject("p-1"));
    }

    @Test
    void a_list_is_read_by_continue_to_its_end() {
        server.answersBy(request -> request.getTarget().contains("continue=")
                ? Captures.answer("rancher", "usage-05-namespaces")
                : Captures.answer("rancher", "ns-23-k8s-list-page1"));
        assertThat(rancher.namespaces()).hasSize(33);
        assertThat(server.lines())
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("/namespaces?limit=500"),
                        second -> assertThat(second).contains("/namespaces?limit=500&continue=eyJ2"));
    }

    @Test
    void of_a_large_cluster_only_a_projects_namespaces_are_kept_and_the_one_of_our_name() {
        server.answersBy(request -> request.getTarget().contains("continue=")
                ? Captures.answer("rancher", "usage-05-namespaces")
                : Captures.answer("rancher", "ns-23-k8s-list-page1"));
        assertThat(rancher.namespaces("local:p-xv47z", "demo-q-1"))
                .extracting(Namespace::name)
                .containsExactly("demo-a-1", "demo-a-ssa", "demo-q-1");
    }

    @Test
    void a_list_whose_continue_token_expired_is_read_again() {
        var gone = "{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410,\"metadata\":{\"continue\":\"z\"}}";
        var pods = new ArrayList<PodUsage>();
        server.answers(
                Captures.answer("rancher", "usage-03-pods-page"),
                Loopback.json(410, gone),
                Captures.answer("rancher", "usage-02-pods-fieldselector"));
        pods(rancher, pods);
        assertThat(pods).as("no pod twice").hasSize(3);
    }

    @Test
    void no_pod_is_given_out_of_a_list_that_breaks_off() {
        var pods = new ArrayList<PodUsage>();
        server.answersBy(request -> request.getTarget().contains("continue=")
                ? Loopback.html(502)
                : Captures.answer("rancher", "usage-03-pods-page"));
        assertReason(Reason.TRANSIENT, () -> pods(rancher, pods));
        assertThat(pods).isEmpty();
    }

    @Test
    void a_pod_that_can_not_be_understood_is_named_and_the_others_are_read() {
        var pod = "{\"metadata\":{\"namespace\":\"n\",\"name\":\"%s\"},\"spec\":{\"containers\":"
                + "[{\"resources\":{\"requests\":{\"cpu\":\"%s\"}}}]},\"status\":{\"phase\":\"Running\"}}";
        server.answers(Loopback.json(
                200, "{\"items\":[" + pod.formatted("odd", "1 core") + "," + pod.formatted("plain", "1") + "]}"));

        List<Listed<PodUsage>> pods =
                rancher.foldPods(new Area.OneNamespace("n"), ArrayList<Listed<PodUsage>>::new, List::add);
        assertThat(pods)
                .containsExactly(
                        new Listed.Unreadable<>(
                                "n", "odd", "spec.containers[].resources.requests.cpu is not of the expected form"),
                        new Listed.Read<>(new PodUsage("n", Map.of("cpu", Quantity.parse("1")))));
        assertThat(server.lines().getFirst()).contains("/api/v1/namespaces/n/pods?");
    }

    @Test
    void an_object_that_a_later_page_repeats_counts_once() {
        var page = "{\"metadata\":{%s},\"items\":[{\"metadata\":{\"namespace\":\"n\",\"name\":\"p\"},\"spec\":{},"
                + "\"status\":{\"phase\":\"Running\"}}]}";
        var pods = new ArrayList<PodUsage>();
        server.answers(
                Loopback.json(200, page.formatted("\"continue\":\"x\"")), Loopback.json(200, page.formatted("")));
        pods(rancher, pods);
        assertThat(pods).hasSize(1);
    }

    @Test
    void a_list_that_ends_although_objects_remain_is_not_believed() {
        var page = "{\"metadata\":{\"remainingItemCount\":7},\"items\":[]}";
        server.answersBy(_ -> Loopback.json(200, page));
        assertReason(Reason.MALFORMED, rancher::namespaces);
    }

    @Test
    void a_pod_that_ended_requests_nothing() {
        var list = "{\"items\":[{\"metadata\":{\"namespace\":\"n\",\"name\":\"p\"},\"spec\":{\"containers\":[]},"
                + "\"status\":{\"phase\":\"Succeeded\"}}],\"metadata\":{}}";
        var pods = new ArrayList<PodUsage>();
        server.answers(Loopback.json(200, list));
        pods(rancher, pods);
        assertThat(pods).containsExactly(new PodUsage("n", Map.of()));
        assertThat(server.lines().getFirst())
                .contains("fieldSelector=status.phase%21%3DSucceeded%2Cstatus.phase%21%3DFailed");
    }

    private static void pods(RancherClient rancher, List<PodUsage> into) {
        into.addAll(
                rancher.foldPods(new Area.WholeCluster(), ArrayList<PodUsage>::new, RancherClientTest::addReadable));
    }

    private static void addReadable(List<PodUsage> pods, Listed<PodUsage> listed) {
        switch (listed) {
            case Listed.Read<PodUsage>(var pod) -> pods.add(pod);
            case Listed.Unreadable<PodUsage>(var namespace, var name, var what) ->
                throw new AssertionError(namespace + "/" + name + ": " + what);
        }
    }

    @Test
    void an_empty_list_may_be_null_but_not_missing() {
        server.answers(Loopback.json(200, "{\"items\":null}"), Loopback.json(200, "{\"metadata\":{}}"));
        assertThat(rancher.projects()).isEmpty();
        assertReason(Reason.MALFORMED, rancher::projects);
    }

    @Test
    void bindings_of_a_group_are_read_by_marker_wherever_the_link_leads() {
        var item =
                "{\"id\":\"ns:%s\",\"projectId\":\"c-m-1:p\",\"roleTemplateId\":\"r\",\"groupPrincipalId\":\"g://1\"}";
        var next = "\"next\":\"https://10.0.0.1/v3/x?limit=1000&marker=ns%3Ab\",";
        server.answers(
                Loopback.json(
                        200, "{\"data\":[%s],\"pagination\":{%s\"total\":2}}".formatted(item.formatted("a"), next)),
                Loopback.json(200, "{\"data\":[%s],\"pagination\":{\"total\":2}}".formatted(item.formatted("b"))));
        assertThat(rancher.bindingsOfGroup("g://1"))
                .extracting(RoleTemplateBinding::name)
                .containsExactly("a", "b");
        assertThat(server.lines())
                .containsExactly(
                        "GET /v3/projectroletemplatebindings?groupPrincipalId=g%3A%2F%2F1&limit=1000",
                        "GET /v3/projectroletemplatebindings?groupPrincipalId=g%3A%2F%2F1&limit=1000&marker=ns%3Ab");
    }

    @Test
    void a_project_of_an_old_rancher_has_its_bindings_in_a_namespace_of_its_own_name() {
        server.answers(Loopback.json(
                200,
                "{\"metadata\":{\"name\":\"p-1\"},\"spec\":{},\"status\":{\"conditions\":["
                        + "{\"type\":\"InitialRolesPopulated\",\"status\":\"True\"}]}}"));
        assertThat(rancher.project("p-1").orElseThrow().backingNamespace()).contains("p-1");
    }

    private RecordedRequest only() {
        List<RecordedRequest> requests = server.requests();
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private static String body(RecordedRequest request) {
        return String.valueOf(
                request.getBody() == null ? null : request.getBody().utf8());
    }

    private static void assertReason(Reason reason, Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(reason));
    }
}
