package io.siteagent.core.http;

import static io.siteagent.core.http.Loopback.html;
import static io.siteagent.core.http.Loopback.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.siteagent.core.http.RemoteException.Reason;
import java.util.List;
import java.util.Map;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTest {

    private static final Exchange READ = Exchange.get("read thing", "a", "things", "a");
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

    @Test
    void says_who_it_is_and_what_it_takes() {
        server.answers(json(200, "{\"name\":\"n\"}"));
        read();
        var headers = server.requests().getFirst().getHeaders();
        assertThat(headers.get("Authorization")).isEqualTo("Token abc");
        assertThat(headers.get("Accept")).isEqualTo("application/json");
        assertThat(headers.get("User-Agent"))
                .startsWith("waldur-site-agent-rancher/")
                .doesNotContainIgnoringCase("mozilla");
    }

    @Test
    void a_base_address_with_a_path_is_kept() {
        server.answers(json(200, "{\"name\":\"n\"}"));
        var transport = new Transport(
                RemoteSystem.WALDUR,
                server.uri().resolve("sub/path/"),
                true,
                Authorization.fixed("Token abc"),
                server.wire());
        transport.call(READ.query("field", "a b&c"), Answer.DONE);
        assertThat(server.lines()).containsExactly("GET /sub/path/things/a?field=a%20b%26c");
    }

    @Test
    void a_name_can_not_leave_its_place_in_the_path() {
        server.answers(json(200, "{}"));
        transport(server.wire()).call(Exchange.get("read thing", "", "things", "a/b?c#d"), Answer.DONE);
        assertThat(server.lines()).containsExactly("GET /things/a%2Fb%3Fc%23d");
    }

    @Test
    void a_redirection_is_not_followed() {
        server.answers(new MockResponse.Builder()
                .code(302)
                .setHeader("Location", server.uri() + "login")
                .build());
        assertThat(failure(this::read)).hasMessageContaining("redirection").hasMessageNotContaining("login");
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void json_that_is_cut_short_is_malformed_when_it_stays_so() {
        server.answersBy(_ -> json(200, "{\"name\":\"n\""));
        assertThat(failure(this::read)).hasMessage("Waldur: cannot read thing a (malformed, HTTP 200): cut short");
        assertThat(server.count()).isEqualTo(4);
    }

    @Test
    void a_page_that_a_proxy_answered_once_is_no_failure_of_a_read() {
        server.answers(html(200), json(200, "{\"name\":\"n\"}"));
        assertThat(read()).isEqualTo("n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>sign in</html>", "{\"name\":\"n\"} {}", "{\"other\":1}", "[]", "{\"name\":{}}"})
    void an_answer_of_another_shape_is_malformed(String body) {
        server.answersBy(_ -> json(200, body));
        assertThat(failure(this::read).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void a_web_page_does_not_confirm_a_write() {
        server.answers(html(200));
        assertThat(failure(() -> write(WRITE_ONCE)).reason()).isEqualTo(Reason.MALFORMED);
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void a_page_in_place_of_a_404_does_not_say_that_the_object_is_missing() {
        server.answers(html(404));
        assertThat(failure(this::read).reason()).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void an_endless_answer_is_malformed() {
        server.answers(new MockResponse.Builder()
                .code(200)
                .chunkedBody("[" + "1234567,".repeat(5 << 20) + "1]", 1 << 16)
                .build());
        assertThat(failure(this::read)).hasMessageContaining("longer than");
    }

    @Test
    void an_attempt_is_told_without_the_object() {
        server.answers(json(200, "{\"name\":\"n\"}"));
        read();
        assertThat(server.attempts()).singleElement().satisfies(attempt -> {
            assertThat(attempt.system()).isEqualTo(RemoteSystem.WALDUR);
            assertThat(attempt.method()).isEqualTo("GET");
            assertThat(attempt.operation()).isEqualTo("read thing");
        });
    }

    @Test
    void the_credential_is_in_no_failure() {
        server.answersBy(_ -> json(400, "{\"detail\":\"Token 0123456789abcdef0123456789abcdef01234567 is bad\"}"));
        assertThat(failure(this::read)).hasMessageEndingWith("(refused, HTTP 400): (removed) is bad");
    }

    @Test
    void a_token_that_no_header_can_hold_is_an_operators_matter() {
        var transport = new Transport(
                RemoteSystem.WALDUR, server.uri(), true, Authorization.fixed("Token a\nb"), server.wire());
        var failure = failure(() -> transport.call(READ, Answer.DONE));
        assertThat(failure.reason()).isEqualTo(Reason.UNAUTHORIZED);
        assertThat(List.of(failure.getMessage(), String.valueOf(failure.getCause())))
                .noneMatch(text -> text.contains("a\nb"));
    }
}
