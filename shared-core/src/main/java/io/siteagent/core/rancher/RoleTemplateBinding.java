package io.siteagent.core.rancher;

import java.util.Map;

/**
 * A ProjectRoleTemplateBinding. Subject and role can't be changed after creation.
 *
 * @param projectId {@code <cluster>:<project>}
 * @param groupPrincipal {@code keycloakoidc_group://<group name>}; empty for a binding of a user
 * @param deleting whether it is on its way out
 */
public record RoleTemplateBinding(
        String namespace,
        String name,
        String projectId,
        String roleTemplate,
        String groupPrincipal,
        Map<String, String> annotations,
        Map<String, String> labels,
        boolean deleting) {

    /** The operation by which failures name the making of a binding. */
    public static final String APPLY = "apply role binding";
}
