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
    private final Optional<String> attribute;
    /** Whether the server finds several ids at once; empty until it matters. */
    private volatile Optional<Boolean> takesManyIds = Optional.empty();

    KeycloakUsers(KeycloakConnection connection, Optional<String> attribute) {
        this.connection = connection;
        this.attribute = attribute;
    }

    /** Attributes come with the long form only. */
    boolean areBrief() {
        return attribute.isEmpty();
    }

    User user(UserRepresentation user) {
        return new User(
                Objects.requireNonNull(user.getId(), "a user without an id"),
                Objects.requireNonNull(user.getUsername(), "a user without a name")
                        .toLowerCase(Locale.ROOT),
                attribute.flatMap(name -> valueOf(user, name)));
    }

    private static Optional<String> valueOf(UserRepresentation user, String attribute) {
        var attributes = user.getAttributes();
        return attributes == null
                ? Optional.empty()
                : attributes.getOrDefault(attribute, List.of()).stream().findFirst();
    }

    /** Two people with one value would be taken for each other, so neither is found. */
    Optional<User> byAttribute(String value) {
        if (value.isBlank() || attribute.isEmpty()) {
            return Optional.empty();
        }
        var query = attribute.get() + ":\"" + value.replace("\"", "\\\"") + "\"";
        var found = connection.repeatable(
                "find user",
                "",
                () -> connection.users().searchByAttributes(0, 2, null, false, query).stream()
                        .map(this::user)
                        .filter(user -> user.attribute().filter(value::equals).isPresent())
                        .toList());
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
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

    private List<User> batch(List<String> ids) {
        if (ids.size() == 1) {
            return search(ids);
        }
        var found = takesManyIds.orElse(true) ? search(ids) : List.<User>of();
        return !found.isEmpty() || takesManyIds()
                ? found
                : ids.stream().flatMap(id -> single(id).stream()).toList();
    }

    private List<User> search(List<String> ids) {
        return connection.repeatable(
                "find users",
                "",
                () -> connection.users().search("id:" + String.join(" ", ids), 0, ids.size(), areBrief()).stream()
                        .map(this::user)
                        .filter(user -> ids.contains(user.id()))
                        .distinct()
                        .toList());
    }

    /**
     * Servers before 26.3 take one id only, and give nothing for two, even if both are that of somebody who is there.
     */
    private boolean takesManyIds() {
        if (takesManyIds.isEmpty()) {
            takesManyIds = Optional.of(
                    anybody().stream().anyMatch(id -> !search(List.of(id, id)).isEmpty()));
        }
        return takesManyIds.get();
    }

    private List<String> anybody() {
        return connection.repeatable(
                "list users",
                "",
                () -> connection.users().list(0, 1).stream()
                        .map(UserRepresentation::getId)
                        .toList());
    }

    private Optional<User> single(String id) {
        try {
            return Optional.of(connection.repeatable(
                    "find user", id, () -> user(connection.users().get(id).toRepresentation())));
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
                () -> connection.users().searchByUsername(username, true).stream()
                        .map(this::user)
                        .filter(user -> user.username().equalsIgnoreCase(username))
                        .findFirst());
    }
}
