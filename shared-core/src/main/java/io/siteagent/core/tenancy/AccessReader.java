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
import java.util.concurrent.Callable;
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
        var path = "/" + access.parent().name() + "/" + access.child().name();
        var named = keycloak.groupsNamed(access.child().name());
        var child = named.stream().filter(group -> group.path().equals(path)).findFirst();
        var doubles = named.stream().filter(group -> !group.path().equals(path)).toList();
        var parent = child.isPresent()
                ? Optional.<Group>empty()
                : parent(access.parent().name());
        var members = child.map(group -> keycloak.members(group.id())).orElse(List.of());
        var users = resolve(access.team().stream()
                .filter(identity -> members.stream().noneMatch(identity::matches))
                .toList());
        if (child.isEmpty()
                || members.isEmpty()
                || users.size() + members.size() < access.team().size()) {
            proveRights();
        }
        return new TenantState.AccessState.Known(parent, child, doubles, members, users);
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
                .filter(identity -> identity.kind() == Identity.Kind.USERNAME)
                .<Callable<Stream<Map.Entry<Identity, User>>>>map(identity ->
                        () -> keycloak.userByUsername(identity.value()).map(user -> Map.entry(identity, user)).stream())
                .toList();
        Parallel.all(AT_ONCE, byName)
                .forEach(found -> found.forEach(entry -> users.put(entry.getKey(), entry.getValue())));
        return users;
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
