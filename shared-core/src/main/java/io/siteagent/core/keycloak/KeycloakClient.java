package io.siteagent.core.keycloak;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Wire;
import jakarta.ws.rs.core.Response;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.keycloak.representations.idm.GroupRepresentation;

/**
 * Groups and members of one realm. Lists are read to their end; failures are
 * {@link io.siteagent.core.http.RemoteException}s, those of the token call included. Thread-safe; close it to give back
 * its connections.
 */
public final class KeycloakClient implements AutoCloseable {

    private static final int CREATED = 201;
    private static final int NO_SUCH_METHOD = 405;

    /** A longer name is answered with 500, which would look like a passing failure. */
    private static final int LONGEST_NAME = 255;

    /** Attempts on one membership that another run changes at the same time. */
    private static final int CONTESTED = 3;

    private final KeycloakConnection connection;
    private final KeycloakUsers users;
    private final AccountRights rights;

    /** Connects lazily: nothing is called before the first method is. */
    public KeycloakClient(KeycloakSettings settings, Wire wire) {
        this(settings, wire, Optional.empty());
    }

    /** @param userAttribute attribute that identifies people; users come with its value then */
    public KeycloakClient(KeycloakSettings settings, Wire wire, Optional<String> userAttribute) {
        this.connection = new KeycloakConnection(settings, wire);
        this.users = new KeycloakUsers(connection, userAttribute);
        this.rights = new AccountRights(connection);
    }

    /**
     * Every group of that exact name (case-sensitive) on any level of the realm, with attributes: Rancher sees names
     * only, so more than one is a collision.
     */
    public List<Group> groupsNamed(String name) {
        return connection.repeatable(
                "find group",
                name,
                () -> GroupTree.named(connection.groups().groups(name, true, null, null, false), name));
    }

    /** Direct children of a group. */
    public List<Group> children(String groupId) {
        try {
            return Pages.all((first, max) -> connection.repeatable(
                    "list children of group",
                    groupId,
                    () -> connection.groups().group(Ids.checked(groupId)).getSubGroups(first, max, false).stream()
                            .map(child -> GroupTree.child(groupId, child))
                            .toList()));
        } catch (RemoteException failure) {
            if (failure.status().equals(OptionalInt.of(NO_SUCH_METHOD))) {
                return childrenOfTree(groupId);
            }
            throw failure;
        }
    }

    /** Up to 22 the server has no list of children, and gives them all with the group itself. */
    private List<Group> childrenOfTree(String groupId) {
        return connection.repeatable(
                "read group",
                groupId,
                () -> connection.groups().group(Ids.checked(groupId)).toRepresentation().getSubGroups().stream()
                        .map(child -> GroupTree.child(groupId, child))
                        .toList());
    }

    /** Direct members, all of them. */
    public List<User> members(String groupId) {
        return Pages.all((first, max) -> connection.repeatable(
                "list members of group",
                groupId,
                () -> connection.groups().group(Ids.checked(groupId)).members(first, max, users.areBrief()).stream()
                        .map(users::user)
                        .toList()));
    }

    /** CONFLICT when the name is taken by a sibling. */
    public Group createGroup(String name, Map<String, List<String>> attributes) {
        var id = create(name, () -> connection.groups().add(representation(name, attributes)));
        return new Group(id, name, "/" + name, Optional.empty(), Optional.empty(), attributes);
    }

    /** CONFLICT when the name is taken by a sibling, MISSING when the parent is gone. */
    public Group createChild(Group parent, String name, Map<String, List<String>> attributes) {
        var id = create(
                name,
                () -> connection.groups().group(Ids.checked(parent.id())).subGroup(representation(name, attributes)));
        return new Group(
                id, name, parent.path() + "/" + name, Optional.of(parent.id()), Optional.of(parent.name()), attributes);
    }

