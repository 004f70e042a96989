package io.siteagent.core.keycloak;

import java.util.Optional;

/**
 * A user of the realm.
 *
 * @param username as Keycloak stores it: lower-case
 * @param attribute value of the attribute that identifies people, where one is configured and the user has it
 */
public record User(String id, String username, Optional<String> attribute) {

    public User(String id, String username) {
        this(id, username, Optional.empty());
    }
}
