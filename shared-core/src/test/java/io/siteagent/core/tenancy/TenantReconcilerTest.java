package io.siteagent.core.tenancy;

import static io.siteagent.core.tenancy.Estate.CLUSTER;
import static io.siteagent.core.tenancy.Estate.limits;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.waldur.WaldurClient;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.rancher.RancherStandIn;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One tenant, brought in line against Rancher's stand-in and the real Keycloak. */
class TenantReconcilerTest {

    private static final String KEY = "token-agent:secret";
    private static final Patience BRISK = new Patience(Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(5));
    private static final RetryDelays NO_PAUSES =
            new RetryDelays(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1), () -> 0.5);

    private final Traffic traffic = Traffic.undisturbed();
    private final RancherStandIn rancher =
            new RancherStandIn().controllerDelay(Duration.ZERO).terminationDelay(Duration.ZERO);
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String alice = UUID.randomUUID().toString();
    private final String bob = UUID.randomUUID().toString();
    private Optional<Realm> realm = Optional.empty();
    private Optional<Backends> backends = Optional.empty();

    @BeforeEach
    void start() throws IOException {
        rancher.seed().key(KEY).cluster(CLUSTER);
        var server = KeycloakServer.shared();
        var fresh = server.realm();
        fresh.people(Map.of(alice, "alice", bob, "bob"));
        realm = Optional.of(fresh);
        var waldurUri =
                serve("waldur", _ -> Answer.json(200, "{\"status\":\"Resource backend_id has been changed.\"}"));
        backends = Optional.of(
                backends(waldurUri, serve("rancher", rancher), serve("keycloak", new KeycloakGate(server.baseUri()))));
    }

    private URI serve(String system, io.siteagent.sandbox.http.Endpoint endpoint) {
        var server = StandInServer.start(system, 0, endpoint, traffic);
        open.add(server);
        return URI.create(server.uri() + "/");
    }

    private Backends backends(URI waldur, URI rancherUri, URI keycloak) {
        var wire = new Wire(deadline(), CallObserver.NONE, NO_PAUSES, TimeLimits.STANDARD);
        var keycloakClient = new KeycloakClient(
                new KeycloakSettings(
                        keycloak,
                        realm().name(),
                        realm().name(),
                        new KeycloakSettings.ClientCredentials(Realm.AGENT_CLIENT, new Secret(Realm.AGENT_SECRET)),
                        true,
                        true),
                wire);
        open.add(keycloakClient);
        return new Backends(
                new WaldurClient(WaldurSettings.withToken(waldur, new Secret("t"), true), wire),
                new RancherClient(
                        new RancherSettings(rancherUri, "token-agent", new Secret("secret"), CLUSTER, true), wire),
                Optional.of(keycloakClient));
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(5), Clock.systemUTC());
    }

    @AfterEach
    void stop() throws Exception {
        for (var closeable : open) {
            closeable.close();
        }
        KeycloakServer.shared().giveBack(realm());
    }

    private Realm realm() {
        return realm.orElseThrow();
    }

    private TenantReconciler reconciler() {
        return new TenantReconciler(backends.orElseThrow(), Brake.standard(), BRISK, deadline());
    }

    private static Tenant tenant(String cpu, String ram, String... people) {
        return Estate.tenant(limits(cpu, ram), people);
    }

    private String projectId() {
        return CLUSTER + ":" + Names.project(Estate.RESOURCE);
    }

    private String hard(String namespace, String key) {
        return rancher.inventory().resourceQuotas(CLUSTER, namespace).stream()
                .map(quota -> quota.path("spec").path("hard").path(key).asText())
                .findFirst()
                .orElse("none");
    }

    @Test
    void a_tenant_is_made_with_everything_and_a_second_apply_writes_nothing() throws IOException {
        var tenant = tenant("4", "8", alice, bob);

        var first = reconciler().reconcile(tenant);

        assertThat(first.inLine()).as(first.toString()).isTrue();
        assertThat(rancher.inventory().projects(CLUSTER)).hasSize(1);
        assertThat(hard("waldur-genome-1", "limits.cpu")).isEqualTo("4");
        assertThat(hard("waldur-genome-1", "limits.memory")).isEqualTo("8Gi");
        assertThat(rancher.inventory().bindings(projectId())).hasSize(1);
        assertThat(realm().membersByPath())
                .containsEntry(
                        "/c_cm1234abcd/project_da6038c76237425d9cc9215f7683a704_workloads-manage",
                        java.util.stream.Stream.of(alice, bob).sorted().toList());

        traffic.calls().clear();
        var second = reconciler().reconcile(tenant);

        assertThat(second.inLine()).as(second.toString()).isTrue();
        assertThat(second.done()).isEmpty();
        assertThat(traffic.calls()
                        .matching(call -> call.isWrite() && !call.target().contains("/token")))
                .isEmpty();
        assertThat(traffic.calls().unknown()).isEmpty();
    }

    @Test
    void quotas_go_up_and_down_and_follow_into_the_namespace() {
        reconciler().reconcile(tenant("4", "8"));

        assertThat(reconciler().reconcile(tenant("6", "16")).inLine()).isTrue();
        assertThat(hard("waldur-genome-1", "limits.cpu")).isEqualTo("6");

        var lowered = reconciler().reconcile(tenant("2", "4"));
        assertThat(lowered.inLine()).as(lowered.toString()).isTrue();
        assertThat(hard("waldur-genome-1", "limits.cpu")).isEqualTo("2");
        assertThat(hard("waldur-genome-1", "limits.memory")).isEqualTo("4Gi");
    }

    @Test
    void one_quota_may_go_up_while_the_other_goes_down() {
        reconciler().reconcile(tenant("4", "8"));
        var changed = reconciler().reconcile(tenant("8", "4"));
        assertThat(changed.inLine()).as(changed.toString()).isTrue();
        assertThat(hard("waldur-genome-1", "limits.cpu")).isEqualTo("8");
        assertThat(hard("waldur-genome-1", "limits.memory")).isEqualTo("4Gi");
    }

    @Test
    void gpus_are_enforced_through_the_project_quota() {
        var tenant =
                Estate.tenant(Map.of("cpu", new BigDecimal(4), "ram", new BigDecimal(8), "gpu", new BigDecimal(2)));
        var result = reconciler().reconcile(tenant);
        assertThat(result.inLine()).as(result.toString()).isTrue();
        assertThat(hard("waldur-genome-1", "requests.nvidia.com/gpu")).isEqualTo("2");
    }

    @Test
    void a_rancher_that_says_it_knows_extended_quotas_and_drops_them_is_noticed() {
        rancher.version(13);
        traffic.faults()
                .on("rancher")
                .get("/v3/schemas/resourceQuotaLimit")
                .every()
                .then(Fault.status(200, "{\"resourceFields\":{\"extended\":{\"type\":\"map[string]\"}}}"));
        var tenant = Estate.tenant(Map.of("cpu", new BigDecimal(4), "gpu", new BigDecimal(2)));
        var quick = new TenantReconciler(
                backends.orElseThrow(),
                Brake.standard(),
                new Patience(Duration.ZERO, Duration.ofMillis(5), Duration.ofMillis(50)),
                deadline());

        assertThat(quick.reconcile(tenant).unmet()).isNotEmpty();
    }

    @Test
    void who_leaves_the_team_leaves_the_group_and_who_joins_joins() throws IOException {
        reconciler().reconcile(tenant("4", "8", alice));
        var changed = reconciler().reconcile(tenant("4", "8", bob));
        assertThat(changed.inLine()).as(changed.toString()).isTrue();
        assertThat(realm().membersByPath())
                .containsEntry("/c_cm1234abcd/project_da6038c76237425d9cc9215f7683a704_workloads-manage", List.of(bob));
    }

    @Test
    void keycloak_that_is_down_does_not_hold_up_rancher_and_is_made_good_later() {
        traffic.faults().on("keycloak").every().then(Fault.status(503, "{}"));

        var without = reconciler().reconcile(tenant("4", "8", alice));

        assertThat(without.failures())
                .extracting(RemoteException::reason)
                .containsOnly(RemoteException.Reason.TRANSIENT);
        assertThat(rancher.inventory().projects(CLUSTER)).hasSize(1);
        traffic.faults().heal();
        assertThat(reconciler().reconcile(tenant("4", "8", alice)).inLine()).isTrue();
    }

    @Test
    void removing_leaves_nothing_of_the_tenant_and_may_be_done_twice() throws IOException {
        reconciler().reconcile(tenant("4", "8", alice));

        var removed = reconciler().remove(tenant("4", "8"), 0);

        assertThat(removed.inLine()).as(removed.toString()).isTrue();
        assertThat(rancher.inventory().projects(CLUSTER)).isEmpty();
        assertThat(rancher.inventory().namespace(CLUSTER, "waldur-genome-1")).isEmpty();
        assertThat(realm().membersByPath()).isEmpty();
        assertThat(reconciler().remove(tenant("4", "8"), 0).done()).isEmpty();
    }

    @Test
    void a_snapshot_shows_a_namespace_that_was_moved_to_another_project_as_a_fresh_look_does() {
        reconciler().reconcile(tenant("4", "8", alice));
        var elsewhere = rancher.seed().project(CLUSTER, "elsewhere");
        rancher.seed().manifest(CLUSTER, """
                kind: Namespace
                metadata:
                  name: waldur-genome-1
                  annotations: {field.cattle.io/projectId: "%s"}
                """.formatted(elsewhere));
        var tenant = Estate.tenant(Estate.recorded(Estate.resource(), projectId()), limits("4", "8"), alice);

        var shown = reconciler().preview(reconciler().snapshot(), tenant);

        assertThat(shown.plan()).isEqualTo(reconciler().preview(tenant).plan());
        assertThat(shown.plan().toString()).contains("waldur-genome-1", elsewhere);
    }

    @Test
    void a_parent_group_that_somebody_else_still_uses_stays() throws IOException {
        reconciler().reconcile(tenant("4", "8", alice));
        var parent = realm().groupByPath("/c_cm1234abcd").path("id").asText();
        realm().child(parent, "project_other_workloads-manage", Map.of());

        reconciler().remove(tenant("4", "8"), 0);

        assertThat(realm().membersByPath())
                .containsOnlyKeys("/c_cm1234abcd", "/c_cm1234abcd/project_other_workloads-manage");
    }

    @Test
    void dying_between_any_two_calls_and_running_again_ends_in_one_tenant() throws IOException {
        var tenant = tenant("4", "8", alice, bob);
        for (var effect : Effect.values()) {
            for (var position = 1; ; position++) {
                traffic.faults().killAt(position, effect);
                var died = attempt(tenant);
                var reached = traffic.faults().callsSinceKillSet() >= position;
                traffic.faults().heal();
                if (!reached) {
                    assertThat(died).isTrue();
                    break;
                }
                var again = reconciler().reconcile(tenant);
                assertThat(again.inLine())
                        .as("killed at %d (%s): %s", position, effect, again)
                        .isTrue();
                assertOneTenant();
                reconciler().remove(tenant, 0);
            }
            reconciler().remove(tenant, 0);
        }
    }

    private boolean attempt(Tenant tenant) {
        try {
            return reconciler().reconcile(tenant).inLine();
        } catch (RemoteException died) {
            return false;
        }
    }

    private void assertOneTenant() throws IOException {
        assertThat(rancher.inventory().projects(CLUSTER)).hasSize(1);
        assertThat(rancher.inventory().namespacesOf(projectId()))
                .extracting((JsonNode namespace) ->
                        namespace.path("metadata").path("name").asText())
                .containsExactly("waldur-genome-1");
        assertThat(rancher.inventory().bindings(projectId())).hasSize(1);
        assertThat(realm().membersByPath()).hasSize(2);
    }
}
