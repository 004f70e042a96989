package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.NamespaceApply;
import io.siteagent.core.rancher.Project;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps a terminated tenant's project and what is in it, without access and with every quota at zero, until a sweep
 * deletes it. The time is written once: a later run keeps what an earlier one has written.
 */
final class RetentionPlanner {

    private final Tenant tenant;
    private final TenantState state;
    private final GroupUse use;
    private final TenantPlan.Draft draft;

    RetentionPlanner(Tenant tenant, TenantState state, GroupUse use, TenantPlan.Draft draft) {
        this.tenant = tenant;
        this.state = state;
        this.use = use;
        this.draft = draft;
    }

    void plan(Instant until) {
        var removal = new RemovalPlanner(tenant, state, use, draft);
        removal.deletable().ifPresent(project -> {
            removal.unbind();
            new ProjectPlanner(tenant.retained(time(project, until)), state, draft).plan();
            state.namespaces().stream().filter(this::holdsAShare).forEach(this::takeBack);
        });
        removal.planGroups();
    }

    private static String time(Project project, Instant until) {
        return Optional.ofNullable(project.annotations().get(Marks.RETAINED)).orElseGet(until::toString);
    }

    private boolean holdsAShare(Namespace namespace) {
        return !namespace.deleting()
                && state.managed(tenant).filter(namespace::equals).isEmpty()
                && !namespace.quota().equals(namespace.quota().zeroed());
    }

    private void takeBack(Namespace namespace) {
        draft.add(new Change.EnsureNamespace(
                new NamespaceApply(
                        namespace.name(),
                        "",
                        Map.of(),
                        tenant.namespace().labelsEverywhere(),
                        namespace.quota().zeroed()),
                java.util.List.of(Wording.change(
                        "quota", namespace.quota(), namespace.quota().zeroed()))));
    }
}
