package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurSettings.Login;
import io.siteagent.core.http.Authorization;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How calls to Waldur prove who they come from. */
final class WaldurLogin {

    private WaldurLogin() {}

    /** What calls Waldur in the name of the configured account. */
    static Transport transport(WaldurSettings settings, Wire wire) {
        return new Transport(
                RemoteSystem.WALDUR, settings.baseUri(), settings.verifySsl(), authorization(settings, wire), wire);
    }

    private static Authorization authorization(WaldurSettings settings, Wire wire) {
        return switch (settings.login()) {
            case Login.ApiToken(var token) ->
                Authorization.fixed("Token " + token.value().strip());
            case Login.ClientCredentials client -> new AccessTokens(client, settings.verifySsl(), wire);
        };
    }

    /**
     * Access tokens by the client credentials grant (RFC 6749, 4.4): fetched when the first call needs one, and again
     * shortly before one ends or when Waldur refuses it.
     */
    private static final class AccessTokens implements Authorization {

        private static final Duration BEFORE_IT_ENDS = Duration.ofSeconds(30);

        /** RFC 6749 only recommends that the server says how long a token lasts. */
        private static final Duration UNSAID = Duration.ofMinutes(5);

        /** In seconds; what a server says beyond a day is not relied on. */
        private static final BigDecimal LONGEST =
                BigDecimal.valueOf(Duration.ofDays(1).toSeconds());

        private final Login.ClientCredentials client;
        private final Transport transport;
        private final Clock clock;
        private Optional<AccessToken> current = Optional.empty();

        AccessTokens(Login.ClientCredentials client, boolean verifyCertificate, Wire wire) {
            this.client = client;
            this.transport =
                    new Transport(RemoteSystem.WALDUR, client.tokenUrl(), verifyCertificate, Authorization.NONE, wire);
            this.clock = wire.deadline().clock();
        }

        private record AccessToken(String header, Instant renewal) {}

        @Override
        public synchronized Optional<String> header() {
            if (current.filter(token -> clock.instant().isBefore(token.renewal()))
                    .isEmpty()) {
                current = Optional.of(fetch());
            }
            return current.map(AccessToken::header);
        }

        @Override
        public synchronized boolean renew(String refused) {
            current = current.filter(token -> !token.header().equals(refused));
            return true;
        }

        private AccessToken fetch() {
            var form = new TreeMap<>(Map.of(
                    "grant_type", "client_credentials",
                    "client_id", client.clientId(),
                    "client_secret", client.clientSecret().value()));
            try {
                return transport.call(
                        Exchange.repeatableForm("get an access token", "", form), answer -> token(answer.json()));
            } catch (RemoteException refused) {
                throw refused.is(Reason.REFUSED) || refused.is(Reason.MISSING) ? unauthorized(refused) : refused;
            }
        }

        /** Servers answer 400 to a wrong secret too. */
        private static RemoteException unauthorized(RemoteException refused) {
            return new RemoteException(
                    Reason.UNAUTHORIZED,
                    RemoteSystem.WALDUR,
                    refused.operation(),
                    refused.object(),
                    refused.status().orElse(0),
                    refused.detail(),
                    refused);
        }

        private AccessToken token(JsonValues answer) {
            var lifetime = answer.at("expires_in")
                    .asNumber()
                    .map(seconds -> Duration.ofSeconds(
                            seconds.min(LONGEST).max(BigDecimal.ZERO).longValue()))
                    .orElse(UNSAID);
            return new AccessToken(
                    "Bearer " + answer.text("access_token"),
                    clock.instant().plus(lifetime).minus(BEFORE_IT_ENDS));
        }
    }
}
