package io.siteagent.core.config;

import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One offering of Waldur's marketplace that this agent serves, with everything that its three modes need. Validated: no
 * value in it has to be checked again.
 *
 * @param name label in logs and reports
 * @param modes modes that are switched on for it
 * @param keycloak empty when {@code keycloak_enabled} is false: groups, members and bindings are then none of our
 *     business
 * @param projectPrefix first part of project and namespace names ({@code project_prefix}, default {@code waldur-})
 * @param defaultRole role template that every member gets ({@code default_role}, default {@code workloads-manage})
 * @param namespaceLabels labels that go on every namespace of a project ({@code namespace_labels})
 * @param groupNames templates of the Keycloak group names
 * @param quotas how what was sold is enforced ({@code quota_scope}, {@code enforce_storage})
 * @param deletion what terminating a resource does to its project ({@code deletion_mode})
 * @param usage how usage is measured ({@code usage_source}, {@code usage_aggregation}, {@code usage_maximum})
 * @param timezone decides to which month usage belongs ({@code timezone}, default UTC)
 */
public record Offering(
        String name,
        WaldurUuid uuid,
        Set<Mode> modes,
        WaldurSettings waldur,
        RancherSettings rancher,
        Optional<KeycloakSettings> keycloak,
        String projectPrefix,
        String defaultRole,
        Map<String, String> namespaceLabels,
        GroupNames groupNames,
        List<Component> components,
        QuotaSettings quotas,
        DeletionMode deletion,
        UsageSettings usage,
        ZoneId timezone) {}
