package io.siteagent.core.tenancy;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import java.util.List;

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
        var inLine =
                readable && plan.isEmpty() && verification.unmet(tenant, state).isEmpty();
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

    /** As {@link #reconcile(Tenant)}, from a state that was read just now. */
    public Reconciliation reconcile(Tenant tenant, TenantState state) {
        var plan = planner.plan(tenant, state);
        var bench = new Workbench(backends, patience, deadline, state);
        return Applier.carryOut(plan, state, bench, () -> readBack(tenant, state, plan));
    }

    /** What is now. Fails when Rancher can't be read; when Keycloak can't, the state says so. */
    public TenantState read(Tenant tenant) {
        return reader.read(tenant);
    }

    private List<String> readBack(Tenant tenant, TenantState before, TenantPlan plan) {
        if (plan.changes().stream().anyMatch(change -> !(change instanceof Change.RecordBackendId))) {
            patience.pause();
            return awaitInLine(tenant);
        }
        return verification.unmet(tenant, before).isEmpty() ? List.of() : awaitInLine(tenant);
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
        var removal = new TenantRemoval(backends, reader, planner, patience, deadline);
        return removal.remove(tenant, otherResources);
    }
}
