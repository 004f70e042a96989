package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.keycloak.User;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads groups and members. "Not found" is believed only of an account that was proven to see what there is (law 3).
 */
final class AccessReader {

    private static final int AT_ONCE = 4;

    private final KeycloakClient keycloak;

    AccessReader(KeycloakClient keycloak) {
        this.keycloak = keycloak;
    }

    TenantState.AccessState read(Tenant.Access access) {
        var roles = readRoles(access);
        var complete = roles.values().stream().allMatch(role -> role.group().isPresent());
        var absent = access.roles().stream()
                .flatMap(role -> absent(role, roles.getOrDefault(role.child().name(), TenantState.RoleGroup.NONE)))
                .collect(Collectors.toSet());
        return Parallel.both(
                () -> complete
                        ? Optional.<Group>empty()
                        : parent(access.parent().name()),
                () -> resolve(absent),
                (parent, users) -> known(parent, roles, users, absent));
    }

    private TenantState.AccessState known(
            Optional<Group> parent,
            Map<String, TenantState.RoleGroup> roles,
            Map<Identity, User> users,
            Set<Identity> absent) {
        if (users.size() < absent.size()
                || roles.values().stream()
                        .anyMatch(
                                role -> role.group().isEmpty() || role.members().isEmpty())) {
            proveRights();
        }
        return new TenantState.AccessState.Known(parent, roles, users);
    }

    private Map<String, TenantState.RoleGroup> readRoles(Tenant.Access access) {
        var reads = access.roles().stream()
                .<Callable<Map.Entry<String, TenantState.RoleGroup>>>map(
                        role -> () -> Map.entry(role.child().name(), readRole(access.parent(), role.child())))
                .toList();
        return Parallel.all(AT_ONCE, reads).stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private TenantState.RoleGroup readRole(Tenant.GroupSpec parent, Tenant.GroupSpec spec) {
        var path = "/" + parent.name() + "/" + spec.name();
        var named = keycloak.groupsNamed(spec.name());
        var child = named.stream().filter(group -> group.path().equals(path)).findFirst();
        var doubles = named.stream().filter(group -> !group.path().equals(path)).toList();
        var members = child.map(group -> keycloak.members(group.id())).orElse(List.of());
        return new TenantState.RoleGroup(child, doubles, members);
    }

    private static Stream<Identity> absent(Tenant.Role role, TenantState.RoleGroup found) {
        return role.team().stream().filter(identity -> found.members().stream().noneMatch(identity::matches));
    }

    /** The top-level group of that name. */
    Optional<Group> parent(String name) {
        return keycloak.groupsNamed(name).stream()
                .filter(group -> group.path().equals("/" + name))
                .findFirst();
    }

    private Map<Identity, User> resolve(Collection<Identity> identities) {
        var users = new HashMap<Identity, User>();
        var ids = identities.stream()
                .filter(identity -> identity.kind() == Identity.Kind.ID)
                .toList();
        if (!ids.isEmpty()) {
            var found = keycloak.usersById(ids.stream().map(Identity::value).toList());
            ids.forEach(identity ->
                    found.stream().filter(identity::matches).findFirst().ifPresent(user -> users.put(identity, user)));
        }
        var byName = identities.stream()
                .filter(identity -> identity.kind() != Identity.Kind.ID)
                .<Callable<Stream<Map.Entry<Identity, User>>>>map(
                        identity -> () -> find(identity).map(user -> Map.entry(identity, user)).stream())
                .toList();
        Parallel.all(AT_ONCE, byName)
                .forEach(found -> found.forEach(entry -> users.put(entry.getKey(), entry.getValue())));
        return users;
    }

    private Optional<User> find(Identity identity) {
        return switch (identity.kind()) {
            case ID -> keycloak.usersById(List.of(identity.value())).stream().findFirst();
            case USERNAME -> keycloak.userByUsername(identity.value());
            case ATTRIBUTE -> keycloak.userByAttribute(identity.value());
        };
    }

    private void proveRights() {
        keycloak.missingRights().ifPresent(missing -> {
            throw new RemoteException(
                    RemoteException.Reason.UNAUTHORIZED,
                    RemoteSystem.KEYCLOAK,
                    "read users and groups",
                    "",
                    0,
                    missing,
                    null);
        });
    }
}
