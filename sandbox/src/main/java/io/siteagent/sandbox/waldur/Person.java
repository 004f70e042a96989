package io.siteagent.sandbox.waldur;

/**
 * A user of Waldur.
 *
 * @param username the Keycloak user id for people who log in through Keycloak
 * @param active deactivated people drop out of teams
 */
public record Person(
        String uuid,
        String username,
        String fullName,
        String email,
        String registrationMethod,
        boolean active,
        boolean staff,
        boolean support) {

    Person withActive(boolean active) {
        return new Person(uuid, username, fullName, email, registrationMethod, active, staff, support);
    }
}
