package io.siteagent.core.tenancy;

import java.time.Instant;

/** Computes what has to be done: a pure function of what should be and what is. */
public final class Planner {

    private final Brake brake;

    public Planner(Brake brake) {
        this.brake = brake;
    }

    /** The way from what is to what should be. */
    public TenantPlan plan(Tenant tenant, TenantState state) {
        var draft = new TenantPlan.Draft();
        new ProjectPlanner(tenant, state, draft).plan();
        tenant.access().ifPresent(access -> {
            new BindingPlanner(tenant, access, state, draft).plan();
            if (state.access() instanceof TenantState.AccessState.Known known) {
                new AccessPlanner(access, known, brake, draft).plan();
            }
        });
        return draft.plan();
    }

    /** The way from what is to nothing left of the tenant. */
    public TenantPlan planRemoval(Tenant tenant, TenantState state, GroupUse use) {
        var draft = new TenantPlan.Draft();
        new RemovalPlanner(tenant, state, use, draft).plan();
        return draft.plan();
    }

    /** The way from what is to a project without access and quota, kept until then. */
    TenantPlan planRetention(Tenant tenant, TenantState state, GroupUse use, Instant until) {
        var draft = new TenantPlan.Draft();
        new RetentionPlanner(tenant, state, use, draft).plan(until);
        return draft.plan();
    }
}
