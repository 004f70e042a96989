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
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ClientScopeRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

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

    /**
     * What the account lacks to change groups and members.
     *
     * @return empty when nothing is known to be missing, otherwise what it is and how to grant it
     */
    public Optional<String> missingRightsToChange() {
        return new AccountRights(connection).missingToChange();
    }

    /** What Rancher will be told of groups. */
    public GroupsClaim groupsClaim() {
        try {
            var scopes =
                    connection
                            .repeatable(
                                    "list client scopes",
                                    "",
                                    () -> connection.realm().clientScopes().findAll())
                            .stream()
                            .collect(Collectors.toMap(
                                    ClientScopeRepresentation::getName,
                                    scope -> orEmpty(scope.getProtocolMappers()),
                                    (one, _) -> one));
            var clients = connection.repeatable(
                    "list clients", "", () -> connection.realm().clients().findAll());
            // Every realm has clients of its own: an empty list is one that we may not see.
            return clients.isEmpty()
                    ? new GroupsClaim.Hidden()
                    : GroupsClaim.of(clients.stream()
                            .flatMap(client -> mappers(client, scopes))
                            .toList());
        } catch (RemoteException failure) {
            if (failure.is(Reason.UNAUTHORIZED)) {
                return new GroupsClaim.Hidden();
            }
            throw failure;
        }
    }

    private static Stream<GroupsClaim.Mapper> mappers(
            ClientRepresentation client, Map<String, List<ProtocolMapperRepresentation>> scopes) {
        var ofScopes = orEmpty(client.getDefaultClientScopes()).stream()
                .flatMap(scope -> scopes.getOrDefault(scope, List.of()).stream());
        return Stream.concat(orEmpty(client.getProtocolMappers()).stream(), ofScopes)
                .filter(mapper -> "oidc-group-membership-mapper".equals(mapper.getProtocolMapper()))
                .map(mapper -> mapper(client.getClientId(), mapper.getConfig()));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return Objects.requireNonNullElse(list, List.of());
    }

    private static GroupsClaim.Mapper mapper(String client, Map<String, String> config) {
        return new GroupsClaim.Mapper(
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
