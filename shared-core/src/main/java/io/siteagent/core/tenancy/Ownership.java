package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an object may be changed or deleted for a tenant (law 4). Ours is what carries the mark of that very
 * resource. The predecessor's projects are adopted when Waldur has recorded them for the resource and they say
 * {@code waldur/managed}; its namespace is adopted when it bears the expected name inside such a project.
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
        if (isRecorded(tenant, project) && Marks.isManaged(project.annotations())) {
            return Optional.empty();
        }
        return Optional.of(
                ("project %s (%s) carries no mark of an agent; if it is this resource's project, set its annotation"
                                + " %s to \"%s\"")
                        .formatted(project.displayName(), project.id(), Marks.RESOURCE, tenant.resource()));
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
