package io.siteagent.core.http;

import static io.siteagent.core.http.Loopback.empty;
import static io.siteagent.core.http.Loopback.html;
import static io.siteagent.core.http.Loopback.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.siteagent.core.http.RemoteException.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportRepetitionTest {

    private static final Exchange READ = Exchange.get("read thing", "a", "things", "a");
    private static final Exchange WRITE_TWICE =
            Exchange.repeatablePost("set thing", "a", Map.of("x", 1), "things", "a", "set", "");
    private static final Exchange WRITE_ONCE =
            Exchange.postOnce("approve thing", "a", Map.of(), "things", "a", "approve", "");

    private final Loopback server = new Loopback();

    @AfterEach
    void close() {
        server.close();
    }

    private Transport transport(Wire wire) {
        return new Transport(RemoteSystem.WALDUR, server.uri(), true, Authorization.fixed("Token abc"), wire);
    }

    private String read() {
        return transport(server.wire()).call(READ, answer -> answer.json().text("name"));
    }

    private void write(Exchange exchange) {
        transport(server.wire()).call(exchange, Answer.DONE);
    }

    private RemoteException failure(Runnable call) {
        return catchThrowableOfType(RemoteException.class, call::run);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 429, 408})
    void a_passing_failure_of_a_read_is_repeated(int status) {
        server.answers(html(status), html(status), json(200, "{\"name\":\"n\"}"));
        assertThat(read()).isEqualTo("n");
        assertThat(server.count()).isEqualTo(3);
        assertThat(server.attempts())
                .extracting(CallObserver.Attempt::number, CallObserver.Attempt::status)
                .containsExactly(
                        tuple(1, OptionalInt.of(status)),
                        tuple(2, OptionalInt.of(status)),
                        tuple(3, OptionalInt.of(200)));
    }

    @Test
    void a_failure_that_stays_is_transient_after_four_attempts() {
        server.answersBy(_ -> html(500));
        var failure = failure(this::read);
        assertThat(failure.reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(failure.status()).hasValue(500);
        assertThat(failure).hasMessage("Waldur: cannot read thing a (transient, HTTP 500): answered with a web page");
        assertThat(server.count()).isEqualTo(4);
    }

    @ParameterizedTest
    @CsvSource({
        "400,REFUSED",
        "401,UNAUTHORIZED",
        "403,UNAUTHORIZED",
        "405,REFUSED",
        "409,CONFLICT",
        "412,CONFLICT",
        "413,REFUSED",
        "422,REFUSED",
        "301,REFUSED",
        "307,REFUSED"
    })
    void a_decision_of_the_server_is_not_repeated(int status, Reason reason) {
        server.answersBy(_ -> json(status, "{\"detail\":\"no\"}"));
        assertThat(failure(this::read).reason()).isEqualTo(reason);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void a_write_that_must_not_be_done_twice_is_not_repeated_after_a_failure() {
        server.answersBy(_ -> html(500));
        assertThat(failure(() -> write(WRITE_ONCE)).reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void a_write_that_must_not_be_done_twice_is_not_repeated_when_its_answer_is_lost() {
        server.answersBy(_ -> lostAnswer());
        assertThat(failure(() -> write(WRITE_ONCE)).reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(server.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void a_write_that_was_turned_away_with_a_pause_is_repeated(int status) {
        server.answers(retryAfter(status, "0"), empty(200));
        write(WRITE_ONCE);
        assertThat(server.count()).isEqualTo(2);
        assertThat(server.attempts()).hasSize(2);
    }

    @Test
    void a_write_that_was_turned_away_without_a_word_on_when_is_not_repeated() {
        server.answersBy(_ -> empty(503));
        assertThat(failure(() -> write(WRITE_ONCE)).reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void a_write_without_a_connection_was_not_done_and_is_repeated() {
        server.close();
        assertThat(failure(() -> write(WRITE_ONCE)))
                .hasMessage("Waldur: cannot approve thing a (transient): no connection");
        assertThat(server.attempts())
                .hasSize(4)
                .allMatch(attempt -> attempt.status().isEmpty());
    }

    @Test
    void a_repeatable_write_is_repeated_when_its_answer_is_lost() {
        server.answers(lostAnswer(), empty(201));
        write(WRITE_TWICE);
        assertThat(server.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.getBody()).hasToString("[text={\"x\":1}]"));
    }

    @Test
    void a_reset_in_the_middle_of_an_answer_is_repeated() {
        var cut = new MockResponse.Builder()
                .code(200)
                .body("{\"name\":\"" + "n".repeat(100_000) + "\"}")
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
        server.answers(cut, json(200, "{\"name\":\"n\"}"));
        assertThat(read()).isEqualTo("n");
    }

    @Test
    void an_answer_that_does_not_come_in_time_is_transient() {
        server.answersBy(_ -> new MockResponse.Builder()
                .code(200)
                .headersDelay(30, TimeUnit.SECONDS)
                .build());
        assertThat(failure(() -> write(WRITE_ONCE)))
                .hasMessage("Waldur: cannot approve thing a (transient): no answer in time");
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void a_pause_that_the_server_asks_for_is_kept_to_the_second() {
        server.answers(retryAfter(429, "1"), json(200, "{\"name\":\"n\"}"));
        var started = System.nanoTime();
        assertThat(read()).isEqualTo("n");
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_pause_until_a_date_is_kept() {
        var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
        server.answers(retryAfter(503, date), json(200, "{\"name\":\"n\"}"));
        assertThat(read()).isEqualTo("n");
    }

    @Test
    void a_pause_that_is_too_long_ends_the_call() {
        server.answersBy(_ -> retryAfter(429, "3600"));
        assertThat(failure(this::read).reason()).isEqualTo(Reason.TRANSIENT);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void nothing_is_repeated_that_does_not_fit_into_the_run() {
        server.answersBy(_ -> retryAfter(429, "2"));
        var wire = server.wire(Duration.ofMillis(1500));
        assertThatThrownBy(() -> transport(wire).call(READ, Answer.DONE)).isInstanceOf(RemoteException.class);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void nothing_is_sent_after_the_end_of_the_run() {
        var failure = failure(() -> transport(server.wire(Duration.ZERO)).call(READ, Answer.DONE));
        assertThat(failure).hasMessage("Waldur: cannot read thing a (transient): no time left in this run");
        assertThat(server.count()).isZero();
    }

    @Test
    void the_end_of_the_run_cuts_a_call_short() {
        server.answersBy(_ -> new MockResponse.Builder()
                .code(200)
                .headersDelay(30, TimeUnit.SECONDS)
                .build());
        var patient = new TimeLimits(Duration.ofSeconds(20), Duration.ofSeconds(20), Duration.ofSeconds(20));
        var wire = new Wire(
                Deadline.in(Duration.ofMillis(300), Clock.systemUTC()), CallObserver.NONE, Loopback.PAUSES, patient);
        var started = System.nanoTime();
        assertThat(failure(() -> transport(wire).call(READ, Answer.DONE)).reason())
                .isEqualTo(Reason.TRANSIENT);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    private static MockResponse lostAnswer() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }

    private static MockResponse retryAfter(int status, String pause) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Retry-After", pause)
                .build();
    }
}
