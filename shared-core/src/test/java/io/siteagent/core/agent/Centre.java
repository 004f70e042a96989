package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Component;
import io.siteagent.core.config.DeletionMode;
import io.siteagent.core.config.GroupNames;
import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Patience;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Faults;
import io.siteagent.sandbox.http.LoopbackServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.rancher.RancherStandIn;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.WaldurStandIn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A compute centre: Waldur and Rancher as stand-ins, the real Keycloak, and an agent that serves one offering between
 * them. Controllers act at once and nothing pauses.
 */
final class Centre {

    static final String CLUSTER = "c-m-1234abcd";
    private static final String KEY = "token-agent:secret";
    private static final RetryDelays NO_PAUSES =
            new RetryDelays(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1), () -> 0.5);
    private static final Patience BRISK = new Patience(Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(3));

    final WaldurStandIn waldur = new WaldurStandIn();
    final RancherStandIn rancher =
            new RancherStandIn().controllerDelay(Duration.ZERO).terminationDelay(Duration.ZERO);
    final Realm realm;
    final Seed.OfferingSeed offering;
    private final Traffic traffic = Traffic.undisturbed();
    private final List<LoopbackServer> open = new ArrayList<>();
    private final Agent agent;

    /** Opens one for a field of a test. */
    static Centre open() {
        return open(MembershipSettings.DEFAULT);
    }

    /** Opens one whose offering says that about membership. */
    static Centre open(MembershipSettings membership) {
        try {
            return new Centre(membership);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Centre(MembershipSettings membership) throws IOException {
        rancher.seed().key(KEY).cluster(CLUSTER);
        var server = KeycloakServer.shared();
        realm = server.newRealm("centre-" + UUID.randomUUID());
        offering = waldur.seed().customer("Compute Centre").offering("Rancher Projects");
        for (var component : List.of("cpu", "ram", "storage")) {
            offering.component(component, "limit");
        }
        var settings = offering(
                serve("waldur", waldur),
                serve("rancher", rancher),
                serve("keycloak", new KeycloakGate(server.baseUri())),
                membership);
        agent = new Agent(
                new AgentConfiguration(List.of(settings), List.of(), List.of()),
                Clock.systemUTC(),
                new Tuning(NO_PAUSES, TimeLimits.STANDARD, BRISK));
    }

    private URI serve(String system, Endpoint endpoint) {
        var server = LoopbackServer.start(system, 0, endpoint, traffic);
        open.add(server);
        return URI.create(server.uri() + "/");
    }

    private Offering offering(URI waldurUri, URI rancherUri, URI keycloakUri, MembershipSettings membership) {
        return new Offering(
                "rancher",
                WaldurUuid.of(offering.uuid()),
                EnumSet.allOf(Mode.class),
                new WaldurSettings(waldurUri, new Secret(offering.ownerToken("agent")), true),
                new RancherSettings(rancherUri, "token-agent", new Secret("secret"), CLUSTER, true),
                Optional.of(new KeycloakSettings(
                        keycloakUri,
                        realm.name(),
                        realm.name(),
                        new KeycloakSettings.ClientCredentials(Realm.AGENT_CLIENT, new Secret(Realm.AGENT_SECRET)),
                        true,
                        true)),
                "waldur-",
                "workloads-manage",
                Map.of(),
                GroupNames.DEFAULT,
                List.of(
                        component("cpu", Component.Kind.CPU),
                        component("ram", Component.Kind.RAM),
                        component("storage", Component.Kind.STORAGE)),
                QuotaSettings.DEFAULT,
                new DeletionMode.Immediate(),
                membership,
                ZoneOffset.UTC);
    }

    private static Component component(String key, Component.Kind kind) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, Component.AccountingType.LIMIT, key, "units");
    }

    /** A Waldur project whose members exist in Keycloak too. */
    Seed.ProjectSeed project(String name, String... people) throws IOException {
        return joining(waldur.seed().customer("University").project(name), people);
    }

    /** Adds people to a project of Waldur, and lets them exist in Keycloak. */
    Seed.ProjectSeed joining(Seed.ProjectSeed project, String... people) throws IOException {
        for (var person : people) {
            project.member(person, "PROJECT.MEMBER");
        }
        realm.people(Stream.of(people).collect(Collectors.toMap(this::keycloakId, person -> person)));
        return project;
    }

    String keycloakId(String person) {
        return waldur.seed().person(person).username();
    }

    /** Their ids in the order of {@link #membersOf}. */
    List<String> keycloakIds(String... people) {
        return Stream.of(people).map(this::keycloakId).sorted().toList();
    }

    PassReport orders() {
        return run(Mode.ORDER_PROCESS, new Trigger.Sweep());
    }

    PassReport order(Order order) {
        return run(
                Mode.ORDER_PROCESS, new Trigger.OneOrder(WaldurUuid.of(offering.uuid()), WaldurUuid.of(order.uuid())));
    }

    PassReport membership() {
        return run(Mode.MEMBERSHIP_SYNC, new Trigger.Sweep());
    }

    PassReport membership(Order order) {
        return run(
                Mode.MEMBERSHIP_SYNC,
                new Trigger.OneResource(WaldurUuid.of(offering.uuid()), WaldurUuid.of(order.resource())));
    }

    /** With the brake released. */
    PassReport membershipReleased(Order order) {
        return run(
                Mode.MEMBERSHIP_SYNC,
                new Trigger.OneResource(WaldurUuid.of(offering.uuid()), WaldurUuid.of(order.resource()), true));
    }

    PassReport membership(Seed.ProjectSeed project) {
        return run(
                Mode.MEMBERSHIP_SYNC,
                new Trigger.OneProject(WaldurUuid.of(offering.uuid()), WaldurUuid.of(project.uuid())));
    }

    PassReport report() {
        return run(Mode.REPORT, new Trigger.Sweep());
    }

    private PassReport run(Mode mode, Trigger trigger) {
        return agent.run(mode, trigger, Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()));
    }

    Faults faults() {
        return traffic.faults();
    }

    Traffic traffic() {
        return traffic;
    }

    /** Calls that changed something; a log-in changes nothing. */
    List<Call> writes() {
        return traffic.calls().matching(call -> call.isWrite() && !call.target().contains("openid-connect/token"));
    }

    String backendId(Order order) {
        return waldur.resource(order.resource()).backendId();
    }

    String stateOf(Order order) {
        return waldur.order(order.uuid()).state().text();
    }

    List<String> membersOf(Seed.ProjectSeed project) throws IOException {
        return realm.membersByPath().getOrDefault(groupPath(project), List.of());
    }

    List<String> membersOf(Seed.ProjectSeed project, String role) throws IOException {
        return realm.membersByPath().getOrDefault(groupPath(project, role), List.of());
    }

    static String groupPath(Seed.ProjectSeed project) {
        return groupPath(project, "workloads-manage");
    }

    static String groupPath(Seed.ProjectSeed project, String role) {
        return "/c_cm1234abcd/project_%s_%s".formatted(WaldurUuid.of(project.uuid()), role);
    }

    void close() throws IOException {
        open.forEach(LoopbackServer::close);
        realm.delete();
    }
}
