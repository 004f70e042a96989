package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.NamespaceApply;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.ProjectApply;
import io.siteagent.core.rancher.QuotaLimit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Project, its quota, its namespaces. Quotas go up project first and down namespaces first: Rancher refuses anything
 * else.
 */
final class ProjectPlanner {

    private final Tenant tenant;
    private final TenantState state;
    private final QuotaLimit limit;
    private final TenantPlan.Draft draft;

    ProjectPlanner(Tenant tenant, TenantState state, TenantPlan.Draft draft) {
        this.tenant = tenant;
        this.state = state;
        this.limit = QuotaLayout.of(tenant, state).project();
        this.draft = draft;
    }

    void plan() {
        state.project().ifPresentOrElse(this::planExisting, this::planNew);
    }

    private void planNew() {
        if (!state.rivals().isEmpty()) {
            var taken = Ownership.taken(tenant, state.rivals());
            draft.obstacle(
                    state.rivals().stream().allMatch(Project::deleting)
                            ? Obstacle.passing(taken + ", which is being deleted")
                            : Obstacle.customer(taken));
            return;
        }
        var spec = tenant.project();
        draft.add(new Change.CreateProject(apply(spec.name(), spec.annotations(), limit)));
        planBackendId(spec.clusterId() + ":" + spec.name());
        planManagedNamespace(spec.clusterId() + ":" + spec.name());
    }

    private void planExisting(Project project) {
        if (project.deleting()) {
            draft.obstacle(Obstacle.passing(
                    "project %s (%s) is being deleted".formatted(project.displayName(), project.id())));
            return;
        }
        var objection = Ownership.objection(tenant, project);
        if (objection.isPresent()) {
            draft.obstacle(Obstacle.operator(objection.get()));
            return;
        }
        planChanges(project);
        planBackendId(project.id());
        planManagedNamespace(project.id());
        planOtherNamespaces();
    }

    private void planBackendId(String projectId) {
        if (tenant.recordedBackendId().filter(projectId::equals).isEmpty()) {
            draft.add(new Change.RecordBackendId(tenant.resource(), projectId));
        }
    }

    private void planChanges(Project project) {
        var spec = tenant.project();
        var annotations = new HashMap<>(spec.annotations());
        spec.keptAnnotations()
                .forEach(key -> Optional.ofNullable(project.annotations().get(key))
                        .ifPresent(value -> annotations.put(key, value)));
        var differences = describeDifferences(project);
        if (!Quotas.lowers(project.limit(), limit)) {
            if (!differences.isEmpty() || !project.limit().equals(limit)) {
                differences.addAll(quotaDifference(project.limit(), limit));
                draft.add(new Change.UpdateProject(apply(project.name(), annotations, limit), differences));
            }
            return;
        }
        var meanwhile = Quotas.greatest(project.limit(), limit);
        if (!differences.isEmpty() || !meanwhile.equals(project.limit())) {
            differences.addAll(quotaDifference(project.limit(), meanwhile));
            draft.add(new Change.UpdateProject(apply(project.name(), annotations, meanwhile), differences));
        }
        draft.add(new Change.LowerProjectQuota(
                apply(project.name(), annotations, limit), quotaDifference(meanwhile, limit)));
    }

    private List<String> describeDifferences(Project project) {
        var spec = tenant.project();
        var differences = new ArrayList<String>();
        if (!spec.displayName().equals(project.displayName())) {
            differences.add("name from %s to %s".formatted(project.displayName(), spec.displayName()));
        }
        if (!spec.description().equals(project.description())) {
            differences.add("description");
        }
        differences.addAll(missing("annotation", spec.annotations(), project.annotations()));
        differences.addAll(missing("label", spec.labels(), project.labels()));
        if (!limit.zeroed().equals(project.namespaceDefault())
                && project.limit().equals(limit)) {
            differences.add("namespace default quota to zero");
        }
        if (project.annotations().containsKey(Marks.RETAINED)
                && !spec.annotations().containsKey(Marks.RETAINED)) {
            differences.add("restored");
        }
        if (!spec.containerDefault().equals(project.containerDefault())) {
            differences.add("container defaults");
        }
        return differences;
    }

    private static List<String> quotaDifference(QuotaLimit from, QuotaLimit to) {
        return from.equals(to) ? List.of() : List.of(Wording.change("quota", from, to));
    }

    private ProjectApply apply(String name, Map<String, String> annotations, QuotaLimit quota) {
        var spec = tenant.project();
        return new ProjectApply(
                name,
                spec.displayName(),
                spec.description(),
                annotations,
                spec.labels(),
                quota,
                quota.zeroed(),
                spec.containerDefault());
    }

    private void planManagedNamespace(String projectId) {
        var existing = state.managed(tenant).or(state::namesake);
        if (existing.isEmpty()) {
            draft.add(new Change.EnsureNamespace(namespace(tenant.namespace().name(), projectId), List.of()));
            new QuotaPlanner(tenant, state, draft).plan(tenant.namespace().name());
            return;
        }
        var found = existing.get();
        var objection = Ownership.objection(tenant, found, projectId);
        if (objection.isPresent()) {
            draft.obstacle(Obstacle.customer(objection.get()));
        } else if (found.deleting()) {
            draft.obstacle(Obstacle.passing("namespace %s is being deleted".formatted(found.name())));
        } else {
            var desired = namespace(found.name(), projectId);
            var differences = namespaceDifferences(found, desired);
            if (!differences.isEmpty()) {
                draft.add(new Change.EnsureNamespace(desired, differences));
            }
            new QuotaPlanner(tenant, state, draft).plan(found.name());
        }
    }

    private NamespaceApply namespace(String name, String projectId) {
        var spec = tenant.namespace();
        return new NamespaceApply(name, projectId, spec.annotations(), spec.labels(), share(limit, name, state));
    }

    /** What the managed namespace gets of the project quota: all that other namespaces don't hold. */
    static QuotaLimit share(QuotaLimit limit, String managed, TenantState state) {
        var others = state.namespaces().stream()
                .filter(other -> !other.name().equals(managed))
                .map(Namespace::quota)
                .toList();
        return Quotas.remainder(limit, others);
    }

    private static List<String> namespaceDifferences(Namespace found, NamespaceApply desired) {
        var differences = new ArrayList<String>();
        if (found.projectId().filter(desired.projectId()::equals).isEmpty()) {
            differences.add("project from %s to %s".formatted(found.projectId().orElse("none"), desired.projectId()));
        }
        differences.addAll(missing("annotation", desired.annotations(), found.annotations()));
        differences.addAll(missing("label", desired.labels(), found.labels()));
        if (!found.quota().equals(desired.quota())) {
            differences.add(Wording.change("quota", found.quota(), desired.quota()));
        }
        return differences;
    }

    private void planOtherNamespaces() {
        var labels = tenant.namespace().labelsEverywhere();
        var managed = state.managed(tenant).map(Namespace::name);
        for (var other : state.namespaces()) {
            if (managed.filter(other.name()::equals).isEmpty() && !other.deleting()) {
                var differences = missing("label", labels, other.labels());
                if (!differences.isEmpty()) {
                    draft.add(new Change.EnsureNamespace(
                            new NamespaceApply(other.name(), "", Map.of(), labels, QuotaLimit.NONE), differences));
                }
            }
        }
    }

    private static List<String> missing(String what, Map<String, String> wanted, Map<String, String> found) {
        return wanted.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(found.get(entry.getKey())))
                .map(entry -> "%s %s".formatted(what, entry.getKey()))
                .sorted()
                .toList();
    }
}
