package io.siteagent.core.keycloak;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.representations.idm.UserRepresentation;

/** Users by id and by name. */
final class KeycloakUsers {

    /** A hundred ids make a URL of 4 kB; proxies cut at 8. */
    private static final int BATCH = 100;

    private final KeycloakConnection connection;
    private volatile boolean takesManyIds;

    KeycloakUsers(KeycloakConnection connection) {
        this.connection = connection;
    }

    static User user(UserRepresentation user) {
        return new User(
                Objects.requireNonNull(user.getId(), "a user without an id"),
                Objects.requireNonNull(user.getUsername(), "a user without a name")
                        .toLowerCase(Locale.ROOT));
    }

    List<User> byId(Collection<String> ids) {
        var usable =
                ids.stream().distinct().filter(KeycloakClient.Ids::isUsable).toList();
        var found = new ArrayList<User>();
        for (var start = 0; start < usable.size(); start += BATCH) {
            found.addAll(batch(usable.subList(start, Math.min(start + BATCH, usable.size()))));
        }
        return found;
    }

    /**
     * Servers before 26.3 take one id only, and give nothing for several: then nothing means nothing until one answer
     * for several ids had somebody in it.
     */
    private List<User> batch(List<String> ids) {
        var found = connection.repeatable(
                "find users",
                "",
                () -> connection.realm().users().search("id:" + String.join(" ", ids), 0, ids.size(), true).stream()
                        .map(KeycloakUsers::user)
                        .filter(user -> ids.contains(user.id()))
                        .distinct()
                        .toList());
        if (ids.size() == 1 || takesManyIds) {
            return found;
        }
        if (found.isEmpty()) {
            return ids.stream().flatMap(id -> single(id).stream()).toList();
        }
        takesManyIds = true;
        return found;
    }

    private Optional<User> single(String id) {
        try {
            return Optional.of(connection.repeatable(
                    "find user",
                    id,
                    () -> user(connection.realm().users().get(id).toRepresentation())));
        } catch (RemoteException failure) {
            if (failure.is(Reason.MISSING)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    Optional<User> byUsername(String username) {
        if (username.isBlank()) {
            return Optional.empty();
        }
        return connection.repeatable(
                "find user",
                "",
                () -> connection.realm().users().searchByUsername(username, true).stream()
                        .map(KeycloakUsers::user)
                        .filter(user -> user.username().equalsIgnoreCase(username))
                        .findFirst());
    }
}
