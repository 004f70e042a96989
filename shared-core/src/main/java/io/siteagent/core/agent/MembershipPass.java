package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.Counts;
import io.siteagent.core.tenancy.Preview;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Membership of one offering: keeps groups, members and bindings of its living resources equal to Waldur's teams. First
 * all are looked at, then the brake judges what would come of it, then each is brought in line from a fresh look.
 */
final class MembershipPass {

    private static final int AT_ONCE = 8;
    private static final Duration NEEDED = Duration.ofSeconds(10);

    /** Below that, reading each tenant costs no more calls than the four lists. */
    private static final int WORTH_A_SNAPSHOT = 2;

    /** Below that, one call for each team costs no more than the lists of all. */
    private static final int WORTH_A_DIRECTORY = 6;

    /** Resources that an order is at work on are left to the order. */
    private static final Set<ResourceState> SETTLED = EnumSet.of(ResourceState.OK, ResourceState.ERRED);

    private static final Set<ResourceState> CHANGING = EnumSet.of(ResourceState.UPDATING, ResourceState.TERMINATING);

    private static final Set<ResourceState> LIVING =
            EnumSet.complementOf(EnumSet.of(ResourceState.TERMINATED, ResourceState.UNKNOWN));

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final Deadline deadline;
    private final Clock clock;
    private final Effect effect;

    MembershipPass(
            Offering offering,
            Backends backends,
            TenantFactory tenants,
            TenantReconciler reconciler,
            Deadline deadline,
            Clock clock,
            Effect effect) {
        this.offering = offering;
        this.backends = backends;
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.deadline = deadline;
        this.clock = clock;
        this.effect = effect;
    }

    List<PassReport.Item> run(Trigger trigger) {
        return withRefresh(look(trigger));
    }

    /** Rancher would look at the groups of people who were removed up to an hour later. */
    private List<PassReport.Item> withRefresh(List<PassReport.Item> items) {
        var removed = items.stream().anyMatch(item -> item.counts().removed() > 0);
        if (!removed || !offering.membership().refreshPrincipals()) {
            return items;
        }
        var refresh =
                Outcomes.contain(offering.name(), "offering", offering.uuid().hex(), offering.name(), () -> {
                    backends.rancher().refreshPrincipals();
                    return Outcomes.Result.of(
                            new Outcome.Done(List.of("~ Rancher looks at the groups of its users again")));
                });
        return Stream.concat(items.stream(), Stream.of(refresh)).toList();
    }

