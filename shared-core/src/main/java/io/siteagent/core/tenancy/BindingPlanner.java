package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RoleTemplateBinding;

/** The bindings of the child groups to their roles: there when they should be, and no other of ours. */
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
        if (access.bound()) {
            access.roles().stream()
                    .filter(role -> bindings.stream().noneMatch(binding -> binds(binding, role)))
                    .forEach(this::bind);
        } else {
            bindings.stream()
                    .filter(this::isWanted)
                    .forEach(binding -> draft.add(new Change.Unbind(binding, Change.Unbind.Why.RESTRICTED)));
        }
        var why = access.bound() ? Change.Unbind.Why.REPLACED : Change.Unbind.Why.RESTRICTED;
        bindings.stream()
                .filter(binding -> !isWanted(binding) && Marks.belongsTo(binding.annotations(), tenant.resource()))
                .forEach(binding -> draft.add(new Change.Unbind(binding, why)));
    }

    private void bind(Tenant.Role role) {
        var project = state.project().map(Project::name).orElse(tenant.project().name());
        draft.add(new Change.BindRole(tenant.resource(), project, role.roleTemplate(), role.principal()));
    }

    private boolean isWanted(RoleTemplateBinding binding) {
        return access.roles().stream().anyMatch(role -> binds(binding, role));
    }

    private static boolean binds(RoleTemplateBinding binding, Tenant.Role role) {
        return binding.roleTemplate().equals(role.roleTemplate())
                && binding.groupPrincipal().equals(role.principal());
    }
}
