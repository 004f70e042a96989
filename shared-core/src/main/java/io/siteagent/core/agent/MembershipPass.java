package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Membership of one offering: keeps groups, members and bindings of its living resources equal to Waldur's teams. */
final class MembershipPass {

    /** Below that, reading each tenant costs no more calls than the four lists. */
    private static final int WORTH_A_SNAPSHOT = 2;

    /** Below that, one call for each team costs no more than the lists of all. */
    private static final int WORTH_A_DIRECTORY = 6;

    private static final Set<ResourceState> LIVING =
            EnumSet.complementOf(EnumSet.of(ResourceState.TERMINATED, ResourceState.UNKNOWN));

    private final Offering offering;
    private final Backends backends;
    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final Clock clock;
    private final Effect effect;
    private final MembershipWork work;
    private final Settled settled;

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
        this.clock = clock;
        this.effect = effect;
        this.work = new MembershipWork(offering, deadline, effect);
        this.settled = new Settled(offering, backends.waldur());
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
            case Trigger.Sweep _ -> sweep(living());
            case Trigger.OrphanGroups _ -> cleanup().run(living(), Optional.empty());
            case Trigger.OneProject(var _, var project) ->
                serve(settled.among(backends.waldur().resourcesOfProject(offering.uuid(), project, LIVING)));
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
            var brake = one.releaseBrake()
                    ? new Brake.Released()
                    : new Brake.Limited(offering.membership().brake());
            return settled.afresh(
                    one.resource(),
                    resource -> work.bringInLine(
                            resource, sync(new Lists(Optional.empty(), directory(List.of(resource)))), brake));
        });
    }

    /** Groups are deleted once nobody makes any. As long as nothing is changed, both are looked at together. */
    private List<PassReport.Item> sweep(List<Resource> living) {
        var served = settled.among(living);
        var lists = lists(served);
        var snapshot = lists.flatMap(Lists::snapshot);
        return effect == Effect.APPLY
                ? joined(serve(served, lists), cleanup().run(living, snapshot))
                : Parallel.both(
                        () -> serve(served, lists), () -> cleanup().run(living, snapshot), MembershipPass::joined);
    }

    private static List<PassReport.Item> joined(List<PassReport.Item> some, List<PassReport.Item> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private List<Resource> living() {
        return backends.waldur().resources(offering.uuid(), LIVING);
    }

    private GroupCleanup cleanup() {
        return new GroupCleanup(offering, backends, tenants, reconciler, effect);
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

    /** What is read once for several resources. */
    private record Lists(Optional<ClusterSnapshot> snapshot, TeamDirectory directory) {}

    /** The cluster's lists come from Rancher and the people from Waldur: neither waits for the other. */
    private Optional<Lists> lists(List<Resource> resources) {
        return resources.isEmpty()
                ? Optional.empty()
                : Optional.of(Parallel.both(() -> snapshot(resources), () -> directory(resources), Lists::new));
    }

    private TeamDirectory directory(List<Resource> resources) {
        return TeamDirectory.read(backends.waldur(), offering, resources.size() >= WORTH_A_DIRECTORY);
    }

    private List<PassReport.Item> serve(List<Resource> resources) {
        return serve(resources, lists(resources));
    }

    private List<PassReport.Item> serve(List<Resource> resources, Optional<Lists> lists) {
        return lists.map(read -> new MembershipRun(work, settled, sync(read)).of(resources))
                .orElse(List.of());
    }

    private MembershipSync sync(Lists lists) {
        var notices = new WaldurNotices(backends.waldur(), offering.membership(), clock);
        return new MembershipSync(tenants, reconciler, lists.directory(), notices, lists.snapshot());
    }
}
