package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.Group;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.Optional;

/** Takes away everything of a tenant that is ours, and nothing else. What is gone already is done already. */
final class RemovalPlanner {

    private final Tenant tenant;
    private final TenantState state;
    private final GroupUse use;
    private final TenantPlan.Draft draft;

    RemovalPlanner(Tenant tenant, TenantState state, GroupUse use, TenantPlan.Draft draft) {
        this.tenant = tenant;
        this.state = state;
        this.use = use;
        this.draft = draft;
    }

    void plan() {
        deletable().ifPresent(project -> {
            unbind();
            state.managed(tenant)
                    .filter(namespace -> !namespace.deleting())
                    .ifPresent(namespace -> draft.add(new Change.DeleteNamespace(namespace)));
            draft.add(new Change.DeleteProject(project.name(), project.displayName()));
        });
        strayNamespace().ifPresent(namespace -> draft.add(new Change.DeleteNamespace(namespace)));
        planGroups();
    }

    /** The project, if it is there and may be taken away. */
    Optional<Project> deletable() {
        var project = state.project().filter(found -> !found.deleting());
        var objection = project.flatMap(found -> Ownership.objectionToRemoval(tenant, found));
        objection.ifPresent(text -> draft.obstacle(Obstacle.operator(text)));
        return objection.isPresent() ? Optional.empty() : project;
    }

    void unbind() {
        tenant.access()
                .ifPresent(access -> state.bindings().stream()
                        .filter(binding -> !binding.deleting() && isOurs(binding, access))
                        .forEach(binding -> draft.add(new Change.Unbind(binding, Change.Unbind.Why.TERMINATED))));
    }

    private boolean isOurs(RoleTemplateBinding binding, Tenant.Access access) {
        return binding.groupPrincipal().equals(access.principal())
                || Marks.belongsTo(binding.annotations(), tenant.resource());
    }

    /** A namespace with our mark that lost its project: left by a run that died after deleting the project. */
    private Optional<Namespace> strayNamespace() {
        return state.namesake()
                .filter(namespace -> !namespace.deleting())
                .filter(namespace -> Marks.belongsTo(namespace.annotations(), tenant.resource()))
                .filter(namespace -> state.namespaces().stream()
                        .noneMatch(other -> other.name().equals(namespace.name())));
    }

    void planGroups() {
        if (state.access() instanceof TenantState.AccessState.Known known) {
            planGroups(known);
        }
    }

    private void planGroups(TenantState.AccessState.Known known) {
        known.child().filter(this::mayGo).ifPresent(child -> draft.add(new Change.DeleteGroup(child)));
        known.parent()
                .filter(parent -> Marks.isManagedGroup(parent.attributes()) && !use.parentIsShared())
                .ifPresent(parent -> draft.add(new Change.DeleteEmptyParent(parent)));
    }

    private boolean mayGo(Group child) {
        if (!Marks.isManagedGroup(child.attributes())) {
            draft.warn("group %s stays: it does not carry our mark".formatted(child.path()));
            return false;
        }
        return !use.childIsShared();
    }
}
