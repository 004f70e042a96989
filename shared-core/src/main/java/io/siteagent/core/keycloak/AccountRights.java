package io.siteagent.core.keycloak;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Proves that the account sees users and groups. Roles that allow queries only give empty lists with status 200; an
 * account with fine-grained permissions has no role at all and sees everything. Asked once for each client.
 */
final class AccountRights {

    private static final List<String> SUFFICIENT = List.of("manage-users", "realm-admin");
    private static final String REMEDY =
            "grant its account manage-users of client realm-management, or fine-grained permissions on groups and users";

    private final KeycloakConnection connection;
    private volatile boolean proven;

    AccountRights(KeycloakConnection connection) {
        this.connection = connection;
    }

    Optional<String> missing() {
        if (proven || hasSufficientRole()) {
            proven = true;
            return Optional.empty();
        }
        var missing = probe();
        proven = missing.isEmpty();
        return missing;
    }

    /**
     * What the account lacks to change groups and members, of which Keycloak says with a group and a user whether it
     * may.
     *
     * @return empty when nothing is known to be missing: an empty realm, or a server that does not say it
     */
    Optional<String> missingToChange() {
        if (hasSufficientRole()) {
            return Optional.empty();
        }
        var realm = connection.realm();
        var groups =
                connection.repeatable("list groups", "", () -> realm.groups().groups("", 0, 1, false));
        if (groups.stream().anyMatch(group -> denies(group.getAccess(), "manage", "manageMembership"))) {
            return Optional.of("the account may see groups, not change them and their members; " + REMEDY);
        }
        // Only a user that is read alone comes with all that may be done to it.
        var user = connection.repeatable(
                "read user",
                "",
                () -> realm.users().list(0, 1).stream()
                        .findFirst()
                        .map(first -> realm.users().get(first.getId()).toRepresentation()));
        return user.filter(read -> denies(read.getAccess(), "manageGroupMembership"))
                .map(_ -> "the account may see users, not put them into groups; " + REMEDY);
    }

    private static boolean denies(@Nullable Map<String, Boolean> access, String... needed) {
        return access != null && Stream.of(needed).anyMatch(right -> Boolean.FALSE.equals(access.get(right)));
    }

    /**
     * Tells it from our own token, which costs no call. The roles of another log-in realm say nothing about the
     * target's; then we probe.
     */
    private boolean hasSufficientRole() {
        if (!connection.logsInToItsOwnRealm()) {
            return false;
        }
        var token = connection.repeatable("log in to", "", connection::accessToken);
        return claims(token)
                .map(claims ->
                        claims.path("resource_access").path("realm-management").path("roles"))
                .filter(roles -> roles.valueStream().map(JsonNode::asText).anyMatch(SUFFICIENT::contains))
                .isPresent();
    }

    private static Optional<JsonNode> claims(String token) {
        var parts = token.split("\\.", -1);
        if (parts.length < 2) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1])));
        } catch (IOException | IllegalArgumentException notReadable) {
            return Optional.empty();
        }
    }

    private Optional<String> probe() {
        var realm = connection.realm();
        try {
            if (areHidden(
                    () -> connection.repeatable(
                            "list users", "", () -> realm.users().list(0, 1)),
                    this::countOfUsers)) {
                return Optional.of("the account sees no users; " + REMEDY);
            }
            if (areHidden(
                    () -> connection.repeatable(
                            "list groups", "", () -> realm.groups().groups(0, 1)),
                    this::countOfGroups)) {
                return Optional.of("the account sees no groups although there are some; " + REMEDY);
            }
            return Optional.empty();
        } catch (RemoteException failure) {
            if (failure.is(Reason.UNAUTHORIZED)) {
                return Optional.of("the account may not list users and groups; " + REMEDY);
            }
            throw failure;
        }
    }

    /**
     * With too few rights, the count is true where the list is empty. What another run makes or deletes between two
     * calls looks the same, once.
     */
    private static boolean areHidden(Supplier<List<?>> list, LongSupplier count) {
        return IntStream.range(0, 2).allMatch(_ -> list.get().isEmpty() && count.getAsLong() > 0);
    }

    private long countOfUsers() {
        return connection.repeatable("count users", "", () -> connection.users().count());
    }

    private long countOfGroups() {
        return connection
                .repeatable("count groups", "", () -> connection.groups().count())
                .getOrDefault("count", 0L);
    }
}
