package io.siteagent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed.OfferingSeed;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two offerings for two pools of GPU nodes: {@code examples/gpu-pools} as it stands, but for addresses and secrets. */
class GpuPoolsTest {

    private static final String CLUSTER = "c-m-1234abcd";
    private static final Path EXAMPLE = Path.of("..", "examples", "gpu-pools", "waldur-site-agent-config.yaml");
    private static final String GPUS = "requests.nvidia.com/gpu";

    @TempDir
    Path directory = Path.of("");

    private final Sandbox sandbox = Sandbox.start();
    private final OfferingSeed h100 = offering("k8s-gpu-h100");
    private final OfferingSeed h200 = offering("k8s-gpu-h200");
    private final Realm realm = realm();

    private OfferingSeed offering(String name) {
        var offering = sandbox.waldur().seed().customer("Compute Centre").offering(name);
        for (var component : List.of("cpu", "memory", "gpu", "mig")) {
            offering.component(component, "limit");
        }
        return offering;
    }

    private Realm realm() {
        try {
            var server = KeycloakServer.shared();
            sandbox.serve("keycloak", new KeycloakGate(server.baseUri()));
            return server.realm();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeEach
    void arrange() throws IOException {
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .terminationDelay(Duration.ZERO)
                .seed()
                .key("token-xxxxx:your-rancher-secret-key")
                .cluster(CLUSTER);
        realm.people(Map.of(sandbox.waldur().seed().person("alice").username(), "alice"));
    }

    @AfterEach
    void close() throws IOException {
        assertThat(sandbox.calls().unknown()).isEmpty();
        sandbox.close();
        KeycloakServer.shared().giveBack(realm);
    }

    private String configuration() throws IOException {
        var text = Files.readString(EXAMPLE)
                .replace("https://waldur.example.com", sandbox.waldurUri().toString())
                .replace("https://rancher.example.com", sandbox.rancherUri().toString())
                .replace("https://keycloak.example.com", sandbox.uri("keycloak").toString())
                .replace("11111111-2222-3333-4444-555555555555", h100.uuid())
                .replace("66666666-7777-8888-9999-aaaaaaaaaaaa", h200.uuid())
                .replace("your-waldur-api-token", h100.ownerToken("agent"))
                .replace("your-realm", realm.name())
                .replace("your-client-secret", Realm.AGENT_SECRET);
        return Files.writeString(directory.resolve("site.yaml"), text).toString();
    }

    private record Run(int code, String output) {}

    private Run tried(String mode) throws IOException {
        var out = new StringWriter();
        int code = SiteAgent.commandLine(new PrintWriter(out), new PrintWriter(out), Clock.systemUTC())
                .execute("run", mode, "--output", "json", "--config", configuration());
        return new Run(code, out.toString());
    }

    private void run(String mode) throws IOException {
        var run = tried(mode);
        assertThat(run.code()).as(run.output()).isZero();
    }

    /** One Waldur project with 4 GPUs of one pool and 8 of the other. */
    private record Sold(Order h100, Order h200) {}

    private Sold sold() throws IOException {
        var sold = ordered();
        run("order");
        return sold;
    }

    private Sold ordered() {
        var project = sandbox.waldur().seed().customer("University").project("Vision");
        project.member("alice", "PROJECT.MEMBER");
        return new Sold(
                project.orders(h100, "train", Consumer.limits("cpu", 16, "memory", 64, "gpu", 4, "mig", 0)),
                project.orders(h200, "infer", Consumer.limits("cpu", 32, "memory", 128, "gpu", 8, "mig", 0)));
    }

    private String backendId(Order order) {
        return sandbox.waldur().resource(order.resource()).backendId();
    }

    private String namespace(Order order) {
        return name(sandbox.rancher().inventory().namespacesOf(backendId(order)).getFirst());
    }

    private static String name(ObjectNode object) {
        return object.path("metadata").path("name").asText();
    }

    private String poolOf(String namespace) {
        return sandbox.rancher()
                .inventory()
                .namespace(CLUSTER, namespace)
                .orElseThrow()
                .path("metadata")
                .path("labels")
                .path("gpu-pool")
                .asText();
    }

    private String hard(String namespace, String key) {
        return sandbox.rancher()
                .inventory()
                .resourceQuotas(CLUSTER, namespace)
                .getFirst()
                .path("spec")
                .path("hard")
                .path(key)
                .asText();
    }

    /** What each ResourceQuota that speaks of GPUs allows. */
    private List<String> gpuQuotas(String namespace) {
        return sandbox.rancher().inventory().resourceQuotas(CLUSTER, namespace).stream()
                .map(quota -> quota.path("spec").path("hard").path(GPUS).asText())
                .filter(amount -> !amount.isEmpty())
                .toList();
    }

    private void pod(String namespace, String name, int gpus) {
        sandbox.rancher()
                .seed()
                .pod(
                        CLUSTER,
                        namespace,
                        name,
                        Map.of("cpu", "1", "memory", "1Gi", "nvidia.com/gpu", String.valueOf(gpus)));
    }

    @Test
    void each_order_gets_the_label_of_its_pool_and_its_own_gpu_quota() throws IOException {
        var sold = sold();

        assertThat(poolOf(namespace(sold.h100()))).isEqualTo("h100-2x");
        assertThat(poolOf(namespace(sold.h200()))).isEqualTo("h200-8x");
        assertThat(hard(namespace(sold.h100()), GPUS)).isEqualTo("4");
        assertThat(hard(namespace(sold.h200()), GPUS)).isEqualTo("8");
        assertThat(hard(namespace(sold.h100()), "requests.nvidia.com/mig-1g.10gb"))
                .isEqualTo("0");
        assertThat(hard(namespace(sold.h200()), "requests.nvidia.com/mig-1g.18gb"))
                .isEqualTo("0");
        assertThat(sandbox.rancher()
                        .inventory()
                        .project(backendId(sold.h100()))
                        .orElseThrow()
                        .path("spec")
                        .path("resourceQuota")
                        .path("limit")
                        .path("extended")
                        .path(GPUS)
                        .asText())
                .isEqualTo("4");
    }

    @Test
    void a_namespace_that_a_member_makes_gets_the_label_and_no_gpu_beyond_those_sold() throws IOException {
        var sold = sold();
        var managed = namespace(sold.h200());
        sandbox.rancher().seed().namespace(CLUSTER, "notebooks", backendId(sold.h200()));

        run("membership");

        assertThat(poolOf("notebooks")).isEqualTo("h200-8x");
        assertThat(hard("notebooks", GPUS)).isEqualTo("0");
        assertThatThrownBy(() -> pod("notebooks", "ninth", 1)).hasMessageContaining("exceeded quota");
        pod(managed, "all-of-them", 8);
        assertThatThrownBy(() -> pod(managed, "ninth", 1)).hasMessageContaining("exceeded quota");
    }

    @Test
    void before_rancher_2_14_too_no_namespace_of_the_project_gets_more_gpus_than_were_sold() throws IOException {
        sandbox.rancher().version(13);
        var sold = sold();
        var managed = namespace(sold.h200());
        sandbox.rancher().seed().namespace(CLUSTER, "notebooks", backendId(sold.h200()));

        run("membership");

        assertThat(gpuQuotas("notebooks")).containsExactly("0");
        assertThat(gpuQuotas(managed)).containsExactly("8");
        pod(managed, "all-of-them", 8);
        assertThatThrownBy(() -> pod(managed, "ninth", 1)).hasMessageContaining(GPUS);
    }

    @Test
    void gpus_in_use_are_reported_to_the_offering_of_their_pool() throws IOException {
        var sold = sold();
        pod(namespace(sold.h100()), "train-1", 2);
        pod(namespace(sold.h100()), "train-2", 1);
        pod(namespace(sold.h200()), "infer", 8);

        run("report");

        var month = YearMonth.now(ZoneId.of("Europe/Tallinn"));
        assertThat(sandbox.waldur().amounts(sold.h100().resource(), month).get("gpu"))
                .isEqualByComparingTo("3");
        assertThat(sandbox.waldur().amounts(sold.h200().resource(), month).get("gpu"))
                .isEqualByComparingTo("8");
    }

    @Test
    void an_agent_that_the_label_guard_does_not_know_keeps_its_orders_executing_until_it_does() throws IOException {
        var sold = ordered();
        sandbox.faults()
                .on(Sandbox.RANCHER)
                .patch("/api/v1/namespaces/")
                .every()
                .then(Fault.status(403, """
                                {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"namespaces \\"train\\" \
                                is forbidden: ValidatingAdmissionPolicy 'protect-gpu-pool-label' with binding \
                                'protect-gpu-pool-label' denied request: The label gpu-pool is set by the site agent only",\
                                "reason":"Forbidden","details":{"name":"train","kind":"namespaces"},"code":403}
                                """));

        var refused = tried("order");

        assertThat(refused.code()).isNotZero();
        assertThat(refused.output()).contains("The label gpu-pool is set by the site agent only");
        assertThat(sandbox.waldur().order(sold.h100().uuid()).state().text()).isEqualTo("executing");

        sandbox.faults().heal();
        run("order");

        assertThat(sandbox.waldur().order(sold.h100().uuid()).state().text()).isEqualTo("done");
        assertThat(poolOf(namespace(sold.h100()))).isEqualTo("h100-2x");
    }

    @Test
    void a_second_pass_has_nothing_to_do() throws IOException {
        sold();
        long before = sandbox.rancher().inventory().resourceVersion();

        run("order");
        run("membership");

        assertThat(sandbox.rancher().inventory().resourceVersion()).isEqualTo(before);
    }
}