    private List<PassReport.Item> look(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Sweep _ -> sweep(backends.waldur().resources(offering.uuid(), LIVING));
            case Trigger.OneProject(var _, var project) ->
                sweep(backends.waldur().resourcesOfProject(offering.uuid(), project, LIVING));
            case Trigger.OneResource one -> List.of(serve(one));
            case Trigger.OneOrder(var _, var order) ->
                List.of(Outcomes.contain(
                        offering.name(),
                        "order",
                        order.hex(),
                        "",
                        () -> Outcomes.Result.of(
                                new Outcome.Skipped("membership looks at resources; name one, or sweep"))));
            case Trigger.ReportShard _, Trigger.PastMonth _ ->
                List.of(Outcomes.skipped(offering, "that is about usage; name a resource, or sweep"));
        };
    }

    private PassReport.Item serve(Trigger.OneResource one) {
        return Outcomes.contain(offering.name(), "resource", one.resource().hex(), "", () -> {
            var resource = backends.waldur().resource(one.resource());
            var objection = objection(resource);
            if (objection.isPresent()) {
                return Outcomes.Result.of(objection.get());
            }
            var brake = one.releaseBrake()
                    ? new Brake.Released()
                    : new Brake.Limited(offering.membership().brake());
            return bringInLine(resource, sync(List.of(resource), Optional.empty()), brake);
        });
    }

    private Outcomes.Result bringInLine(Resource resource, MembershipSync sync, Brake brake) {
        return switch (effect) {
            case APPLY -> sync.bringInLine(resource, brake);
            case PREVIEW -> sync.preview(resource, brake);
            case QUEUE -> queued(resource);
        };
    }

    private Outcomes.Result queued(Resource resource) {
        return Outcomes.Result.of(new Outcome.Queued(
                new Trigger.OneResource(offering.uuid(), resource.uuid()),
                resource.uuid().hex()));
    }

    private List<PassReport.Item> sweep(List<Resource> living) {
        var settled = living.stream().filter(this::isOurs).toList();
        var snapshot = snapshot(settled);
        var cleanup = new GroupCleanup(offering, backends, tenants, reconciler, effect);
        return Stream.concat(serve(settled, snapshot).stream(), cleanup.run(living, snapshot).stream())
                .toList();
    }

    /**
     * Most resources have nothing to be done for: four lists of the cluster tell for all of them, instead of four reads
     * for each. A token that may not list the whole cluster, or a list that can't be understood, still leaves each
     * tenant to be read by itself.
     */
    private Optional<ClusterSnapshot> snapshot(List<Resource> resources) {
        if (resources.size() < WORTH_A_SNAPSHOT) {
            return Optional.empty();
        }
        try {
            return Optional.of(reconciler.snapshot());
        } catch (RemoteException failure) {
            if (failure.is(RemoteException.Reason.TRANSIENT)) {
                throw failure;
            }
            return Optional.empty();
        }
    }

    private MembershipSync sync(List<Resource> resources, Optional<ClusterSnapshot> snapshot) {
        var directory = TeamDirectory.read(backends.waldur(), offering, resources.size() >= WORTH_A_DIRECTORY);
        var notices = new WaldurNotices(backends.waldur(), offering.membership(), clock);
        return new MembershipSync(tenants, reconciler, directory, notices, snapshot);
    }

    /** What a first look at a resource has come to: an end, or work that the brake has to judge with all the other. */
    private sealed interface Look {
        record Settled(PassReport.Item item) implements Look {}

        record Pending(Resource resource, Preview preview) implements Look {}
    }

    private List<PassReport.Item> serve(List<Resource> resources, Optional<ClusterSnapshot> snapshot) {
        if (resources.isEmpty()) {
            return List.of();
        }
        var sync = sync(resources, snapshot);
        var looks = Parallel.all(
                AT_ONCE,
                resources.stream()
                        .<Callable<Look>>map(resource -> () -> look(resource, sync))
                        .toList());
        var brake = brake(looks.stream()
                .filter(Look.Pending.class::isInstance)
                .map(Look.Pending.class::cast)
                .map(Look.Pending::preview)
                .toList());
        var done = bringInLine(looks, sync, brake);
        return looks.stream()
                .map(look -> switch (look) {
                    case Look.Settled(var item) -> item;
                    case Look.Pending(var resource, var _) ->
                        done.get(resource.uuid().hex());
                })
                .flatMap(item -> Optional.ofNullable(item).stream())
                .toList();
    }

    private Look look(Resource resource, MembershipSync sync) {
        var found = new AtomicReference<Optional<Preview>>(Optional.empty());
        var item = contain(resource, () -> {
            var objection = objection(resource);
            if (objection.isPresent()) {
                return Outcomes.Result.of(objection.get());
            }
            var glance = sync.glance(resource, effect);
            found.set(Optional.of(glance.preview()).filter(_ -> glance.settled().isEmpty()));
            return glance.settled().orElseGet(() -> Outcomes.Result.of(new Outcome.Unchanged()));
        });
        return found.get()
                .<Look>map(preview -> new Look.Pending(resource, preview))
                .orElseGet(() -> new Look.Settled(item));
    }

    /** More removals in the run than its limits allow: then there is none. */
    private Brake brake(List<Preview> previews) {
        var members = new HashMap<String, Integer>();
        previews.forEach(preview -> members.putAll(preview.members()));
        var removals = previews.stream()
                .flatMap(preview -> preview.removals().stream())
                .distinct()
                .count();
        var limits = offering.membership().brake();
        return Brake.refusesRun(
                        limits,
                        members.values().stream().mapToInt(Integer::intValue).sum(),
                        Math.toIntExact(removals))
                .<Brake>map(Brake.Locked::new)
                .orElseGet(() -> new Brake.Limited(limits));
    }

    /** Resources of one Waldur project share groups, so they are brought in line one after another. */
    private Map<String, PassReport.Item> bringInLine(List<Look> looks, MembershipSync sync, Brake brake) {
        var byProject = looks.stream()
                .filter(Look.Pending.class::isInstance)
                .map(Look.Pending.class::cast)
                .collect(Collectors.groupingBy(
                        pending -> pending.resource().projectUuid(), LinkedHashMap::new, Collectors.toList()));
        var runs = byProject.values().stream()
                .<Callable<List<PassReport.Item>>>map(ofProject -> () -> ofProject.stream()
                        .map(pending -> contain(pending.resource(), () -> bringInLine(pending, sync, brake)))
                        .toList())
                .toList();
        return Parallel.all(AT_ONCE, runs).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(PassReport.Item::id, item -> item));
    }

    /** What is left to the queue would be judged one by one there: what the run may not remove is not left to it. */
    private Outcomes.Result bringInLine(Look.Pending pending, MembershipSync sync, Brake brake) {
        var removals = pending.preview().removals().size();
        return effect == Effect.QUEUE && removals > 0 && brake instanceof Brake.Locked(var why)
                ? new Outcomes.Result(
                        new Outcome.Failed("%d removals refused: %s".formatted(removals, why)),
                        List.of(),
                        new Counts(0, 0, 0, removals, 0, 0))
                : bringInLine(pending.resource(), sync, brake);
    }

    private PassReport.Item contain(Resource resource, Callable<Outcomes.Result> work) {
        return Outcomes.contain(
                offering.name(),
                "resource",
                resource.uuid().hex(),
                resource.name(),
                () -> deadline.allows(NEEDED) ? work.call() : withoutTime(resource));
    }

    /** A pass for the queue leaves to it what it could not look at. */
    private Outcomes.Result withoutTime(Resource resource) {
        return effect == Effect.QUEUE
                ? queued(resource)
                : Outcomes.Result.of(new Outcome.Deferred("time is up; the next run goes on"));
    }

    /** Not at the moment an order's: people come and go while one waits for somebody's consent. */
    private boolean isOurs(Resource resource) {
        return SETTLED.contains(resource.state())
                || (CHANGING.contains(resource.state())
                        && backends.waldur().busyResource(resource.uuid()).waitsForSomebodyElse());
    }

    private Optional<Outcome> objection(Resource resource) {
        if (!resource.offering().equals(offering.uuid())) {
            return Optional.of(new Outcome.Skipped("the resource belongs to offering " + resource.offering()));
        }
        if (!isOurs(resource)) {
            return Optional.of(
                    new Outcome.Skipped("the resource is " + resource.state().wireName()));
        }
        return resource.backendId().isEmpty()
                ? Optional.of(new Outcome.Skipped("the resource has no backend id yet"))
                : Optional.empty();
    }
}
