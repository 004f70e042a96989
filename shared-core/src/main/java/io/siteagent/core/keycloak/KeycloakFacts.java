package io.siteagent.core.keycloak;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.http.Authorization;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.representations.idm.ClientRepresentation;

/**
 * What an operator wants to know of Keycloak and what no membership needs: whether address and realm are right, and
 * what Rancher will be told. Close it to give back its connections.
 */
public final class KeycloakFacts implements AutoCloseable {

    private final KeycloakSettings settings;
    private final Wire wire;
    private final KeycloakConnection connection;

    /** Calls nobody yet. */
    public KeycloakFacts(KeycloakSettings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
        this.connection = new KeycloakConnection(settings, wire);
    }

    /**
     * How a client puts groups into tokens.
     *
     * @param client its client id
     * @param claim {@code groups} for Rancher
     * @param fullPath whether names are sent as paths, which Rancher splits
     * @param inIdToken Rancher 2.14.1 and later read the ID token
     */
    public record GroupsMapper(String client, String claim, boolean fullPath, boolean inIdToken, boolean inUserInfo) {}

    /** Whether a realm is served at the configured address; needs no account. */
    public boolean serves(String realm) {
        return serves(settings.baseUri(), realm);
    }

    /** The address at which the realm is served, if only {@code /auth/} is missing from, or too much in, ours. */
    public Optional<URI> betterAddress(String realm) {
        var base = settings.baseUri().toString();
        var other = base.endsWith("/auth/") ? base.substring(0, base.length() - "auth/".length()) : base + "auth/";
        return Optional.of(URI.create(other)).filter(uri -> serves(uri, realm));
    }

    private boolean serves(URI base, String realm) {
        // The document is public: whatever is sent as authorization is not looked at.
        var anonymous = new Transport(RemoteSystem.KEYCLOAK, base, settings.verifySsl(), Authorization.NONE, wire);
        try {
            return anonymous.call(
                    Exchange.get("find realm", realm, "realms", realm, ".well-known", "openid-configuration"),
                    answer -> answer.json().optionalText("issuer").isPresent());
        } catch (RemoteException failure) {
            if (failure.is(Reason.TRANSIENT)) {
                throw failure;
            }
            return false;
        }
    }

    /** Logs in; UNAUTHORIZED when the account is refused. */
    public void logIn() {
        connection.repeatable("log in to", settings.loginRealm(), connection::accessToken);
    }

    /** Every client's mapper of groups. UNAUTHORIZED without the right to view clients. */
    public List<GroupsMapper> groupsMappers() {
        return connection
                .repeatable(
                        "list clients", "", () -> connection.realm().clients().findAll())
                .stream()
                .flatMap(KeycloakFacts::mappers)
                .toList();
    }

    private static Stream<GroupsMapper> mappers(ClientRepresentation client) {
        return Optional.ofNullable(client.getProtocolMappers()).orElse(List.of()).stream()
                .filter(mapper -> "oidc-group-membership-mapper".equals(mapper.getProtocolMapper()))
                .map(mapper -> mapper(client.getClientId(), mapper.getConfig()));
    }

    private static GroupsMapper mapper(String client, Map<String, String> config) {
        return new GroupsMapper(
                client,
                config.getOrDefault("claim.name", ""),
                Boolean.parseBoolean(config.getOrDefault("full.path", "true")),
                Boolean.parseBoolean(config.getOrDefault("id.token.claim", "false")),
                Boolean.parseBoolean(config.getOrDefault("userinfo.token.claim", "false")));
    }

    @Override
    public void close() {
        connection.close();
    }
}
