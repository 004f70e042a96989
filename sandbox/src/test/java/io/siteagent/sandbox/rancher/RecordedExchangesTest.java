package io.siteagent.sandbox.rancher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Exchanges with a real Rancher, asked of the stand-in in the order in which they were recorded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordedExchangesTest {

    private static final String NOBODY = "token-nobody:x";
    private static final String SCOPED = "token-local:x";

    /** Time for everything that controllers do. */
    private static final String LATER = "later";

    private static final List<String> SCRIPT = List.of(
            "rancherversion",
            "cluster-03-404",
            "cluster-04-k8s-unknown",
            "cluster-05-v3ns-unknown",
            "project-01-create-minimal",
            LATER,
            "project-03-get-after-3s",
            "project-04-create-same-name",
            "project-05-create-quota",
            "project-06-quota-without-nsdefault",
            "project-07-nsdefault-without-quota",
            "project-08-key-mismatch",
            "project-09-key-mismatch2",
            "project-10-ns-exceeds",
            "project-11-negative",
            "project-12-bad-quantity",
            "project-13-bad-unit-GB",
            "project-14-number-not-string",
            "project-15-extended-key-mismatch",
            "project-16-extended-exceeds",
            "project-17-extended-bad-key",
            "project-18-no-name",
            "project-19-no-cluster",
            "project-20-unknown-cluster",
            "project-21-unknown-fields",
            "project-22-empty-name",
            "project-23-bad-json",
            "project-24-long-name",
            "project-25-bad-annotation-key",
            "project-26-bad-label-value",
            "project-27-annotation-int",
            "project-28-zero-default",
            "project-29-no-creator-rbac",
            LATER,
            "project-list-01",
            "project-list-02-limit2",
            "project-list-04-unknown-filter-ignored",
            "project-list-05-name-ne",
            "project-list-06-name-in",
            "project-list-07-limit-minus1",
            "project-list-08-limit-huge",
            "project-list-09-limit0",
            "project-list-10-marker-unknown",
            "project-list-11-sort",
            "project-list-12-by-cluster-link",
            "project-30-404",
            "project-31-bad-id",
            "project-32-wrong-method",
            LATER,
            "project-list-14-unknown-cluster",
            "ns-01-v3-create",
            "ns-03-v3-dup",
            "ns-04-v3-bad-name",
            "ns-05-v3-unknown-project",
            "ns-06-v3-quota-default",
            "ns-07-v3-explicit-quota-with-extended",
            "ns-08-v3-explicit-quota-without-extended",
            "ns-09-v3-quota-too-big",
            "ns-10-k8s-create-quota",
            LATER,
            "ns-21-v3-get-with-quota",
            "ns-after5s-demo-q-1",
            "ns-after5s-demo-q-k1",
            "ns-11-k8s-create-over",
            "ns-12-k8s-create-no-quota-ann",
            "ns-13-k8s-bad-project",
            "ns-14-k8s-malformed-project",
            "ns-15-k8s-dup",
            "ns-16-ssa-create",
            "~ns-17-ssa-again",
            LATER,
            "rq-01-cluster-wide",
            "rq-02-label",
            "lr-01-cluster-wide",
            "ns-after5s-demo-badp",
            "ns-after5s-demo-a-ssa",
            "~ns-23-k8s-list-page1",
            "ns-after5s-demo-q-k2",
            "ns-after5s-demo-q-over",
            "ns-20-v3-list-by-project",
            "ns-22-k8s-list-by-label",
            "ns-25-k8s-bad-continue",
            "ns-30-v3-delete",
            "ns-31-k8s-delete",
            "ns-32-k8s-delete-404",
            "ns-33-v3-delete-404",
            "ns-34-after-delete",
            "ns-35-v3-after-delete",
            LATER,
            "ns-36-after-delete-later",
            "project-q-usedlimit",
            "project-put-01-annotations-merge",
            "project-put-02-rename",
            "project-put-03-change-cluster",
            "project-put-10-lower-below-used",
            "project-put-11-lower-gpu-below-used",
            "project-put-12-only-quota",
            "prtb-01-create-group",
            "prtb-02-duplicate",
            "prtb-03-same-group-other-role",
            "prtb-04-unknown-role",
            "prtb-05-cluster-role",
            "prtb-06-no-subject",
            "prtb-07-both-subjects",
            "prtb-08-unknown-project",
            "prtb-09-bad-project-format",
            "prtb-10-no-role",
            "prtb-11-odd-principal",
            "prtb-12-group-with-slash",
            "prtb-13-get",
            "~prtb-14-list-by-project",
            "prtb-15-list-filter-group",
            "prtb-16-put-change-role",
            "prtb-17-put-change-group",
            "prtb-18-user-principal-of-disabled-provider",
            LATER,
            "~prtb-19-delete",
            "~prtb-20-delete-again",
            "prtb-21-recreate",
            LATER,
            "prtb-22-recreate-after-wait",
            "prtb-31-rkapi-create-named",
            "prtb-32-rkapi-create-named-again",
            "prtb-33-rkapi-duplicate-other-name",
            "prtb-34-rkapi-ssa",
            "prtb-35-rkapi-ssa-again",
            "prtb-36-rkapi-ssa-change-role",
            "prtb-37-rkapi-unknown-role",
            "prtb-38-rkapi-delete",
            "~prtb-30-rkapi-list",
            "rkapi-project-01-create-named",
            "rkapi-project-02-create-named-at-once-again",
            LATER,
            "rkapi-project-04-get",
            "rkapi-project-03-create-named-again-later",
            "rkapi-project-05-ssa-create",
            LATER,
            "rkapi-project-06-ssa-again",
            "rkapi-project-07-quota-mismatch",
            "rkapi-project-08-merge-patch",
            "rkapi-project-10-no-creator-rbac",
            "rkapi-project-11-cluster-mismatch",
            LATER,
            "rkapi-project-12-v3-view",
            "rkapi-project-13-bad-quantity",
            "rkapi-project-20-stale-put",
            "rkapi-project-21-delete",
            "rkapi-project-22-get-404",
            "~pod-01-create-gpu",
            "~pod-02-create-defaults-from-limitrange",
            "pod-03-quota-exceeded-gpu",
            "pod-04-quota-exceeded-cpu",
            "pvc-01-create",
            "~pod-05-no-quota-ns",
            "pvc-02-quota-exceeded",
            "rq-10-ssa-own",
            LATER,
            "rq-11-ssa-own-again",
            "rq-12-ssa-bad",
            LATER,
            "rq-14-own-status",
            "rq-13-ssa-ns-missing",
            "usage-01-resourcequotas-all",
            "usage-04-pvcs",
            "usage-06-metrics-missing",
            "project-put-13-raise",
            LATER,
            "project-put-14-add-key-pods",
            LATER,
            "~ns-40-annotation-quota-change",
            LATER,
            "ns-41-rq-after-annotation-change",
            "rkapi-usedlimit",
            "importyaml-01",
            "importyaml-02-bad",
            "delete-01-create-project",
            "delete-02-ns-v3",
            "delete-03-ns-k8s",
            LATER,
            "delete-04-project",
            LATER,
            "delete-06-again",
            "delete-07-k8s-ns-after",
            "delete-08-system-project",
            "delete-09-prtb-of-deleted",
            "rbac-10-nobody-list-projects",
            "rbac-11-nobody-get-project",
            "rbac-12-nobody-create-project",
            "rbac-13-nobody-ns",
            "rbac-14-nobody-k8s",
            "rbac-15-nobody-prtb",
            "rbac-16-nobody-rkapi",
            "rbac-18-nobody-delete-project",
            "auth-01-no-token",
            "auth-02-bad-token",
            "auth-05-k8s-proxy-no-token",
            "auth-07-rkapi-no-token",
            "auth-10-scoped-on-v3-projects",
            "~auth-11-scoped-on-cluster",
            "~auth-12-scoped-on-ns",
            "~auth-13-scoped-on-k8s",
            "auth-14-scoped-on-rkapi");

    private final RancherOverHttp http = new RancherOverHttp(new String[0]);
    private final Map<String, String> names = new LinkedHashMap<>();

    @AfterAll
    void stop() {
        http.close();
    }

    @TestFactory
    Stream<DynamicTest> every_recorded_exchange_goes_as_recorded() {
        http.rancher.controllerDelay(Duration.ofMillis(100)).terminationDelay(Duration.ofMillis(100));
        http.rancher.seed().key(NOBODY, Rights.NONE).scopedKey(SCOPED, "local");
        var system = http.get("/v3/projects?clusterId=local&name=System")
                .at("data")
                .path(0)
                .path("id")
                .asText();
        names.put("p-g6b89", system.substring("local:".length()));
        var tests = new ArrayList<DynamicTest>();
        for (var step : SCRIPT) {
            if (step.equals(LATER)) {
                tests.add(DynamicTest.dynamicTest("later", this::later));
            } else {
                tests.add(DynamicTest.dynamicTest(step, () -> replay(step)));
            }
        }
        return tests.stream();
    }

    private void later() {
        for (int i = 0; i < 20; i++) {
            http.clock.advance(Duration.ofMillis(200));
            http.get("/v3/clusters");
        }
    }

    /** A step with a {@code ~} is compared by its status alone. */
    private void replay(String step) {
        var recorded = Recorded.of(step.replace("~", ""));
        var reply = http.send(
                recorded.request().path("method").asText(),
                ours(recorded.request().path("path").asText()),
                ours(recorded.body()),
                recorded.header("Content-Type"),
                key(recorded));

        assertThat(reply.status()).describedAs(reply.text()).isEqualTo(recorded.status());
        var expected = recorded.response().path("body");
        if (expected.isObject() && Json.parse(reply.text()).isPresent()) {
            learnName(expected, reply.json());
            if (!step.startsWith("~")) {
                assertThat(comparable(reply.json())).isEqualTo(comparable(expected));
            }
        }
    }

    private static String[] key(Recorded recorded) {
        if (recorded.header("Authorization").isEmpty()) {
            return new String[0];
        }
        var name = recorded.name();
        var key = name.contains("nobody") ? NOBODY : name.contains("scoped") ? SCOPED : RancherOverHttp.KEY;
        return new String[] {"Bearer " + (name.contains("bad-token") ? "token-nope:nope" : key)};
    }

    /** Which objects a list shows depends on the world; how it shows them is compared where one is asked for alone. */
    private static JsonNode comparable(JsonNode body) {
        return Recorded.comparable(
                body.path("type").asText().equals("collection") ? ((ObjectNode) body).without("data") : body);
    }

    /** Generated names differ from server to server; later requests must use ours. */
    private void learnName(JsonNode recorded, JsonNode reply) {
        var theirs = generated(recorded);
        if (!theirs.isEmpty()) {
            names.put(theirs, generated(reply));
        }
    }

    private static String generated(JsonNode body) {
        var id = body.path("id").asText();
        return id.contains(":") ? id.substring(id.indexOf(':') + 1) : "";
    }

    private String ours(String text) {
        var changed = text;
        for (var name : names.entrySet()) {
            changed = changed.replace(name.getKey(), name.getValue());
        }
        return changed;
    }
}
