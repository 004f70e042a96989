package io.siteagent.core.waldur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Wire;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaldurLoginTest {

    private static final WaldurUuid ORDER = WaldurUuid.of("4ac372e685114bd483d58e0295ca94e3");

    private final Loopback server = new Loopback();
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");

    @AfterEach
    void close() {
        server.close();
    }

    private WaldurClient client() {
        return client(Clock.systemUTC());
    }

    private WaldurClient client(Clock clock) {
        var wire = server.wire();
        return new WaldurClient(
                new WaldurSettings(
                        server.uri(),
                        new WaldurSettings.Login.ClientCredentials(
                                server.uri().resolve("realms/waldur/token"), "agent", new Secret("p&ss word")),
                        true),
                new Wire(Deadline.in(Duration.ofDays(1), clock), wire.observer(), wire.retries(), wire.limits()));
    }

    private static MockResponse token(String value, int seconds) {
        return Loopback.json(
                200, "{\"access_token\":\"%s\",\"expires_in\":%d,\"token_type\":\"Bearer\"}".formatted(value, seconds));
    }

    private List<String> authorizations() {
        var lines = new ArrayList<String>();
        for (RecordedRequest request : server.requests()) {
            var authorization = request.getHeaders().get("Authorization");
            lines.add(request.getMethod() + " " + request.getUrl().encodedPath() + " "
                    + (authorization == null ? "without" : authorization));
        }
        return lines;
    }

    @Test
    void a_client_gets_a_token_once_and_shows_it_with_every_call() {
        server.answers(token("one", 300), Loopback.json(200, "[]"), Loopback.empty(200));
        var waldur = client();

        waldur.openOrders(ORDER);
        waldur.approve(ORDER);

        var requests = server.requests();
        assertThat(requests).hasSize(3);
        assertThat(requests.getFirst().getBody())
                .extracting(okio.ByteString::utf8)
                .isEqualTo("client_id=agent&client_secret=p%26ss+word&grant_type=client_credentials");
        assertThat(requests.getFirst().getHeaders().get("Authorization")).isNull();
        assertThat(requests.subList(1, 3))
                .allSatisfy(request ->
                        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer one"));
    }

    @Test
    void a_token_is_replaced_before_it_ends() {
        server.answers(
                token("one", 60), Loopback.empty(200), Loopback.empty(200), token("two", 60), Loopback.empty(200));
        var waldur = client(new MovedClock());

        waldur.approve(ORDER);
        now = now.plusSeconds(29);
        waldur.approve(ORDER);
        now = now.plusSeconds(2);
        waldur.approve(ORDER);

        assertThat(authorizations())
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly("without", "one", "one", "without", "two");
    }

    @Test
    void a_token_that_waldur_refuses_is_replaced_and_the_call_made_again() {
        server.answers(token("one", 300), Loopback.json(401, "{}"), token("two", 300), Loopback.empty(200));

        client().approve(ORDER);

        assertThat(authorizations())
                .extracting(line -> line.substring(line.lastIndexOf(' ') + 1))
                .containsExactly("without", "one", "without", "two");
    }

    @Test
    void a_client_whose_tokens_waldur_refuses_is_not_tried_forever() {
        server.answers(token("one", 300), Loopback.json(401, "{}"), token("two", 300), Loopback.json(401, "{}"));

        assertThatThrownBy(() -> client().approve(ORDER))
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.is(RemoteException.Reason.UNAUTHORIZED))
                                .isTrue());
        assertThat(server.count()).isEqualTo(4);
    }

    @Test
    void a_wrong_secret_is_a_matter_of_the_credential_and_not_shown() {
        server.answers(Loopback.json(400, "{\"error\":\"invalid_client\"}"));

        assertThatThrownBy(() -> client().openOrders(ORDER))
                .hasMessageContaining("get an access token")
                .hasMessageNotContaining("ss word")
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.is(RemoteException.Reason.UNAUTHORIZED))
                                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "-5", "99999999999999999999"})
    void an_absurd_lifetime_breaks_nothing(String seconds) {
        server.answers(
                Loopback.json(200, "{\"access_token\":\"one\",\"expires_in\":%s}".formatted(seconds)),
                Loopback.json(200, "[]"));

        assertThat(client().openOrders(ORDER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"access_token\":", "<html></html>", "[]"})
    void an_answer_without_a_token_is_a_passing_fault(String answer) {
        server.answersBy(_ -> Loopback.json(200, answer));

        assertThatThrownBy(() -> client().openOrders(ORDER))
                .isInstanceOfSatisfying(
                        RemoteException.class,
                        failure -> assertThat(failure.is(RemoteException.Reason.MALFORMED))
                                .isTrue());
    }

    @Test
    void a_token_endpoint_that_is_away_for_a_moment_is_asked_again() {
        server.answers(Loopback.empty(503), token("one", 300), Loopback.json(200, "[]"));

        assertThat(client().openOrders(ORDER)).isEmpty();
    }

    /** Shows the test's moment. */
    private final class MovedClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
