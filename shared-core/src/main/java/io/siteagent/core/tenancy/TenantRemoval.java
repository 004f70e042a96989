package io.siteagent.core.tenancy;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Removes one tenant: reads what is and who else needs its groups, plans, applies, reads back. */
final class TenantRemoval {

    private final Backends backends;
    private final TenantReader reader;
    private final Planner planner;
    private final Patience patience;
    private final Deadline deadline;

    TenantRemoval(Backends backends, TenantReader reader, Planner planner, Patience patience, Deadline deadline) {
        this.backends = backends;
        this.reader = reader;
        this.planner = planner;
        this.patience = patience;
        this.deadline = deadline;
    }

    Reconciliation remove(Tenant tenant, int otherResources) {
        var state = withParent(tenant, reader.readMarked(tenant));
        var plan = planner.planRemoval(tenant, state, use(tenant, state, otherResources));
        var bench = new Workbench(backends, patience, deadline, state);
        return Applier.carryOut(plan, state, bench, () -> readBack(plan));
    }

    /** As {@link #remove}, but keeps the project without access and quota. */
    Reconciliation retain(Tenant tenant, int otherResources, Instant until) {
        var state = withParent(tenant, reader.readMarked(tenant));
        var use = use(tenant, state, otherResources);
        var plan = planner.planRetention(tenant, state, use, until);
        var bench = new Workbench(backends, patience, deadline, state);
        return Applier.carryOut(
                plan, state, bench, () -> plan.isEmpty() ? List.of() : retained(tenant, otherResources, until));
    }

    private List<String> retained(Tenant tenant, int otherResources, Instant until) {
        return patience.until(List::isEmpty, deadline, () -> {
            var state = withParent(tenant, reader.readMarked(tenant));
            return planner.planRetention(tenant, state, use(tenant, state, otherResources), until).changes().stream()
                    .map(Change::describe)
                    .toList();
        });
    }

    private TenantState withParent(Tenant tenant, TenantState state) {
        if (state.access() instanceof TenantState.AccessState.Known known
                && known.parent().isEmpty()) {
            var parent = new AccessReader(backends.keycloak().orElseThrow())
                    .parent(tenant.access().orElseThrow().parent().name());
            return state.with(new TenantState.AccessState.Known(parent, known.roles(), known.users()));
        }
        return state;
    }

    private GroupUse use(Tenant tenant, TenantState state, int otherResources) {
        if (!(state.access() instanceof TenantState.AccessState.Known known)) {
            return new GroupUse(otherResources, 0, 0);
        }
        var own = state.project().map(Project::id);
        var bindings = tenant.access().orElseThrow().roles().stream()
                .flatMap(role -> bindings(role, known))
                .filter(binding -> own.filter(binding.projectId()::equals).isEmpty())
                .count();
        var children = known
                .parent()
                .map(parent -> backends.keycloak().orElseThrow().children(parent.id()))
                .orElse(List.of())
                .stream()
                .filter(child -> known.children().stream().map(Group::id).noneMatch(child.id()::equals))
                .count();
        return new GroupUse(otherResources, Math.toIntExact(bindings), Math.toIntExact(children));
    }

    /** Those that grant something to the role's group, and not to one of the same name on another cluster. */
    private Stream<RoleTemplateBinding> bindings(Tenant.Role role, TenantState.AccessState.Known known) {
        var found = known.of(role);
        var namesakes = found.group().map(group -> Namesakes.of(group, found.doubles()));
        return backends.rancher().bindingsOfGroup(role.principal()).stream()
                .filter(binding -> !binding.deleting()
                        && namesakes
                                .filter(others -> others.serve(binding.projectId()))
                                .isEmpty());
    }

    /** Deleting takes effect when the objects are gone or on their way: their finalizers may take longer than a run. */
    private List<String> readBack(TenantPlan plan) {
        return plan.changes().stream()
                .filter(Change.DeleteProject.class::isInstance)
                .map(Change.DeleteProject.class::cast)
                .flatMap(change -> patience
                        .until(
                                left -> left.filter(project -> !project.deleting())
                                        .isEmpty(),
                                deadline,
                                () -> backends.rancher().project(change.name()))
                        .filter(project -> !project.deleting())
                        .map(project -> "project %s is still there".formatted(project.id()))
                        .stream())
                .toList();
    }
}
