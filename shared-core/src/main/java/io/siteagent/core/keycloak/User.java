package io.siteagent.core.keycloak;

/**
 * A user of the realm, as far as membership needs one.
 *
 * @param id the OIDC {@code sub}
 * @param username lower-case, as Keycloak stores it
 */
public record User(String id, String username) {}
