package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether an object may be changed or deleted for a tenant (law 4). Ours is what carries the mark of that very
 * resource. The predecessor's projects are adopted when they say {@code waldur/managed} and Waldur has recorded them
 * for the resource, or they bear its name, its customer's slug and its project's slug; its namespace is adopted when it
 * bears the expected name inside such a project.
 */
final class Ownership {

    private Ownership() {}

    /** Why the project may not be touched; empty when it may. */
    static Optional<String> objection(Tenant tenant, Project project) {
        if (Marks.belongsTo(project.annotations(), tenant.resource())) {
            return Optional.empty();
        }
        if (Marks.belongsToAnother(project.annotations(), tenant.resource())) {
            return Optional.of("project %s (%s) belongs to Waldur resource %s"
                    .formatted(
                            project.displayName(),
                            project.id(),
                            project.annotations().get(Marks.RESOURCE)));
        }
        if ((isRecorded(tenant, project) && Marks.isManaged(project.annotations()))
                || isPredecessors(tenant, project)) {
            return Optional.empty();
        }
        return Optional.of(
                ("project %s (%s) carries no mark of an agent; if it is this resource's project, set its annotation"
                                + " %s to \"%s\"")
                        .formatted(project.displayName(), project.id(), Marks.RESOURCE, tenant.resource()));
    }

    /**
     * Whether the predecessor made the project for that resource and did not live to tell Waldur: the one thing that
     * names the resource there is the project's name, so the customer and the project have to fit too.
     */
    static boolean isPredecessors(Tenant tenant, Project project) {
        var wanted = tenant.project().annotations();
        return !project.deleting()
                && Marks.isManaged(project.annotations())
                && !project.annotations().containsKey(Marks.RESOURCE)
                && project.displayName().equals(tenant.project().displayName())
                && Stream.of(Marks.ORGANIZATION, Marks.PROJECT_SLUG)
                        .allMatch(key -> wanted.containsKey(key)
                                && wanted.get(key).equals(project.annotations().get(key)));
    }

    /** Why the project may not be deleted; empty when it may: a name alone is not enough for that. */
    static Optional<String> objectionToRemoval(Tenant tenant, Project project) {
        return isRecorded(tenant, project) || Marks.belongsTo(project.annotations(), tenant.resource())
                ? objection(tenant, project)
                : Optional.of(
                        "project %s (%s) bears the resource's name but not its mark, and Waldur has not recorded it"
                                .formatted(project.displayName(), project.id()));
    }

    /** Says who has the name of the project that is to be made. */
    static String taken(Tenant tenant, List<Project> rivals) {
        return "the project name %s is taken in cluster %s by %s"
                .formatted(
                        tenant.project().displayName(),
                        tenant.project().clusterId(),
                        rivals.stream()
                                .map(rival -> "%s (%s)"
                                        .formatted(
                                                rival.id(),
                                                Optional.ofNullable(rival.annotations()
                                                                .get(Marks.RESOURCE))
                                                        .map(uuid -> "Waldur resource " + uuid)
                                                        .orElse("not made by this agent")))
                                .collect(Collectors.joining(", ")));
    }

    private static boolean isRecorded(Tenant tenant, Project project) {
        return tenant.recordedBackendId().filter(project.id()::equals).isPresent();
    }

    /** Why a namespace of the managed name may not be used; empty when it may. */
    static Optional<String> objection(Tenant tenant, Namespace namespace, String projectId) {
        var own = Marks.belongsTo(namespace.annotations(), tenant.resource());
        var inOurProject = namespace.projectId().filter(projectId::equals).isPresent();
        if (own || (inOurProject && !Marks.belongsToAnother(namespace.annotations(), tenant.resource()))) {
            return Optional.empty();
        }
        return Optional.of("namespace %s exists already and %s".formatted(namespace.name(), holder(namespace)));
    }

    private static String holder(Namespace namespace) {
        Map<String, String> annotations = namespace.annotations();
        if (annotations.containsKey(Marks.RESOURCE)) {
            return "belongs to Waldur resource " + annotations.get(Marks.RESOURCE);
        }
        return namespace
                .projectId()
                .map(id -> "belongs to Rancher project " + id)
                .orElse("belongs to no project");
    }
}
