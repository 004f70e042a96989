package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Patience;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Faults;
import io.siteagent.sandbox.http.StandInServer;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * A compute centre: Waldur and Rancher as stand-ins, the real Keycloak, and an agent that serves one offering between
 * them. Controllers act at once and nothing pauses. When it closes, the log and all that the runs reported, which the
 * functions log, are searched for every secret, name and address of a person that went in. A change of members names
 * the Keycloak account by its id, or nobody could tell later who got access.
 */
final class Centre {

    static final String CLUSTER = "c-m-1234abcd";

    /** Looked up once: while logging starts, whoever asks at the same time gets a substitute. */
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private static final String KEY = "token-agent:secret";
    private static final RetryDelays NO_PAUSES =
            new RetryDelays(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1), () -> 0.5);
    /** Long enough for a busy machine, short enough for a test that waits for it. */
    private static final TimeLimits SHORT =
            new TimeLimits(Duration.ofSeconds(5), Duration.ofMillis(1500), Duration.ofSeconds(20));

    static final Duration LONGER_THAN_A_CALL_MAY_TAKE = Duration.ofMillis(1700);
    private static final Patience BRISK = new Patience(Duration.ZERO, Duration.ofMillis(5), Duration.ofSeconds(3));

    static final Tuning TUNING = new Tuning(NO_PAUSES, SHORT, BRISK);

    final WaldurStandIn waldur = new WaldurStandIn();
    final RancherStandIn rancher =
            new RancherStandIn().controllerDelay(Duration.ZERO).terminationDelay(Duration.ZERO);
    final Realm realm;
    final Seed.OfferingSeed offering;
    private final Traffic traffic = Traffic.undisturbed();
    final SettableClock clock = new SettableClock(Instant.now().toString());
    private final Choice choice;
    private final List<StandInServer> open = new ArrayList<>();
    private final Set<String> unspeakable = ConcurrentHashMap.newKeySet();
    private final Queue<PassReport> reported = new ConcurrentLinkedQueue<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    final Offering settings;
    private final Agent agent;

    /** What an operator may choose. */
    record Choice(
            QuotaSettings quotas,
            DeletionMode deletion,
            boolean keycloak,
            List<Component> components,
            MembershipSettings membership,
            boolean byUserId) {

        static final Choice STANDARD = new Choice(
                QuotaSettings.DEFAULT,
                new DeletionMode.Immediate(),
                true,
                List.of(
                        component("cpu", Component.Kind.CPU),
                        component("ram", Component.Kind.RAM),
                        component("storage", Component.Kind.STORAGE)),
                MembershipSettings.DEFAULT,
                true);

        Choice membership(MembershipSettings other) {
            return new Choice(quotas, deletion, keycloak, components, other, byUserId);
        }

        Choice quotas(QuotaSettings other) {
            return new Choice(other, deletion, keycloak, components, membership, byUserId);
        }

        Choice deletion(DeletionMode other) {
            return new Choice(quotas, other, keycloak, components, membership, byUserId);
        }

        Choice withoutKeycloak() {
            return new Choice(quotas, deletion, false, components, membership, byUserId);
        }

        Choice with(Component more) {
            return new Choice(
                    quotas,
                    deletion,
                    keycloak,
                    Stream.concat(components.stream(), Stream.of(more)).toList(),
                    membership,
                    byUserId);
        }

        Choice byUsername() {
            return new Choice(quotas, deletion, keycloak, components, membership, false);
        }
    }

    /** Opens one for a field of a test. */
    static Centre open() {
        return open(Choice.STANDARD);
    }

    /** Opens one whose offering says that about membership. */
    static Centre open(MembershipSettings membership) {
        return open(Choice.STANDARD.membership(membership));
    }

    static Centre open(Choice choice) {
        try {
            return new Centre(choice);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Centre(Choice choice) throws IOException {
        this.choice = choice;
        log.start();
        ROOT.addAppender(log);
        rancher.seed().key(KEY).cluster(CLUSTER);
        var server = KeycloakServer.shared();
        realm = server.realm();
        waldur.realm(realm.name());
        offering = waldur.seed().customer("Compute Centre").offering("Rancher Projects");
        choice.components().forEach(component -> offering.component(component.key(), "limit"));
        settings = offering(
                serve("waldur", waldur),
                serve("rancher", rancher),
                serve("keycloak", new KeycloakGate(server.baseUri())));
        agent = new Agent(new AgentConfiguration(List.of(settings), List.of(), List.of()), clock, TUNING);
    }

    private URI serve(String system, Endpoint endpoint) {
        var server = StandInServer.start(system, 0, endpoint, traffic);
        open.add(server);
        return URI.create(server.uri() + "/");
    }

    private Offering offering(URI waldurUri, URI rancherUri, URI keycloakUri) {
        var token = offering.ownerToken("agent");
        unspeakable.addAll(List.of(token, KEY, Realm.AGENT_SECRET));
        return new Offering(
                "rancher",
                WaldurUuid.of(offering.uuid()),
                EnumSet.allOf(Mode.class),
                WaldurSettings.withToken(waldurUri, new Secret(token), true),
                new RancherSettings(rancherUri, "token-agent", new Secret("secret"), CLUSTER, true),
                Optional.of(new KeycloakSettings(
                                keycloakUri,
                                realm.name(),
                                realm.name(),
                                new KeycloakSettings.ClientCredentials(
                                        Realm.AGENT_CLIENT, new Secret(Realm.AGENT_SECRET)),
                                true,
                                choice.byUserId()))
                        .filter(_ -> choice.keycloak()),
                "waldur-",
                "workloads-manage",
                Map.of(),
                GroupNames.DEFAULT,
                choice.components(),
                choice.quotas(),
                choice.deletion(),
                choice.membership(),
                UsageSettings.DEFAULT,
                ZoneOffset.UTC);
    }

    static Component component(String key, Component.Kind kind) {
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
            unspeakable.addAll(List.of(
                    waldur.seed().person(person).fullName(),
                    waldur.seed().person(person).email()));
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

    /** As {@link #membership()}, of an agent whose operator has changed their mind. */
    PassReport membershipUnder(MembershipSettings other) {
        var changed = new Offering(
                settings.name(),
                settings.uuid(),
                settings.modes(),
                settings.waldur(),
                settings.rancher(),
                settings.keycloak(),
                settings.projectPrefix(),
                settings.defaultRole(),
                settings.namespaceLabels(),
                settings.groupNames(),
                settings.components(),
                settings.quotas(),
                settings.deletion(),
                other,
                settings.usage(),
                settings.timezone());
        return new Agent(new AgentConfiguration(List.of(changed), List.of(), List.of()), clock, TUNING)
                .run(Mode.MEMBERSHIP_SYNC, new Trigger.Sweep(), Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()));
    }

    PassReport report() {
        return run(Mode.REPORT, new Trigger.Sweep());
    }

    private PassReport run(Mode mode, Trigger trigger) {
        var report = agent.run(mode, trigger, Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()));
        reported.add(report);
        return report;
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

    String namespaceOf(Order order) {
        return rancher.inventory()
                .namespacesOf(backendId(order))
                .getFirst()
                .path("metadata")
                .path("name")
                .asText();
    }

    List<ObjectNode> quotasOf(Order order) {
        return rancher.inventory().resourceQuotas(CLUSTER, namespaceOf(order));
    }

    /** The lowest of what the ResourceQuotas of the managed namespace hold for that key. */
    String hard(Order order, String key) {
        return hardIn(namespaceOf(order), key);
    }

    String hardIn(String namespace, String key) {
        return rancher.inventory().resourceQuotas(CLUSTER, namespace).stream()
                .map(quota -> quota.path("spec").path("hard").path(key).asText())
                .filter(amount -> !amount.isEmpty())
                .min(Comparator.comparing(Quantity::parse))
                .orElse("none");
    }

    /** Rancher's project quota by Kubernetes or Rancher key, as it stands. */
    Map<String, String> projectLimit(Order order) {
        var limit = rancher.inventory()
                .project(backendId(order))
                .orElseThrow()
                .path("spec")
                .path("resourceQuota")
                .path("limit");
        var amounts = new TreeMap<String, String>();
        Stream.concat(limit.properties().stream(), limit.path("extended").properties().stream())
                .filter(entry -> entry.getValue().isTextual())
                .forEach(entry -> amounts.put(entry.getKey(), entry.getValue().asText()));
        return amounts;
    }

    /** Somebody gives a namespace another share of the project quota. */
    void share(String namespace, String limits) {
        rancher.seed().manifest(CLUSTER, """
                kind: Namespace
                metadata:
                  name: %s
                  annotations: {field.cattle.io/resourceQuota: '{"limit": %s}'}
                """.formatted(namespace, limits));
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
        open.forEach(StandInServer::close);
        KeycloakServer.shared().giveBack(realm);
        ROOT.detachAppender(log);
        log.stop();
        assertThat(log.list)
                .extracting(
                        event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .allSatisfy(line -> assertThat(line).doesNotContain(unspeakable));
        assertThat(reported).allSatisfy(report -> assertThat(report.toString()).doesNotContain(unspeakable));
    }
}
