package io.siteagent.core.keycloak;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Groups and members of one realm. Lists are read to their end; failures are
 * {@link io.siteagent.core.http.RemoteException}s, those of the token call included. Thread-safe; close it to give back
 * its connections.
 */
public final class KeycloakClient implements AutoCloseable {

    public KeycloakClient(io.siteagent.core.config.KeycloakSettings settings, io.siteagent.core.http.Wire wire) {
        java.util.Objects.requireNonNull(settings);
        java.util.Objects.requireNonNull(wire);
    }

    private static UnsupportedOperationException todo() {
        return new UnsupportedOperationException();
    }

    /**
     * Every group of that exact name (case-sensitive) on any level of the realm, with attributes: Rancher sees names
     * only, so more than one is a collision.
     */
    public List<Group> groupsNamed(String name) {
        throw todo();
    }

    /** Direct children of a group. */
    public List<Group> children(String groupId) {
        throw todo();
    }

    /** Direct members, all of them. */
    public List<User> members(String groupId) {
        throw todo();
    }

    /** CONFLICT when the name is taken by a sibling. */
    public Group createGroup(String name, Map<String, List<String>> attributes) {
        throw todo();
    }

    /** CONFLICT when the name is taken by a sibling, MISSING when the parent is gone. */
    public Group createChild(Group parent, String name, Map<String, List<String>> attributes) {
        throw todo();
    }

    /** Replaces the attributes of a group. */
    public void setAttributes(Group group, Map<String, List<String>> attributes) {
        throw todo();
    }

    /** Deletes a group with all its children; gone already counts as success. */
    public void deleteGroup(String groupId) {
        throw todo();
    }

    /** Users of these ids; unknown ids are left out. Resolved in batches. */
    public List<User> usersById(Collection<String> ids) {
        throw todo();
    }

    /** Exact, not case-sensitive. */
    public Optional<User> userByUsername(String username) {
        throw todo();
    }

    /**
     * Makes the user a member; a member already counts as success.
     *
     * @return false when Keycloak knows no such user; a missing group is MISSING
     */
    public boolean join(String userId, String groupId) {
        throw todo();
    }

    /** Ends a membership; no such membership, user or group counts as success. */
    public void leave(String userId, String groupId) {
        throw todo();
    }

    /**
     * Whether the account can really see users and groups: one with too few rights gets empty lists instead of errors,
     * so that "not found" means nothing until this is true.
     *
     * @return empty when it can, otherwise what is missing and how to grant it
     */
    public Optional<String> missingRights() {
        throw todo();
    }

    @Override
    public void close() {}
}
