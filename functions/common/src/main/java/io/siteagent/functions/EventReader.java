package io.siteagent.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.core.runtime.QueuedWork;
import io.siteagent.core.runtime.TriggerJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells the events of a function apart by what each has and no other may have; nothing is guessed. */
final class EventReader {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private EventReader() {}

    /**
     * Reads an event as Lambda handed it over.
     *
     * @throws UnreadableEventException if it is of no known kind
     * @throws TriggerJson.UnreadableTriggerException if it is one of ours and there is something wrong with it
     */
    static FunctionEvent read(byte[] event) {
        var json = parse(event);
        boolean own = json.has("kind");
        boolean batch = json.has("Records");
        boolean call = json.has("routeKey") && json.path("requestContext").has("http");
        if (Stream.of(own, batch, call).filter(is -> is).count() > 1) {
            throw new UnreadableEventException("the event is of two kinds at once");
        }
        if (batch) {
            return new FunctionEvent.Batch(messages(json.path("Records")));
        }
        if (call) {
            return webhook(json);
        }
        if (own) {
            return new FunctionEvent.Own(TriggerJson.read(json));
        }
        throw new UnreadableEventException(
                json.has("httpMethod") ? "the event is a call of an API with payload format 1.0" : "unknown event");
    }

    private static JsonNode parse(byte[] event) {
        try {
            var json = JSON.readTree(event);
            if (json.isObject()) {
                return json;
            }
            throw new UnreadableEventException("the event is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new UnreadableEventException("the event is not JSON");
        } catch (IOException e) {
            throw new UnreadableEventException("the event can't be read");
        }
    }

    private static List<QueuedWork> messages(JsonNode records) {
        if (!records.isArray() || records.isEmpty()) {
            throw new UnreadableEventException("`Records` is not a list of messages");
        }
        var messages = new ArrayList<QueuedWork>();
        for (var message : records) {
            if (!message.path("eventSource").asText().equals("aws:sqs")) {
                throw new UnreadableEventException("a record is not a message of SQS");
            }
            var attributes = message.path("attributes");
            messages.add(new QueuedWork(
                    required(message, "messageId"),
                    required(message, "receiptHandle"),
                    required(message, "body"),
                    attributes.path("MessageGroupId").asText(required(message, "messageId")),
                    attributes.path("ApproximateReceiveCount").asInt(1)));
        }
        return messages;
    }

    private static String required(JsonNode message, String key) {
        var value = message.path(key);
        if (!value.isTextual()) {
            throw new UnreadableEventException("a message of SQS has no `" + key + "`");
        }
        return value.textValue();
    }

    private static FunctionEvent.Webhook webhook(JsonNode call) {
        if (!call.path("version").asText().equals("2.0")) {
            throw new UnreadableEventException("the event is a call of an API with an unknown payload format");
        }
        var text = call.path("body").asText("");
        boolean packed = call.path("isBase64Encoded").asBoolean(false);
        // A body that is to be refused for its size is not unpacked: packed text is longer than what it holds.
        var body = packed && text.length() <= WebhookGate.LARGEST_PACKED ? unpacked(text) : text;
        return new FunctionEvent.Webhook(
                pathSecret(call), header(call, "authorization"), body.getBytes(StandardCharsets.UTF_8).length, body);
    }

    /** API Gateway writes the names in lower case, SAM's local one as they came. */
    private static Optional<String> header(JsonNode call, String name) {
        return call.path("headers")
                .propertyStream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .flatMap(header -> Optional.ofNullable(header.getValue().textValue()).stream())
                .findFirst();
    }

    private static Optional<String> pathSecret(JsonNode call) {
        var named = call.path("pathParameters").path("secret");
        if (named.isTextual()) {
            return Optional.of(named.textValue());
        }
        var path = call.path("rawPath").asText("");
        var last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? Optional.empty() : Optional.of(last);
    }

    /** What is not packed properly is no JSON either, which is said where the body is read. */
    private static String unpacked(String text) {
        try {
            return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
