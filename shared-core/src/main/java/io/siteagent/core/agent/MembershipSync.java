package io.siteagent.core.agent;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.ClusterSnapshot;
import io.siteagent.core.tenancy.Counts;
import io.siteagent.core.tenancy.Preview;
import io.siteagent.core.tenancy.Reconciliation;
import io.siteagent.core.tenancy.Team;
import io.siteagent.core.tenancy.TenantFactory;
import io.siteagent.core.tenancy.TenantReconciler;
import io.siteagent.core.waldur.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One resource's membership: looks whether something is to be done, and does it from a fresh look. Thread-safe. */
final class MembershipSync {

    private final TenantFactory tenants;
    private final TenantReconciler reconciler;
    private final TeamDirectory directory;
    private final WaldurNotices notices;
    private final Optional<ClusterSnapshot> snapshot;

    MembershipSync(
            TenantFactory tenants,
            TenantReconciler reconciler,
            TeamDirectory directory,
            WaldurNotices notices,
            Optional<ClusterSnapshot> snapshot) {
        this.tenants = tenants;
        this.reconciler = reconciler;
        this.directory = directory;
        this.notices = notices;
        this.snapshot = snapshot;
    }

    /**
     * What a first look has shown.
     *
     * @param settled the result, when nothing is to be done
     */
    record Glance(Preview preview, Optional<Outcomes.Result> settled) {}

    /** Looks at the lists that were read for all resources, as far as there are any. */
    Glance glance(Resource resource, Effect effect) {
        var team = directory.glance(resource);
        var tenant = tenants.tenant(resource, resource.limits(), team);
        var preview =
                snapshot.map(lists -> reconciler.preview(lists, tenant)).orElseGet(() -> reconciler.preview(tenant));
        return new Glance(
                preview, preview.inLine() ? Optional.of(inLine(resource, team, preview, effect)) : Optional.empty());
    }

    private Outcomes.Result inLine(Resource resource, Team team, Preview preview, Effect effect) {
        var plan = preview.plan();
        return new Outcomes.Result(
                new Outcome.Unchanged(),
                effect == Effect.PREVIEW
                        ? plan.warnings()
                        : told(resource, team, false, plan.tally().missing(), plan.warnings()),
                Counts.of(plan.tally()));
    }

    /** Reads afresh and says what bringing it in line would do. */
    Outcomes.Result preview(Resource resource, Brake brake) {
        var tenant = tenants.tenant(resource, resource.limits(), directory.look(resource));
        var careful = reconciler.with(brake);
        var state = careful.read(tenant);
        if (state.project().isEmpty()) {
            return gone(resource);
        }
        var plan = careful.plan(tenant, state);
        return new Outcomes.Result(Outcomes.of(plan), plan.warnings(), Counts.of(plan.tally()));
    }

    private static Outcomes.Result gone(Resource resource) {
        return Outcomes.Result.of(new Outcome.Failed(("project %s is gone from Rancher although the resource lives;"
                        + " terminate the resource, or clear its backend id and let an order make it anew")
                .formatted(resource.backendId().orElse(""))));
    }

    /** Reads afresh, makes it so and reads it back. */
    Outcomes.Result bringInLine(Resource resource, Brake brake) {
        var team = directory.look(resource);
        var tenant = tenants.tenant(resource, resource.limits(), team);
        var careful = reconciler.with(brake);
        var state = careful.read(tenant);
        if (state.project().isEmpty()) {
            return gone(resource);
        }
        var reconciliation = careful.reconcile(tenant, state);
        return new Outcomes.Result(
                Outcomes.of(reconciliation), warnings(resource, team, reconciliation), reconciliation.counts());
    }

    private List<String> warnings(Resource resource, Team team, Reconciliation reconciliation) {
        return reconciliation.inLine()
                ? told(
                        resource,
                        team,
                        !reconciliation.done().isEmpty(),
                        reconciliation.missing(),
                        reconciliation.warnings())
                : reconciliation.warnings();
    }

    private List<String> told(
            Resource resource, Team team, boolean changed, Set<WaldurUuid> missing, List<String> warnings) {
        return Stream.concat(warnings.stream(), notices.tell(resource, team, changed, missing).stream())
                .toList();
    }
}
