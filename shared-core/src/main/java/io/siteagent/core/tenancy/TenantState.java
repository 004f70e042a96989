package io.siteagent.core.tenancy;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is, for one tenant: everything that complete, successful reads have shown.
 *
 * @param project the tenant's project: the one that Waldur has recorded, else the one of our name
 * @param rivals when there is no project: those that bear the display name that ours would get
 * @param namesake the namespace that bears the managed namespace's name, wherever it belongs
 * @param namespaces namespaces that belong to the project
 * @param quotas ResourceQuotas by namespace, for {@code namespaces}
 * @param bindings bindings of the project
 * @param extendedQuotas whether Rancher's project quota can hold extended resources; true as well when the tenant has
 *     none
 */
public record TenantState(
        Optional<Project> project,
        List<Project> rivals,
        Optional<Namespace> namesake,
        List<Namespace> namespaces,
        Map<String, List<ResourceQuota>> quotas,
        List<RoleTemplateBinding> bindings,
        boolean extendedQuotas,
        AccessState access) {

    /** The namespace that we manage: the one with our mark, else the one with the name that we would give it. */
    Optional<Namespace> managed(Tenant tenant) {
        return namespaces.stream()
                .filter(namespace -> Marks.belongsTo(namespace.annotations(), tenant.resource()))
                .findFirst()
                .or(() -> namespaces.stream()
                        .filter(namespace ->
                                namespace.name().equals(tenant.namespace().name()))
                        .findFirst());
    }

    /** As it is, with something else in Keycloak. */
    TenantState with(AccessState other) {
        return new TenantState(project, rivals, namesake, namespaces, quotas, bindings, extendedQuotas, other);
    }

    /** What Keycloak holds for the tenant. */
    public sealed interface AccessState {

        /** The offering has no Keycloak. */
        record NotUsed() implements AccessState {}

        /** Keycloak could not be read: nothing is concluded and nothing is changed there (law 3). */
        record Unreadable(RemoteException cause) implements AccessState {}

        /**
         * What complete reads have shown.
         *
         * @param parent our parent group; not looked for, thus empty, when the child is there
         * @param child our child group, known by its path
         * @param doubles groups of the child's name elsewhere: Rancher can't tell them from ours
         * @param members direct members of the child
         * @param users who of the team is not a member yet but exists in Keycloak
         */
        record Known(
                Optional<Group> parent,
                Optional<Group> child,
                List<Group> doubles,
                List<User> members,
                Map<Identity, User> users)
                implements AccessState {}
    }
}
