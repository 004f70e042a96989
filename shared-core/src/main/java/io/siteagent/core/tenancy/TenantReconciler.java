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
        this.reader = new TenantReader(backends);
        this.patience = patience;
        this.deadline = deadline;
    }

    /** What {@link #reconcile} would do now. */
    public TenantPlan plan(Tenant tenant) {
        return planner.plan(tenant, reader.read(tenant));
    }

    /**
     * Whether the tenant's project exists.
     *
     * @throws RemoteException when Rancher can't say
     */
    public boolean exists(Tenant tenant) {
        return reader.read(tenant).project().isPresent();
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
