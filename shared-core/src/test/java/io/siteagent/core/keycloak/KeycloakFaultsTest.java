package io.siteagent.core.keycloak;

import static io.siteagent.core.http.Loopback.empty;
import static io.siteagent.core.http.Loopback.html;
import static io.siteagent.core.http.Loopback.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What comes of answers that a healthy Keycloak would not give. */
class KeycloakFaultsTest {

    private static final String GROUP = "4f2dc29c-35ac-48ec-9056-24f2b00dec10";
    private static final String USER = "5465e35b-98de-5fdf-ad50-3f354ac9b537";
    private static final String MEMBERS = "[{\"id\":\"" + USER + "\",\"username\":\"user0000\"}]";
    private static final MockResponse TOKEN = json(200, "{\"access_token\":\"a.b.c\",\"expires_in\":300}");

    private final Queue<MockResponse> answers = new ArrayDeque<>();
    private final Queue<MockResponse> logIns = new ArrayDeque<>();
    private final Loopback keycloak = new Loopback().answersBy(request -> {
        var logIn = request.getTarget().endsWith("/token");
        var next = (logIn ? logIns : answers).poll();
        return next != null ? next : logIn ? TOKEN : empty(500);
    });
    private final KeycloakClient client = client(Duration.ofMinutes(1));

    private KeycloakClient client(Duration left) {
        var credentials = new KeycloakSettings.ClientCredentials("agent", new Secret("the-secret"));
        return new KeycloakClient(
                new KeycloakSettings(keycloak.uri(), "waldur", "waldur", credentials, true, true), keycloak.wire(left));
    }

    @AfterEach
    void close() {
        client.close();
        keycloak.close();
    }

    private void answers(MockResponse... inOrder) {
        answers.addAll(List.of(inOrder));
    }

    private List<String> calls() {
        return keycloak.lines().stream()
                .map(line -> line.replaceAll("[?].*", ""))
                .toList();
    }

    @Test
    void a_group_that_another_run_makes_between_the_list_and_the_count_says_nothing_about_our_rights() {
        answers(
                json(200, MEMBERS),
                json(200, "[]"),
                json(200, "{\"count\":1}"),
                json(200, "[{\"id\":\"" + GROUP + "\",\"name\":\"c_alpha\",\"path\":\"/c_alpha\"}]"));

        assertThat(client.missingRights()).isEmpty();
    }

    @Test
    void groups_that_are_counted_and_stay_unseen_say_that_rights_are_missing() {
        answers(
                json(200, MEMBERS),
                json(200, "[]"),
                json(200, "{\"count\":1}"),
                json(200, "[]"),
                json(200, "{\"count\":1}"));

        assertThat(client.missingRights())
                .hasValueSatisfying(missing -> assertThat(missing).contains("sees no groups"));
    }

    @Test
    void a_read_is_repeated_after_server_errors() {
        answers(empty(500), html(502), json(503, "{}"), json(200, MEMBERS));

        assertThat(client.members(GROUP)).containsExactly(new User(USER, "user0000"));
    }

    @Test
    void a_server_that_stays_broken_is_transient() {
        assertReason(() -> client.members(GROUP), Reason.TRANSIENT);
        assertThat(keycloak.attempts())
                .extracting(CallObserver.Attempt::operation)
                .contains("list members of group");
    }

