package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Component;
import io.siteagent.core.config.DeletionMode;
import io.siteagent.core.config.GroupNames;
import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.http.Wire;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Patience;
import io.siteagent.core.waldur.WaldurClient;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Faults;
import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.rancher.RancherStandIn;
import io.siteagent.sandbox.rancher.Rights;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.WaldurStandIn;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Resources that have long been there, the cluster that they live in, and an agent that reports their usage. Waldur and
 * the agent keep the same clock, which stands still; nothing pauses.
 */
final class MeteredEstate implements AutoCloseable {

    static final String CLUSTER = "c-m-1234abcd";
    private static final String KEY = "token-agent:secret";
    private static final RetryDelays TWICE =
            new RetryDelays(2, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofSeconds(1), () -> 0.5);

    final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    final WaldurStandIn waldur = new WaldurStandIn(clock);
    final RancherStandIn rancher =
            new RancherStandIn().controllerDelay(Duration.ZERO).terminationDelay(Duration.ZERO);
    private final Traffic traffic = Traffic.undisturbed();
    private final StandInServer waldurServer = serve("waldur", waldur);
    private final StandInServer rancherServer = serve("rancher", rancher);
    private final List<Offering> offerings = new ArrayList<>();
    private ZoneId timezone = ZoneOffset.UTC;

    MeteredEstate() {
        this(Rights.OWNER);
    }

    MeteredEstate(Rights rights) {
        rancher.seed().key(KEY, rights).cluster(CLUSTER);
    }

    private StandInServer serve(String system, Endpoint endpoint) {
        return StandInServer.start(system, 0, endpoint, traffic);
    }

    MeteredEstate timezone(String zone) {
        timezone = ZoneId.of(zone);
        return this;
    }

    /** An offering of the components cpu, ram and storage, sold by limit, which the agent serves from now on. */
    Seed.OfferingSeed offering(String name, UsageSettings usage) {
        var offering = waldur.seed()
                .customer("Compute Centre")
                .offering(name)
                .component("cpu", "limit")
                .component("ram", "limit")
                .component("storage", "limit");
        offerings.add(new Offering(
                name,
                WaldurUuid.of(offering.uuid()),
                Set.of(Mode.REPORT),
                WaldurSettings.withToken(
                        URI.create(waldurServer.uri() + "/"), new Secret(offering.ownerToken("agent")), true),
                new RancherSettings(
                        URI.create(rancherServer.uri() + "/"), "token-agent", new Secret("secret"), CLUSTER, true),
                Optional.empty(),
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
                MembershipSettings.DEFAULT,
                usage,
                timezone));
        return offering;
    }

    private static Component component(String key, Component.Kind kind) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, Component.AccountingType.LIMIT, key, "units");
    }

    /** A resource whose project has the one namespace {@code <name>-1}, without anything in it. */
    Resource resource(Seed.OfferingSeed offering, String name) {
        var project = rancher.seed().project(CLUSTER, name);
        rancher.seed().namespace(CLUSTER, name + "-1", project);
        return waldur.seed()
                .customer("University")
                .project("Genomics")
                .owns(offering, name, Map.of("cpu", 8L, "ram", 16L, "storage", 100L), project);
    }

    /** A running pod. */
    void pod(String namespace, String name, String cpu, String memory) {
        rancher.seed().pod(CLUSTER, namespace, name, Map.of("cpu", cpu, "memory", memory));
    }

    /** Somebody approves an order by hand. */
    void approve(Order order) {
        var served = offerings.getFirst();
        var wire = Wire.until(Deadline.in(Duration.ofMinutes(1), Clock.systemUTC()), CallObserver.NONE);
        new WaldurClient(served.waldur(), wire).approve(WaldurUuid.of(order.uuid()));
    }

    PassReport report() {
        return run(new Trigger.Sweep());
    }

    PassReport run(Trigger trigger) {
        var tuning = new Tuning(TWICE, TimeLimits.STANDARD, Patience.DEFAULT);
        return new Agent(new AgentConfiguration(List.copyOf(offerings), List.of(), List.of()), clock, tuning)
                .run(Mode.REPORT, trigger, Deadline.in(Duration.ofMinutes(1), clock));
    }

    /** What Waldur holds of the month, as {@code cpu 1.50 ram 2.00}; empty when nothing. */
    String held(Resource resource, String month) {
        var text = new StringBuilder();
        new TreeMap<>(waldur.amounts(resource.uuid(), YearMonth.parse(month)))
                .forEach((type, amount) -> text.append(text.isEmpty() ? "" : " ")
                        .append(type)
                        .append(' ')
                        .append(amount.setScale(2).toPlainString()));
        return text.toString();
    }

    Outcome outcomeOf(PassReport report, Resource resource) {
        return report.items().stream()
                .filter(item -> item.id().equals(resource.uuid()))
                .map(PassReport.Item::outcome)
                .findFirst()
                .orElseThrow();
    }

    Faults faults() {
        return traffic.faults();
    }

    /** Calls to systems whose names match, to targets that match. */
    List<String> calls(String system, String regex) {
        return traffic
                .calls()
                .matching(call -> call.system().matches(system) && call.target().matches(".*(" + regex + ").*"))
                .stream()
                .map(call -> call.method() + " " + call.target())
                .toList();
    }

    List<String> sent() {
        return calls("waldur", "set_usage");
    }

    void forgetCalls() {
        traffic.calls().clear();
    }

    @Override
    public void close() {
        waldurServer.close();
        rancherServer.close();
    }
}
