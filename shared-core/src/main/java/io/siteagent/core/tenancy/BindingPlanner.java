package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RoleTemplateBinding;

/** The binding of the child group to the role: there when it should be, and no other of ours. */
final class BindingPlanner {

    private final Tenant tenant;
    private final Tenant.Access access;
    private final TenantState state;
    private final TenantPlan.Draft draft;

    BindingPlanner(Tenant tenant, Tenant.Access access, TenantState state, TenantPlan.Draft draft) {
        this.tenant = tenant;
        this.access = access;
        this.state = state;
        this.draft = draft;
    }

    void plan() {
        var bindings =
                state.bindings().stream().filter(binding -> !binding.deleting()).toList();
        var bound = bindings.stream().filter(this::isWanted).toList();
        if (access.bound() && bound.isEmpty()) {
            var project =
                    state.project().map(Project::name).orElse(tenant.project().name());
            draft.add(new Change.BindRole(tenant.resource(), project, access.roleTemplate(), access.principal()));
        }
        if (!access.bound()) {
            bound.forEach(binding -> draft.add(new Change.Unbind(binding, Change.Unbind.Why.RESTRICTED)));
        }
        var why = access.bound() ? Change.Unbind.Why.REPLACED : Change.Unbind.Why.RESTRICTED;
        bindings.stream()
                .filter(binding -> !isWanted(binding) && Marks.belongsTo(binding.annotations(), tenant.resource()))
                .forEach(binding -> draft.add(new Change.Unbind(binding, why)));
    }

    private boolean isWanted(RoleTemplateBinding binding) {
        return binding.roleTemplate().equals(access.roleTemplate())
                && binding.groupPrincipal().equals(access.principal());
    }
}
