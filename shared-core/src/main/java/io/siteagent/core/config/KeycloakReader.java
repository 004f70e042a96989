package io.siteagent.core.config;

import io.siteagent.core.config.KeycloakSettings.ClientCredentials;
import io.siteagent.core.config.KeycloakSettings.Credentials;
import io.siteagent.core.config.KeycloakSettings.Password;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The map {@code keycloak} of {@code backend_settings}. */
final class KeycloakReader {

    private static final Pattern REALM = Pattern.compile("[^/\\\\?#%]{1,255}");

    private KeycloakReader() {}

    static Optional<KeycloakSettings> read(Section backend, boolean useUserId) {
        if (!backend.has("keycloak")) {
            backend.problem("keycloak", "is missing, although keycloak_enabled is true: say how Keycloak is reached");
        }
        return backend.section("keycloak").flatMap(section -> settings(section, useUserId));
    }

    private static Optional<KeycloakSettings> settings(Section section, boolean useUserId) {
        var baseUri = ServerUrl.read(section, "keycloak_url", "https://keycloak.example.com/auth/", "");
        var realm = realm(section, "keycloak_realm", "waldur");
        var loginRealm = realm(section, "keycloak_user_realm", "master");
        boolean verify = section.flag("keycloak_ssl_verify", true);
        var credentials = credentials(section);
        section.finish(
                Map.of("keycloak_sync_frequency", "set the schedule in template.yaml"),
                Map.of(
                        "keycloak_use_user_id", "belongs into backend_settings, beside `keycloak`",
                        "keycloak_enabled", "belongs into backend_settings, beside `keycloak`",
                        "client_secret", "is called `keycloak_client_secret`, with `keycloak_client_id`"));
        return baseUri.flatMap(uri ->
                credentials.map(proof -> new KeycloakSettings(uri, realm, loginRealm, proof, verify, useUserId)));
    }

    private static String realm(Section section, String key, String fallback) {
        var realm = section.text(key).orElse(fallback);
        if (!REALM.matcher(realm).matches()) {
            section.problem(key, "is not the name of a realm: it has one of / \\ ? # %");
        }
        return realm;
    }

    /** Client credentials are preferred: they have no password that expires and no session. */
    private static Optional<Credentials> credentials(Section section) {
        boolean byClient = section.has("keycloak_client_id") || section.has("keycloak_client_secret");
        boolean byUser = section.has("keycloak_username") || section.has("keycloak_password");
        if (!byClient && !byUser) {
            section.problem(
                    "keycloak_client_id",
                    "is missing: write keycloak_client_id and keycloak_client_secret of a service account,"
                            + " or keycloak_username and keycloak_password");
            section.ignore("client_id");
            return Optional.empty();
        }
        return byClient ? client(section, byUser) : user(section);
    }

    private static Optional<Credentials> client(Section section, boolean byUser) {
        if (byUser) {
            section.notice("keycloak_username", "without effect here, because keycloak_client_id is preferred");
        }
        for (var key : new String[] {"keycloak_username", "keycloak_password", "client_id"}) {
            section.ignore(key);
        }
        var id = section.asWritten("keycloak_client_id", "write the client's id, it goes with keycloak_client_secret");
        var secret = section.asWritten("keycloak_client_secret", "write the secret of the client");
        return id.flatMap(client -> secret.map(value -> new ClientCredentials(client, new Secret(value))));
    }

    private static Optional<Credentials> user(Section section) {
        var username = section.asWritten("keycloak_username", "write the name of the agent's user in Keycloak");
        var password = section.asWritten("keycloak_password", "write the password of the agent's user in Keycloak");
        var clientId = section.text("client_id").orElse("admin-cli");
        return username.flatMap(user -> password.map(value -> new Password(clientId, user, new Secret(value))));
    }
}