    @Test
    void the_pause_that_a_busy_server_asks_for_is_kept() {
        answers(busy("1"), json(200, MEMBERS));
        var started = System.nanoTime();

        assertThat(client.members(GROUP)).hasSize(1);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_pause_longer_than_we_wait_ends_the_call() {
        answers(busy("3600"), json(200, MEMBERS));

        assertReason(() -> client.members(GROUP), Reason.TRANSIENT);
        assertThat(answers).hasSize(1);
    }

    @Test
    void a_silent_server_is_transient() {
        for (var i = 0; i < 4; i++) {
            answers(new MockResponse.Builder()
                    .code(200)
                    .headersDelay(2, TimeUnit.SECONDS)
                    .build());
        }
        assertReason(() -> client.members(GROUP), Reason.TRANSIENT);
    }

    @Test
    void a_read_is_repeated_when_its_answer_is_cut_short_or_no_json() {
        answers(cutShort(), html(200), json(200, MEMBERS));

        assertThat(client.members(GROUP)).hasSize(1);
    }

    @Test
    void garbage_is_never_an_empty_list() {
        for (var garbage : List.of("{}", "null", "", "[{\"id\":", "[null]", "[{}]", "\"text\"")) {
            answers.clear();
            for (var i = 0; i < 4; i++) {
                answers(json(200, garbage));
            }
            assertReason(() -> client.members(GROUP), Reason.MALFORMED);
        }
    }

    @Test
    void a_list_that_breaks_on_its_second_page_is_a_failure() {
        var page = new StringBuilder("[");
        for (var i = 0; i < 1000; i++) {
            page.append(i == 0 ? "" : ",").append("{\"id\":\"u%d\",\"username\":\"u%d\"}".formatted(i, i));
        }
        answers(json(200, page.append("]").toString()), json(403, "{\"error\":\"HTTP 403 Forbidden\"}"));

        assertReason(() -> client.members(GROUP), Reason.UNAUTHORIZED);
    }

    @Test
    void a_proxys_404_never_means_absence() {
        answers(html(404), html(404), html(404), html(404));

        assertReason(() -> client.deleteGroup(GROUP), Reason.MALFORMED);
        assertReason(() -> client.leave(USER, GROUP), Reason.MALFORMED);
        assertReason(() -> client.join(USER, GROUP), Reason.MALFORMED);
        assertReason(() -> client.groupsNamed("x"), Reason.MALFORMED);
    }

    @Test
    void a_realm_that_is_gone_never_means_absence() {
        answers(json(404, "{\"error\":\"Realm not found.\"}"), json(404, "{\"error\":\"Realm not found.\"}"));

        assertReason(() -> client.deleteGroup(GROUP), Reason.REFUSED);
        assertReason(() -> client.join(USER, GROUP), Reason.REFUSED);
    }

    @Test
    void a_revoked_token_is_replaced_once() {
        answers(json(401, "{\"error\":\"HTTP 401 Unauthorized\"}"), json(200, MEMBERS));

        assertThat(client.members(GROUP)).hasSize(1);
        assertThat(calls()).filteredOn(call -> call.endsWith("/token")).hasSize(2);
    }

    @Test
    void a_second_401_is_unauthorized() {
        answers(json(401, "{}"), json(401, "{}"), json(200, MEMBERS));

        assertReason(() -> client.members(GROUP), Reason.UNAUTHORIZED);
        assertThat(answers).hasSize(1);
    }

    @Test
    void a_creation_is_not_repeated_after_a_server_error() {
        answers(empty(500));

        assertReason(() -> client.createGroup("c_x", Map.of()), Reason.TRANSIENT);
        assertThat(calls()).filteredOn(call -> call.startsWith("POST /admin")).hasSize(1);
    }

    @Test
    void a_creation_is_not_repeated_after_silence() {
        answers(new MockResponse.Builder()
                .code(201)
                .headersDelay(2, TimeUnit.SECONDS)
                .build());

        assertReason(() -> client.createGroup("c_x", Map.of()), Reason.TRANSIENT);
        assertThat(calls()).filteredOn(call -> call.startsWith("POST /admin")).hasSize(1);
    }

    @Test
    void a_creation_that_was_turned_away_with_a_pause_is_repeated() {
        answers(
                busy("0"),
                new MockResponse.Builder()
                        .code(201)
                        .setHeader("Location", keycloak.uri() + "admin/realms/waldur/groups/" + GROUP)
                        .build());

        assertThat(client.createGroup("c_x", Map.of()).id()).isEqualTo(GROUP);
    }

    @Test
    void a_creation_without_a_location_is_malformed() {
        answers(empty(201));

        assertReason(() -> client.createGroup("c_x", Map.of()), Reason.MALFORMED);
    }

    @Test
    void a_contested_membership_is_asked_for_again() {
        var conflict = json(409, "{\"error\":\"conflict\",\"error_description\":\"Duplicate resource error\"}");
        answers(conflict, empty(204), conflict, empty(204));

        assertThat(client.join(USER, GROUP)).isTrue();
        client.leave(USER, GROUP);
        assertThat(answers).isEmpty();
    }

    @Test
    void faults_of_the_log_in_are_faults_of_the_call() {
        logIns.addAll(List.of(html(502), TOKEN));
        answers(json(200, MEMBERS));
        assertThat(client.members(GROUP)).hasSize(1);
    }

    @Test
    void a_log_in_that_is_answered_with_a_web_page_is_malformed() {
        for (var i = 0; i < 4; i++) {
            logIns.add(html(200));
        }
        assertReason(() -> client.members(GROUP), Reason.MALFORMED);
    }

    @Test
    void a_server_that_is_not_there_is_transient() {
        keycloak.close();
        assertReason(() -> client.members(GROUP), Reason.TRANSIENT);
        assertReason(() -> client.createGroup("c_x", Map.of()), Reason.TRANSIENT);
    }

    @Test
    void nothing_is_called_when_the_run_has_no_time_left() {
        try (var late = client(Duration.ZERO)) {
            assertReason(() -> late.members(GROUP), Reason.TRANSIENT);
        }
        assertThat(keycloak.count()).isZero();
    }

    @Test
    void names_that_keycloak_cannot_keep_are_refused_without_a_call() {
        assertReason(() -> client.createGroup("x".repeat(256), Map.of()), Reason.REFUSED);
        assertReason(() -> client.createGroup("", Map.of()), Reason.REFUSED);
        assertThat(keycloak.count()).isZero();
    }

    @Test
    void an_older_server_that_gives_nothing_for_many_ids_is_asked_for_each() {
        var somebody = json(200, "{\"id\":\"" + USER + "\",\"username\":\"user0000\"}");
        var nobody = json(404, "{\"error\":\"User not found\"}");
        answers(json(200, "[]"), json(200, MEMBERS), json(200, "[]"), somebody, nobody, nobody, somebody);

        assertThat(client.usersById(List.of(USER, GROUP))).containsExactly(new User(USER, "user0000"));
        assertThat(client.usersById(List.of(GROUP, USER))).containsExactly(new User(USER, "user0000"));
        assertThat(answers)
                .as("the second time, it is not asked for many at once")
                .isEmpty();
    }

    @Test
    void whom_a_newer_server_does_not_know_is_not_asked_for_one_by_one() {
        answers(json(200, "[]"), json(200, MEMBERS), json(200, MEMBERS), json(200, "[]"));

        assertThat(client.usersById(List.of(GROUP, "5f2dc29c-35ac-48ec-9056-24f2b00dec10")))
                .isEmpty();
        assertThat(client.usersById(List.of(GROUP, "6f2dc29c-35ac-48ec-9056-24f2b00dec10")))
                .isEmpty();
        assertThat(answers).isEmpty();
    }

    @Test
    void in_a_realm_that_shows_nobody_each_is_asked_for() {
        var nobody = json(404, "{\"error\":\"User not found\"}");
        answers(json(200, "[]"), json(200, "[]"), nobody, nobody);

        assertThat(client.usersById(List.of(USER, GROUP))).isEmpty();
        assertThat(answers).isEmpty();
    }

    private static MockResponse busy(String pause) {
        return new MockResponse.Builder()
                .code(429)
                .setHeader("Retry-After", pause)
                .build();
    }

    private static MockResponse cutShort() {
        return new MockResponse.Builder()
                .code(200)
                .setHeader("Content-Type", "application/json")
                .body(MEMBERS.repeat(200))
                .onResponseBody(new SocketEffect.CloseSocket())
                .build();
    }

    private static void assertReason(ThrowingCallable call, Reason reason) {
        var failure = catchThrowableOfType(RemoteException.class, call);
        assertThat(failure).isNotNull();
        assertThat(failure.reason()).isEqualTo(reason);
        assertThat(failure.getMessage()).doesNotContain("the-secret", "127.0.0.1", "a.b.c");
    }
}
