package io.siteagent.core.keycloak;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.http.Attempted;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Retries;
import io.siteagent.core.http.Wire;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.ClientResponseFilter;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.resteasy.client.jaxrs.ResteasyClientBuilder;
import org.jspecify.annotations.Nullable;
import org.keycloak.admin.client.JacksonProvider;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.GroupsResource;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.admin.client.resource.UsersResource;

/**
 * The admin client with what it lacks: time limits, repetition under the common policy, counting, and failures of one
 * kind. Thread-safe.
 */
final class KeycloakConnection implements AutoCloseable {

    private static final int CONNECTIONS = 8;
    private static final String TOKEN_PATH = "/protocol/openid-connect/token";

    private final KeycloakSettings settings;
    private final Wire wire;
    private @Nullable Open open;

    /** Makes the client when it is first asked for: a run that leaves Keycloak alone saves its start. */
    KeycloakConnection(KeycloakSettings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
    }

    /** The admin client reads a resource's whole interface by reflection whenever it is asked for the resource. */
    private record Open(Keycloak keycloak, RealmResource realm, GroupsResource groups, UsersResource users) {

        static Open of(Keycloak keycloak, String name) {
            var realm = keycloak.realm(name);
            return new Open(keycloak, realm, realm.groups(), realm.users());
        }
    }

    private synchronized Open open() {
        var present = open;
        if (present == null) {
            present = Open.of(connect(settings, wire), settings.realm());
            open = present;
        }
        return present;
    }

    private static Keycloak connect(KeycloakSettings settings, Wire wire) {
        var client = ((ResteasyClientBuilder) ClientBuilder.newBuilder())
                .connectionPoolSize(CONNECTIONS)
                .connectionCheckoutTimeout(wire.limits().call().toMillis(), TimeUnit.MILLISECONDS)
                .connectTimeout(wire.limits().connect().toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(wire.limits().read().toMillis(), TimeUnit.MILLISECONDS)
                // Only the client's own provider takes answers with fields that it does not know.
                .register(JacksonProvider.class, 100)
                .register(new PagesAreNoAnswers())
                .register(new TokenCalls(wire.observer()));
        if (!settings.verifySsl()) {
            ((ResteasyClientBuilder) client).disableTrustManager();
        }
        var builder = KeycloakBuilder.builder()
                .serverUrl(settings.baseUri().toString())
                .realm(settings.loginRealm())
                .resteasyClient(client.build());
        return switch (settings.credentials()) {
            case KeycloakSettings.ClientCredentials(var id, var secret) ->
                builder.grantType("client_credentials")
                        .clientId(id)
                        .clientSecret(secret.value())
                        .build();
            case KeycloakSettings.Password(var id, var username, var password) ->
                builder.grantType("password")
                        .clientId(id)
                        .username(username)
                        .password(password.value())
                        .build();
        };
    }

    RealmResource realm() {
        return open().realm();
    }

    GroupsResource groups() {
        return open().groups();
    }

    UsersResource users() {
        return open().users();
    }

    boolean logsInToItsOwnRealm() {
        return settings.realm().equals(settings.loginRealm());
    }

    /** The access token that calls are made with. */
    String accessToken() {
        return open().keycloak().tokenManager().getAccessTokenString();
    }

    /** A call that may be made again. */
    <T> T repeatable(String operation, String object, Supplier<T> call) {
        return Retries.call(wire, number -> attempt(operation, object, true, number, call));
    }

    /** A call that must not be done twice: made again only when the server certainly did not do it. */
    <T> T once(String operation, String object, Supplier<T> call) {
        return Retries.call(wire, number -> attempt(operation, object, false, number, call));
    }

    private <T> Attempted<T> attempt(
            String operation, String object, boolean repeatable, int number, Supplier<T> call) {
        if (wire.deadline().passed()) {
            return new Attempted.Failed<>(outOfTime(operation, object), false, Optional.empty());
        }
        var started = System.nanoTime();
        var status = OptionalInt.empty();
        try {
            var value = call.get();
            status = OptionalInt.of(200);
            return new Attempted.Succeeded<>(value);
        } catch (RuntimeException thrown) {
            var failure = new KeycloakFailure(
                    thrown, operation, object, wire.deadline().clock().instant());
            status = failure.remote().status();
            return new Attempted.Failed<>(
                    failure.remote(), failure.mayRepeat(repeatable, number), failure.retryAfter());
        } finally {
            wire.observer()
                    .ended(new CallObserver.Attempt(
                            RemoteSystem.KEYCLOAK,
                            repeatable ? "REPEATABLE" : "POST",
                            operation,
                            status,
                            Duration.ofNanos(System.nanoTime() - started),
                            number));
        }
    }

    private static RemoteException outOfTime(String operation, String object) {
        return new RemoteException(
                RemoteException.Reason.TRANSIENT,
                RemoteSystem.KEYCLOAK,
                operation,
                object,
                0,
                "no time left in this run",
                null);
    }

    @Override
    public synchronized void close() {
        if (open != null) {
            open.keycloak().close();
        }
    }

    /**
     * The admin client takes any 2xx for a change as success. A page of HTML comes from something in between that did
     * not pass the change on, so it is turned into what a proxy should have said.
     */
    private static final class PagesAreNoAnswers implements ClientResponseFilter {

        private static final int BAD_GATEWAY = 502;

        @Override
        public void filter(ClientRequestContext request, ClientResponseContext response) {
            var page = Optional.ofNullable(response.getMediaType())
                    .filter(type -> type.isCompatible(MediaType.TEXT_HTML_TYPE))
                    .isPresent();
            var change = !request.getMethod().equals("GET")
                    && !request.getUri().getPath().endsWith(TOKEN_PATH);
            if (page && change && response.getStatus() < 300) {
                response.setStatus(BAD_GATEWAY);
            }
        }
    }

    /** Log-ins are made by the client itself, now and then; they count as calls too. */
    private record TokenCalls(CallObserver observer) implements ClientResponseFilter {
        @Override
        public void filter(ClientRequestContext request, ClientResponseContext response) {
            if (request.getUri().getPath().endsWith(TOKEN_PATH)) {
                observer.ended(new CallObserver.Attempt(
                        RemoteSystem.KEYCLOAK,
                        "POST",
                        "log in",
                        OptionalInt.of(response.getStatus()),
                        Duration.ZERO,
                        1));
            }
        }
    }
}
