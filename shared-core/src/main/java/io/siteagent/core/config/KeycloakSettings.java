package io.siteagent.core.config;

import java.net.URI;

/**
 * How Keycloak is reached.
 *
 * @param baseUri root of the server as configured (with or without {@code /auth/}), ending in a slash
 * @param realm realm of users and groups ({@code keycloak_realm})
 * @param loginRealm realm that the account logs in to ({@code keycloak_user_realm})
 * @param useUserId {@code keycloak_use_user_id}: Waldur's names are Keycloak user ids; otherwise usernames
 */
public record KeycloakSettings(
        URI baseUri, String realm, String loginRealm, Credentials credentials, boolean verifySsl, boolean useUserId) {

    /** How the account proves itself. */
    public sealed interface Credentials {}

    /** Client credentials grant ({@code keycloak_client_id} and {@code keycloak_client_secret}): preferred. */
    public record ClientCredentials(String clientId, Secret clientSecret) implements Credentials {}

    /**
     * Password grant ({@code keycloak_username}, {@code keycloak_password}, {@code client_id}), as the predecessor does
     * it.
     */
    public record Password(String clientId, String username, Secret password) implements Credentials {}
}