    private String create(String name, Supplier<Response> call) {
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new RemoteException(
                    Reason.REFUSED,
                    RemoteSystem.KEYCLOAK,
                    "create group",
                    "",
                    0,
                    "a group name holds 1 to " + LONGEST_NAME + " characters",
                    null);
        }
        return connection.once("create group", name, () -> {
            try (var response = call.get()) {
                if (response.getStatus() != CREATED) {
                    throw new UnexpectedAnswer(response);
                }
                var path = response.getLocation().getPath();
                return path.substring(path.lastIndexOf('/') + 1);
            }
        });
    }

    private static GroupRepresentation representation(String name, Map<String, List<String>> attributes) {
        var group = new GroupRepresentation();
        group.setName(name);
        group.setAttributes(attributes);
        return group;
    }

    /** Replaces the attributes of a group. */
    public void setAttributes(Group group, Map<String, List<String>> attributes) {
        connection.repeatable("mark group", group.name(), () -> {
            connection.groups().group(Ids.checked(group.id())).update(representation(group.name(), attributes));
            return true;
        });
    }

    /** Deletes a group with all its children; gone already counts as success. */
    public void deleteGroup(String groupId) {
        unlessMissing(() -> connection.repeatable("delete group", groupId, () -> {
            connection.groups().group(Ids.checked(groupId)).remove();
            return true;
        }));
    }

    /** Users of these ids; unknown ids are left out. Resolved in batches. */
    public List<User> usersById(Collection<String> ids) {
        return users.byId(ids);
    }

    /** The user whose identifying attribute has that value; empty when several have it, or nobody has. */
    public Optional<User> userByAttribute(String value) {
        return users.byAttribute(value);
    }

    /** Exact, not case-sensitive. */
    public Optional<User> userByUsername(String username) {
        return users.byUsername(username);
    }

    /**
     * Makes the user a member; a member already counts as success.
     *
     * @return false when Keycloak knows no such user; a missing group is MISSING
     */
    public boolean join(String userId, String groupId) {
        try {
            contested(() -> connection.repeatable("add member to group", groupId, () -> {
                connection.users().get(Ids.checked(userId)).joinGroup(Ids.checked(groupId));
                return true;
            }));
            return true;
        } catch (RemoteException failure) {
            if (failure.is(Reason.MISSING) && failure.detail().contains("User not found")) {
                return false;
            }
            throw failure;
        }
    }

    /** Ends a membership; no such membership, user or group counts as success. */
    public void leave(String userId, String groupId) {
        unlessMissing(() -> contested(() -> connection.repeatable("remove member from group", groupId, () -> {
            connection.users().get(Ids.checked(userId)).leaveGroup(Ids.checked(groupId));
            return true;
        })));
    }

    /**
     * Two runs that change the same membership at the same moment get 409 "Duplicate resource error"; asked again, the
     * server answers for the state that has come about meanwhile.
     */
    private static void contested(Runnable change) {
        for (var attempt = 1; ; attempt++) {
            try {
                change.run();
                return;
            } catch (RemoteException failure) {
                if (!failure.is(Reason.CONFLICT) || attempt == CONTESTED) {
                    throw failure;
                }
            }
        }
    }

    /**
     * Whether the account can really see users and groups: one with too few rights gets empty lists instead of errors,
     * so that "not found" means nothing until this is true.
     *
     * @return empty when it can, otherwise what is missing and how to grant it
     */
    public Optional<String> missingRights() {
        return rights.missing();
    }

    private static void unlessMissing(Runnable call) {
        try {
            call.run();
        } catch (RemoteException failure) {
            if (!failure.is(Reason.MISSING)) {
                throw failure;
            }
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Ids become part of a path: an empty or odd one would address something else. */
    static final class Ids {

        private Ids() {}

        static boolean isUsable(String id) {
            return id.matches("[A-Za-z0-9:._@+-]{1,255}")
                    && !id.matches("\\.+")
                    && !id.equals("count")
                    && !id.equals("profile");
        }

        static String checked(String id) {
            if (!isUsable(id)) {
                throw new RemoteException(
                        Reason.REFUSED, RemoteSystem.KEYCLOAK, "address", "", 0, "an id of an impossible form", null);
            }
            return id;
        }
    }
}
