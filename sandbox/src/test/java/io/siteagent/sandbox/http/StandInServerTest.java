package io.siteagent.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StandInServerTest {

    private final Traffic traffic = Traffic.undisturbed();
    private final AtomicInteger served = new AtomicInteger();
    private final StandInServer server = StandInServer.start("echo", 0, this::echo, traffic);
    private final StandInServer other = StandInServer.start("other", 0, this::echo, traffic);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Answer echo(Request request) {
        served.incrementAndGet();
        return request.path().equals("/nowhere")
                ? Answer.empty(404).toUnknownEndpoint()
                : Answer.json(200, "[\"%s %s\"]".formatted(request.method(), request.path()));
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void every_call_is_in_the_log_when_its_answer_arrives() throws Exception {
        get(server, "/a%20b?x=1&x=2");
        send(other, "POST", "/c");

        assertThat(traffic.calls().snapshot())
                .extracting(Call::number, Call::system, Call::method, Call::target)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "echo", "GET", "/a%20b?x=1&x=2"),
                        org.assertj.core.groups.Tuple.tuple(2, "other", "POST", "/c"));
        assertThat(traffic.calls().snapshot().getFirst().request().parameters("x"))
                .containsExactly("1", "2");
        assertThat(traffic.calls().writes()).hasSize(1);
    }

    @Test
    void a_call_to_an_unknown_endpoint_is_marked_in_the_log_and_not_in_the_answer() throws Exception {
        assertThat(get(server, "/nowhere").headers().firstValue(Answer.UNKNOWN_ENDPOINT))
                .isEmpty();
        assertThat(traffic.calls().unknown()).hasSize(1);
    }

    @Test
    void a_status_befalls_only_the_nth_matching_call_and_keeps_it_from_taking_effect() throws Exception {
        var rule = traffic.faults().on("echo").get("^/x").nth(2).then(Fault.status(503, "{}"));

        assertThat(List.of(status("/x"), status("/y"), status("/x"), status("/x")))
                .containsExactly(200, 200, 503, 200);
        assertThat(served).hasValue(3);
        assertThat(rule.fired()).isOne();
    }

    @Test
    void a_dropped_call_has_no_effect_and_a_lost_answer_has() {
        traffic.faults().on("echo").post("/dropped").every().then(Fault.dropped());
        traffic.faults().on("echo").post("/lost").every().then(Fault.answerLost());

        assertThatThrownBy(() -> send(server, "POST", "/dropped")).isInstanceOf(IOException.class);
        assertThat(served).hasValue(0);
        assertThatThrownBy(() -> send(server, "POST", "/lost")).isInstanceOf(IOException.class);
        assertThat(served).hasValue(1);
        assertThat(traffic.calls().snapshot()).allMatch(call -> call.status().isEmpty());
    }

    @Test
    void an_error_after_the_effect_hides_that_it_took_place() throws Exception {
        traffic.faults().on("echo").every().then(Fault.errorAfterEffect());

        var answer = send(server, "POST", "/x");

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("text/html"));
        assertThat(served).hasValue(1);
    }

    @Test
    void bodies_are_cut_emptied_replaced_and_mislabelled() throws Exception {
        traffic.faults().on("echo").path("/cut").every().then(Fault.truncated(3));
        traffic.faults().on("echo").path("/empty").every().then(Fault.emptyList());
        traffic.faults().on("echo").path("/other").every().then(Fault.body("?"), Fault.contentType("text/plain"));

        assertThatThrownBy(() -> get(server, "/cut")).isInstanceOf(IOException.class);
        assertThat(get(server, "/empty").body()).isEqualTo("[]");
        var other = get(server, "/other");
        assertThat(other.body()).isEqualTo("?");
        assertThat(other.headers().firstValue("content-type")).contains("text/plain");
    }

    @Test
    void somebody_else_acts_between_two_calls() throws Exception {
        var order = new StringBuilder();
        traffic.faults()
                .on("echo")
                .every()
                .then(
                        Fault.before(() -> order.append("before%d ".formatted(served.get()))),
                        Fault.after(() -> order.append("after%d".formatted(served.get()))));

        get(server, "/x");

        assertThat(order).hasToString("before0 after1");
    }

    @Test
    void the_caller_is_killed_at_its_nth_call_over_all_systems_until_healed() throws Exception {
        traffic.faults().killAt(2, Effect.TAKEN);

        get(server, "/1");
        assertThatThrownBy(() -> send(other, "POST", "/2")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> send(server, "POST", "/3")).isInstanceOf(IOException.class);
        assertThat(served).hasValue(2);
        traffic.faults().heal();

        assertThat(status("/4")).isEqualTo(200);
    }

    @Test
    void a_kill_before_the_effect_leaves_the_nth_call_undone() {
        traffic.faults().killAt(1, Effect.NONE);

        assertThatThrownBy(() -> send(other, "POST", "/1")).isInstanceOf(IOException.class);
        assertThat(served).hasValue(0);
    }

    @Test
    void latency_is_part_of_the_logged_duration() throws Exception {
        traffic.latency().set("echo", Duration.ofMillis(30));

        get(server, "/slow");

        assertThat(traffic.calls().snapshot().getFirst().duration()).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    }

    @Test
    void calls_of_all_systems_at_the_same_time_are_one_round_and_the_next_one_is_another() throws Exception {
        get(server, "/before");
        var rounds = traffic.latency().inRounds(Duration.ofMillis(300));

        var together = Stream.of(server, other, server)
                .map(system -> HttpRequest.newBuilder(java.net.URI.create(system.uri() + "/together"))
                        .build())
                .map(request -> client.sendAsync(request, BodyHandlers.discarding()))
                .toList();
        together.forEach(CompletableFuture::join);
        assertThat(rounds.count()).isEqualTo(1);

        get(server, "/then");
        assertThat(rounds.count()).isEqualTo(2);
    }

    private int status(String path) throws Exception {
        return get(server, path).statusCode();
    }

    private HttpResponse<String> get(StandInServer server, String path) throws Exception {
        return send(server, "GET", path);
    }

    private HttpResponse<String> send(StandInServer server, String method, String path) throws Exception {
        var body = method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}");
        var request = HttpRequest.newBuilder(java.net.URI.create(server.uri() + path))
                .method(method, body)
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
