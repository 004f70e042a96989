package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Brings one tenant in line: read what is, plan, apply, read back. Thread-safe; one tenant must have one writer at a
 * time (law 10).
 */
public final class TenantReconciler {

    private final Backends backends;
    private final Planner planner;
    private final Verification verification;
    private final TenantReader reader;
    private final Patience patience;
    private final Deadline deadline;

    public TenantReconciler(Backends backends, Brake brake, Patience patience, Deadline deadline) {
        this.backends = backends;
        this.planner = new Planner(brake);
        this.verification = new Verification(planner);
        this.reader = new TenantReader(new LiveReads(backends.rancher()), backends.keycloak());
        this.patience = patience;
        this.deadline = deadline;
    }

    /**
     * What four lists say about all tenants of the cluster.
     *
     * @throws RemoteException when the lists can't be read, or the token may not list the whole cluster
     */
    public ClusterSnapshot snapshot() {
        return ClusterSnapshot.read(backends.rancher());
    }

    /** The same, with another brake. */
    public TenantReconciler with(Brake other) {
        return new TenantReconciler(backends, other, patience, deadline);
    }

    /**
     * What is to be done for the tenant, as far as a snapshot can tell. Where it says that something is, only a fresh
     * look can tell.
     */
    public Preview preview(ClusterSnapshot snapshot, Tenant tenant) {
        return preview(tenant, new TenantReader(snapshot, backends.keycloak()).read(tenant));
    }

    /** What is to be done for the tenant, by a fresh look. */
    public Preview preview(Tenant tenant) {
        return preview(tenant, reader.read(tenant));
    }

    private Preview preview(Tenant tenant, TenantState state) {
        var plan = planner.plan(tenant, state);
        var readable = !(state.access() instanceof TenantState.AccessState.Unreadable);
        var inLine = readable
                && plan.isEmpty()
                && Verification.unenforced(tenant, state).isEmpty();
        return Preview.of(inLine, plan, state);
    }

    /**
     * Deletes groups that nobody needs.
     *
     * @return what was done, and what failed
     */
    public Reconciliation delete(List<Change> orphans) {
        var bench = new Workbench(backends, patience, deadline);
        var result = Applier.apply(orphans, bench);
        return Reconciliation.of(
                new TenantPlan(orphans, List.of(), List.of(), List.of(), Tally.NONE), result, List.of());
    }

    /**
     * Makes it so and reads it back.
     *
     * @throws RemoteException when Rancher can't be read
     */
    public Reconciliation reconcile(Tenant tenant) {
        return reconcile(tenant, reader.read(tenant));
    }

    /**
     * As {@link #reconcile(Tenant)}, from a state that was read just now. A project that turns out to exist although no
     * read has shown it, made by another run or under an earlier name, is looked at again and brought in line.
     */
    public Reconciliation reconcile(Tenant tenant, TenantState state) {
        var first = attempt(tenant, state);
        return state.project().isEmpty()
                        && first.failures().stream().anyMatch(failure -> failure.is(RemoteException.Reason.CONFLICT))
                ? attempt(tenant, reader.read(tenant)).after(first)
                : first;
    }

    private Reconciliation attempt(Tenant tenant, TenantState state) {
        var plan = planner.plan(tenant, state);
        var bench = new Workbench(backends, patience, deadline, state);
        return Applier.carryOut(plan, state, bench, () -> readBack(tenant, state, plan));
    }

    /**
     * What {@link #reconcile(Tenant, TenantState)} would do.
     *
     * @throws RemoteException when Keycloak could not be read, so that nothing is known about what is to be done there
     */
    public TenantPlan plan(Tenant tenant, TenantState state) {
        if (state.access() instanceof TenantState.AccessState.Unreadable unreadable) {
            throw unreadable.cause();
        }
        return planner.plan(tenant, state);
    }

    /** What is now. Fails when Rancher can't be read; when Keycloak can't, the state says so. */
    public TenantState read(Tenant tenant) {
        return reader.read(tenant);
    }

    private List<String> readBack(Tenant before, TenantState state, TenantPlan plan) {
        var tenant = plan.changes().stream()
                .filter(Change.RecordBackendId.class::isInstance)
                .map(Change.RecordBackendId.class::cast)
                .findFirst()
                .map(recorded -> before.recordedAs(recorded.backendId()))
                .orElse(before);
        if (plan.changes().stream().anyMatch(change -> !(change instanceof Change.RecordBackendId))) {
            patience.pause();
            return awaitInLine(tenant);
        }
        return verification.unmet(tenant, state).isEmpty() ? List.of() : awaitInLine(tenant);
    }

    private List<String> awaitInLine(Tenant tenant) {
        return patience.until(List::isEmpty, deadline, () -> verification.unmet(tenant, reader.read(tenant)));
    }

    /**
     * Takes away what is the tenant's and ours.
     *
     * @param otherResources other resources of the same Waldur project that still live and share its groups
     */
    public Reconciliation remove(Tenant tenant, int otherResources) {
        return removal().remove(tenant, otherResources);
    }

    /**
     * Takes access and quota away and keeps the project, with what is in it, at least until then.
     *
     * @param otherResources as for {@link #remove}
     */
    public Reconciliation retain(Tenant tenant, int otherResources, Instant until) {
        return removal().retain(tenant, otherResources, until);
    }

    /**
     * Resources of an offering whose projects were retained until some moment before {@code now}.
     *
     * @throws RemoteException when the projects can't be read
     */
    public List<WaldurUuid> retainedTooLong(WaldurUuid offering, Instant now) {
        return backends.rancher().projects().stream()
                .filter(project -> !project.deleting())
                .filter(project -> offering.hex().equals(project.annotations().get(Marks.OFFERING)))
                .filter(project -> Marks.retainedUntil(project.annotations())
                        .filter(until -> !until.isAfter(now))
                        .isPresent())
                .flatMap(project -> Optional.ofNullable(project.annotations().get(Marks.RESOURCE)).stream())
                .map(WaldurUuid::of)
                .toList();
    }

    private TenantRemoval removal() {
        return new TenantRemoval(backends, reader, planner, patience, deadline);
    }

    /**
     * What customers have in the tenant's project.
     *
     * @throws RemoteException when it can't be read: nothing is known then (law 3)
     */
    public Content content(Tenant tenant) {
        return reader.content(tenant, backends.rancher());
    }
}
