package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The marks by which we know what is ours (law 4). Rancher's and Kubernetes' objects carry the resource's UUID; a
 * Keycloak group serves every resource of one Waldur project with one role, so it carries the project's UUID and the
 * role.
 */
public final class Marks {

    /** Annotation and label that hold the UUID of the Waldur resource. */
    public static final String RESOURCE = "siteagent.io/resource-uuid";

    /** Annotation of a terminated resource's project: the moment from which it may be deleted. */
    static final String RETAINED = "siteagent.io/retained-until";

    /** Annotation that holds the UUID of the Waldur offering. */
    public static final String OFFERING = "siteagent.io/offering-uuid";

    static final String ORGANIZATION = "waldur/organization";
    static final String PROJECT_SLUG = "waldur/project_slug";
    static final String MANAGED = "waldur/managed";

    static final String MANAGED_BY = "managed_by";
    static final String AGENT = "waldur-site-agent";
    static final String GROUP_CLUSTER = "rancher_cluster_id";
    static final String GROUP_PROJECT = "waldur_project_uuid";
    static final String GROUP_ROLE = "rancher_role_template";

    /** Attribute of a child group: user ids of those whom we put into it, and not an administrator. */
    static final String GROUP_RECORD = "waldur_members";

    private Marks() {}

    static Map<String, String> of(WaldurUuid resource) {
        return Map.of(RESOURCE, resource.hex());
    }

    /** Whether annotations say that the object was made for that very resource. */
    static boolean belongsTo(Map<String, String> annotations, WaldurUuid resource) {
        return resource.hex().equals(annotations.get(RESOURCE));
    }

    /** Whether an object carries a mark for some other resource of ours. */
    static boolean belongsToAnother(Map<String, String> annotations, WaldurUuid resource) {
        var mark = annotations.get(RESOURCE);
        return mark != null && !mark.equals(resource.hex());
    }

    /**
     * Whether an object was made by an agent for some resource: by us, or by the predecessor, which names no resource.
     */
    public static boolean isManaged(Map<String, String> annotations) {
        return "true".equals(annotations.get(MANAGED));
    }

    /** Until when the project is kept; empty when it is not retained, or nobody can tell until when. */
    static Optional<Instant> retainedUntil(Map<String, String> annotations) {
        try {
            return Optional.ofNullable(annotations.get(RETAINED)).map(Instant::parse);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    static Map<String, List<String>> ofParentGroup(String clusterId) {
        return Map.of(MANAGED_BY, List.of(AGENT), GROUP_CLUSTER, List.of(clusterId));
    }

    static Map<String, List<String>> ofChildGroup(String clusterId, WaldurUuid project, String role) {
        return Map.of(
                MANAGED_BY, List.of(AGENT),
                GROUP_CLUSTER, List.of(clusterId),
                GROUP_PROJECT, List.of(project.hex()),
                GROUP_ROLE, List.of(role));
    }

    /** Whether two groups are for the same Waldur project, each on a cluster of its own. */
    static boolean areOfTwoClusters(Map<String, List<String>> group, Map<String, List<String>> other) {
        return isManagedGroup(other)
                && same(GROUP_PROJECT, group, other)
                && other.containsKey(GROUP_CLUSTER)
                && !same(GROUP_CLUSTER, group, other);
    }

    private static boolean same(String key, Map<String, List<String>> group, Map<String, List<String>> other) {
        return group.getOrDefault(key, List.of()).equals(other.getOrDefault(key, List.of()));
    }

    /** Whether a group was made by an agent. */
    public static boolean isManagedGroup(Map<String, List<String>> attributes) {
        return attributes.getOrDefault(MANAGED_BY, List.of()).contains(AGENT);
    }
}
