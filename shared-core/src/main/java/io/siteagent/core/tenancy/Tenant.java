package io.siteagent.core.tenancy;

import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.rancher.QuotaLimit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What should be, for one Waldur resource: desired state, taken from Waldur and the configuration alone.
 *
 * @param name the resource's name, for people
 * @param recordedBackendId id that Waldur holds for it; empty while it holds none
 * @param access empty when the offering has no Keycloak: groups and bindings are then none of our business
 */
public record Tenant(
        WaldurUuid resource,
        String name,
        Optional<String> recordedBackendId,
        ProjectSpec project,
        NamespaceSpec namespace,
        Optional<Access> access) {

    /** The same when Waldur has recorded that id for it. */
    Tenant recordedAs(String backendId) {
        return new Tenant(resource, name, Optional.of(backendId), project, namespace, access);
    }

    /** The same without anything to use, kept until then. */
    Tenant retained(String until) {
        var annotations = new HashMap<>(project.annotations);
        annotations.put(Marks.RETAINED, until);
        return new Tenant(
                resource,
                name,
                recordedBackendId,
                new ProjectSpec(
                        project.clusterId,
                        project.name,
                        project.displayName,
                        project.description,
                        Map.copyOf(annotations),
                        project.keptAnnotations,
                        project.labels,
                        project.quotaScope,
                        project.limit.zeroed(),
                        project.containerDefault),
                namespace,
                access);
    }

    /**
     * The Rancher project.
     *
     * @param name object name we give it when we make it
     * @param annotations those whose value is known
     * @param keptAnnotations those of ours that this Waldur version does not tell us the value of: kept as they are
     * @param quotaScope where the quota lives
     * @param limit what was sold and is enforced, over all namespaces together
     * @param containerDefault limits and requests of containers that ask for none, so that they still start
     */
    public record ProjectSpec(
            String clusterId,
            String name,
            String displayName,
            String description,
            Map<String, String> annotations,
            Set<String> keptAnnotations,
            Map<String, String> labels,
            QuotaSettings.Scope quotaScope,
            QuotaLimit limit,
            QuotaLimit containerDefault) {}

    /**
     * The managed namespace, which is given the whole quota.
     *
     * @param labels what it carries: pod security, our mark, and {@code labelsEverywhere}
     * @param labelsEverywhere what every namespace of the project carries ({@code namespace_labels})
     */
    public record NamespaceSpec(
            String name,
            Map<String, String> annotations,
            Map<String, String> labels,
            Map<String, String> labelsEverywhere) {}

    /**
     * Who gets in, and as what.
     *
     * @param bound whether the groups are bound to their roles; false while Waldur restricts the members' access or has
     *     paused the resource
     * @param roles each role with its group
     * @param people how many the whole team has, whatever their roles are and whether Keycloak can know them
     * @param unidentified Waldur UUIDs of people of the team whom nothing identifies in Keycloak
     * @param remarks what an operator should know about the team
     * @param departures who may be removed from the groups
     */
    public record Access(
            GroupSpec parent,
            boolean bound,
            List<Role> roles,
            int people,
            List<WaldurUuid> unidentified,
            List<String> remarks,
            Departures departures) {

        /** Everybody of the team whom something identifies. */
        public Set<Identity> team() {
            return roles.stream().flatMap(role -> role.team().stream()).collect(Collectors.toSet());
        }
    }

    /**
     * A Rancher role and the group of those who have it.
     *
     * @param team everybody who should be in the group
     */
    public record Role(GroupSpec child, String roleTemplate, Set<Identity> team) {

        /** The name by which Rancher knows the group. */
        public String principal() {
            return Names.principal(child.name());
        }
    }

    /**
     * Who may be removed from a group although nobody of the team is meant.
     *
     * @param forbidden why nobody may be removed: not everything that makes up the team could be read (law 3)
     * @param strangersStay whether members whom Waldur does not know stay
     * @param acquaintance whom Waldur knows besides the team
     */
    public record Departures(Optional<String> forbidden, boolean strangersStay, Acquaintance acquaintance) {}

    /**
     * A Keycloak group.
     *
     * @param mark attributes by which we know it is ours
     */
    public record GroupSpec(String name, Map<String, List<String>> mark) {}
}
