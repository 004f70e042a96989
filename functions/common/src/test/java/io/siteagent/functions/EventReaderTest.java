package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.runtime.QueuedWork;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.TriggerJson.UnreadableTriggerException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

    private static final String MESSAGE = """
            {"messageId": "m-1", "receiptHandle": "r-1", "body": "{\\"kind\\":\\"sweep\\"}",
             "attributes": {"ApproximateReceiveCount": "3", "MessageGroupId": "g-1"},
             "messageAttributes": {}, "eventSource": "aws:sqs"}""";

    private static final String CALL = """
            {"version": "2.0", "routeKey": "POST /order/{secret}", "rawPath": "/order/s3cret",
             "headers": {"authorization": "Basic eDp5"}, "pathParameters": {"secret": "s3cret"},
             "requestContext": {"http": {"method": "POST", "path": "/order/s3cret"}},
             "body": "%s", "isBase64Encoded": %s}""";

    private static FunctionEvent read(String event) {
        return EventReader.read(event.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_schedule_sends_our_own_event() {
        assertThat(read("{\"kind\":\"sweep\",\"scheduledTime\":\"2026-11-25T12:00:00Z\",\"executionId\":\"1\"}"))
                .isEqualTo(new FunctionEvent.Own(new Trigger.Sweep()));
    }

    @Test
    void messages_of_the_queue_come_with_their_group_and_how_often_they_were_received() {
        assertThat(read("{\"Records\": [" + MESSAGE + "]}"))
                .isEqualTo(new FunctionEvent.Batch(
                        List.of(new QueuedWork("m-1", "r-1", "{\"kind\":\"sweep\"}", "g-1", 3))));
    }

    @Test
    void what_a_message_says_is_not_looked_at_until_its_turn_comes() {
        var unreadable = MESSAGE.replace("{\\\"kind\\\":\\\"sweep\\\"}", "no JSON");

        assertThat(read("{\"Records\": [" + unreadable + "]}")).isInstanceOf(FunctionEvent.Batch.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_body_of_a_webhook_arrives_as_text_or_in_base64(boolean packed) {
        var body = packed ? Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8)) : "hello";

        assertThat(read(CALL.formatted(body, packed)))
                .isEqualTo(new FunctionEvent.Webhook(Optional.of("s3cret"), Optional.of("Basic eDp5"), 5, "hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "Authorization", "AUTHORIZATION"})
    void credentials_are_found_however_their_header_is_written(String header) {
        var call = CALL.formatted("hello", false).replace("\"authorization\"", "\"" + header + "\"");

        assertThat(((FunctionEvent.Webhook) read(call)).authorization()).contains("Basic eDp5");
    }

    @Test
    void a_webhook_shows_neither_secret_nor_body() {
        assertThat(read(CALL.formatted("hello", false)).toString()).isEqualTo("webhook of 5 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "[]",
                "null",
                "\"s3cret\"",
                "{}",
                "{\"s3cret\":1}",
                "{\"Records\":[]}",
                "{\"Records\":\"s3cret\"}",
                "{\"Records\":[{\"eventSource\":\"aws:sns\",\"s3cret\":1}]}",
                "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"s3cret\"}]}",
                "{\"kind\":\"sweep\",\"Records\":[]}",
                "{\"detail-type\":\"Scheduled Event\",\"detail\":\"{}\"}",
                "{\"httpMethod\":\"POST\",\"path\":\"/s3cret\",\"headers\":{}}",
                "{\"version\":\"1.0\",\"routeKey\":\"s3cret\",\"requestContext\":{\"http\":{}}}",
                "{\"version\":\"2.0\",\"routeKey\":\"$connect\",\"requestContext\":{\"connectionId\":\"s3cret\"}}"
            })
    void anything_else_is_an_error_that_says_what_was_expected_and_quotes_nothing(String event) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOf(UnreadableEventException.class)
                .hasMessageContaining("expected")
                .hasMessageContaining("sweep")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void an_event_of_ours_with_a_mistake_is_told_which() {
        assertThatThrownBy(() -> read("{\"kind\":\"order\"}"))
                .isInstanceOf(UnreadableTriggerException.class)
                .hasMessageContaining("offering");
    }

    @Property(tries = 2000)
    void whatever_comes_is_read_or_refused_and_nothing_else(@ForAll("events") String event) {
        try {
            assertThat(read(event)).isNotNull();
        } catch (UnreadableEventException | UnreadableTriggerException refused) {
            assertThat(refused).hasMessageContaining("expected");
        }
    }

    /** Well-formed events with pieces cut out, doubled and replaced, and plain noise. */
    @Provide
    Arbitrary<String> events() {
        var good = Arbitraries.of(
                "{\"kind\":\"sweep\"}",
                "{\"kind\":\"order\",\"offering\":\"11111111222233334444555555555555\",\"order\":\"a\"}",
                "{\"Records\":[" + MESSAGE + "," + MESSAGE + "]}",
                CALL.formatted("{}", false),
                CALL.formatted("%%%", true));
        var noise = Arbitraries.strings().ofMaxLength(12);
        var pieces = Arbitraries.of(
                "null", "{}", "[]", "-1", "1e999", "\"\"", "true", "\\u0000", "\"kind\":", "\"Records\":", "{", "}");
        var mutated = net.jqwik.api.Combinators.combine(
                        good,
                        Arbitraries.integers().between(0, 400),
                        Arbitraries.integers().between(0, 30),
                        pieces)
                .as((text, at, cut, piece) -> {
                    var from = Math.min(at, text.length());
                    return text.substring(0, from) + piece + text.substring(Math.min(from + cut, text.length()));
                });
        return Arbitraries.oneOf(good, noise, mutated);
    }
}
