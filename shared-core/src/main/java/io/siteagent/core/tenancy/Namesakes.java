package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.Group;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups that bear the name of one of ours below another parent, for the same Waldur project: those of other clusters.
 * Rancher tells groups by name only, so whoever is left behind in the one keeps what the other's bindings grant.
 *
 * @param clusters that have a group of their own
 */
record Namesakes(Set<String> clusters) {

    /** @param doubles groups of the name of {@code group} elsewhere */
    static Namesakes of(Group group, Collection<Group> doubles) {
        return new Namesakes(doubles.stream()
                .map(Group::attributes)
                .filter(other -> Marks.areOfTwoClusters(group.attributes(), other))
                .flatMap(other -> other.getOrDefault(Marks.GROUP_CLUSTER, List.of()).stream())
                .collect(Collectors.toUnmodifiableSet()));
    }

    /**
     * Whether the cluster of a project has a group of its own, so that it does not need the one in question.
     *
     * @param projectId {@code <cluster>:<project>}
     */
    boolean serve(String projectId) {
        return clusters.stream().anyMatch(cluster -> projectId.startsWith(cluster + ":"));
    }
}
