package io.siteagent.core.tenancy;

import io.siteagent.core.config.GroupNames;
import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.TeamMember;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what Waldur says about a resource into what should be. Thread-safe. */
public final class TenantFactory {

    private static final int GROUP_NAME_LIMIT = 255;

    private final Offering offering;
    private final Clock clock;

    public TenantFactory(Offering offering, Clock clock) {
        this.offering = offering;
        this.clock = clock;
    }

    /**
     * What should be for that resource.
     *
     * @param limits amounts that should hold: an order's, else the resource's
     * @param team the project's people; roles that have ended don't count
     * @throws IllegalArgumentException when a name can't be made from what Waldur sent; says which
     */
    public Tenant tenant(Resource resource, Map<String, BigDecimal> limits, List<TeamMember> team) {
        var displayName = Names.display(
                offering.projectPrefix(), resource.slug().orElseGet(() -> Names.fallbackSlug(resource.uuid())));
        return new Tenant(
                resource.uuid(),
                resource.name(),
                resource.backendId(),
                project(resource, displayName, limits),
                namespace(resource, displayName),
                offering.keycloak().map(keycloak -> access(resource, keycloak, team)));
    }

    private Tenant.ProjectSpec project(Resource resource, String displayName, Map<String, BigDecimal> limits) {
        var annotations = new HashMap<>(Marks.of(resource.uuid()));
        annotations.put(Marks.OFFERING, offering.uuid().hex());
        annotations.put(Marks.MANAGED, "true");
        var unknown = new HashSet<String>();
        putOrKeep(Marks.ORGANIZATION, resource.customerSlug(), annotations, unknown);
        putOrKeep(Marks.PROJECT_SLUG, resource.projectSlug(), annotations, unknown);
        var scope = offering.quotas().scope();
        var inProject = scope == QuotaSettings.Scope.PROJECT;
        var sold = Quotas.sold(offering.components(), limits, offering.quotas().storage() || !inProject);
        return new Tenant.ProjectSpec(
                offering.rancher().clusterId(),
                Names.project(resource.uuid()),
                displayName,
                "%s (Customer: %s, Project: %s)"
                        .formatted(resource.name(), resource.customerName(), resource.projectName())
                        .replaceAll("\\s+", " "),
                Map.copyOf(annotations),
                Set.copyOf(unknown),
                Marks.of(resource.uuid()),
                scope,
                sold,
                inProject ? Quotas.containerDefault(sold) : QuotaLimit.NONE);
    }

    private static void putOrKeep(
            String key, Optional<String> value, Map<String, String> annotations, Set<String> unknown) {
        value.ifPresentOrElse(known -> annotations.put(key, known), () -> unknown.add(key));
    }

    private Tenant.NamespaceSpec namespace(Resource resource, String displayName) {
        var annotations = new HashMap<>(Marks.of(resource.uuid()));
        annotations.put(Marks.MANAGED, "true");
        var labels = new HashMap<String, String>();
        labels.put("pod-security.kubernetes.io/enforce", "restricted");
        labels.put("pod-security.kubernetes.io/enforce-version", "latest");
        labels.putAll(Marks.of(resource.uuid()));
        labels.putAll(offering.namespaceLabels());
        return new Tenant.NamespaceSpec(
                Names.namespace(displayName), Map.copyOf(annotations), Map.copyOf(labels), offering.namespaceLabels());
    }

    private Tenant.Access access(Resource resource, KeycloakSettings keycloak, List<TeamMember> team) {
        var clusterId = offering.rancher().clusterId();
        var role = offering.defaultRole();
        var values = groupNameValues(resource, clusterId, role);
        var people = new LinkedHashSet<Identity>();
        var unidentified = new ArrayList<WaldurUuid>();
        for (var member : team) {
            if (member.expires().map(clock.instant()::isBefore).orElse(true)) {
                Identity.of(member, keycloak.useUserId())
                        .ifPresentOrElse(people::add, () -> unidentified.add(member.uuid()));
            }
        }
        return new Tenant.Access(
                new Tenant.GroupSpec(groupName(offering.groupNames().parent(), values), Marks.ofParentGroup(clusterId)),
                new Tenant.GroupSpec(
                        groupName(offering.groupNames().child(), values),
                        Marks.ofChildGroup(clusterId, resource.projectUuid(), role)),
                role,
                !resource.restrictMemberAccess(),
                Set.copyOf(people),
                List.copyOf(unidentified));
    }

    private static Map<String, String> groupNameValues(Resource resource, String clusterId, String role) {
        var clusterHex = clusterId.replaceAll("[:-]", "");
        var values = new HashMap<>(Map.of(
                "cluster_uuid_hex",
                clusterHex,
                "cluster_id_8",
                clusterHex.substring(0, Math.min(8, clusterHex.length())),
                "project_uuid_hex",
                resource.projectUuid().hex(),
                "resource_uuid_hex",
                resource.uuid().hex(),
                "role_name",
                role));
        resource.projectSlug().ifPresent(slug -> values.put("project_slug", slug));
        return values;
    }

    private static String groupName(String template, Map<String, String> values) {
        var name = GroupNames.render(template, values);
        if (name.length() > GROUP_NAME_LIMIT || name.contains("/")) {
            throw new IllegalArgumentException(
                    "group name %s is not usable: at most 255 characters and no slash, which Rancher would split at"
                            .formatted(name));
        }
        return name;
    }
}
