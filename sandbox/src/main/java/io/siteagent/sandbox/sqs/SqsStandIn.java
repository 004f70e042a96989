package io.siteagent.sandbox.sqs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SQS: {@code SendMessage}, {@code SendMessageBatch}, {@code ReceiveMessage}, {@code DeleteMessage},
 * {@code ChangeMessageVisibility} on FIFO queues, which are told apart by the last part of their URL. Any signature is
 * accepted. Thread-safe.
 */
public final class SqsStandIn implements Endpoint {

    private static final String TARGET = "AmazonSQS.";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Clock clock;
    private final Map<String, FifoQueue> queues = new ConcurrentHashMap<>();

    public SqsStandIn() {
        this(Clock.systemUTC());
    }

    public SqsStandIn(Clock clock) {
        this.clock = clock;
    }

    /** Makes a queue. */
    public FifoQueue queue(String name, Duration visibility) {
        return queues.computeIfAbsent(name, _ -> new FifoQueue(clock, visibility));
    }

    @Override
    public Answer handle(Request request) {
        var operation = request.header("x-amz-target").orElse("");
        try {
            var body = JSON.readTree(request.text());
            var url = body.path("QueueUrl").asText("");
            var queue = queues.get(url.substring(url.lastIndexOf('/') + 1));
            if (queue == null) {
                return error("com.amazonaws.sqs#QueueDoesNotExist");
            }
            return switch (operation.startsWith(TARGET) ? operation.substring(TARGET.length()) : "") {
                case "SendMessage" -> ok(send(queue, body));
                case "SendMessageBatch" -> sendAll(queue, body);
                case "ReceiveMessage" -> receive(queue, body);
                case "DeleteMessage" -> {
                    queue.delete(body.path("ReceiptHandle").asText());
                    yield ok(NODES.objectNode());
                }
                case "ChangeMessageVisibility" ->
                    queue.showAgain(
                                    body.path("ReceiptHandle").asText(),
                                    Duration.ofSeconds(
                                            body.path("VisibilityTimeout").asInt()))
                            ? ok(NODES.objectNode())
                            : error("com.amazonaws.sqs#ReceiptHandleIsInvalid");
                default -> error("UnknownOperationException").toUnknownEndpoint();
            };
        } catch (JsonProcessingException e) {
            return error("SerializationException");
        } catch (IllegalArgumentException e) {
            return error("com.amazonaws.sqs#InvalidParameterValue");
        }
    }

    private Answer sendAll(FifoQueue queue, JsonNode body) {
        var entries = body.path("Entries");
        if (entries.isEmpty() || entries.size() > 10) {
            return error("com.amazonaws.sqs#TooManyEntriesInBatchRequest");
        }
        var answer = NODES.objectNode();
        var successful = answer.putArray("Successful");
        answer.putArray("Failed");
        for (var entry : entries) {
            successful.add(send(queue, entry).put("Id", entry.path("Id").asText()));
        }
        return ok(answer);
    }

    private static ObjectNode send(FifoQueue queue, JsonNode message) {
        var body = required(message, "MessageBody");
        var attributes = new LinkedHashMap<String, String>();
        message.path("MessageAttributes")
                .properties()
                .forEach(entry -> attributes.put(
                        entry.getKey(), entry.getValue().path("StringValue").asText()));
        var id = queue.send(
                body, required(message, "MessageGroupId"), required(message, "MessageDeduplicationId"), attributes);
        var answer = NODES.objectNode().put("MessageId", id).put("MD5OfMessageBody", md5(body));
        if (!attributes.isEmpty()) {
            answer.put("MD5OfMessageAttributes", md5(message.path("MessageAttributes")));
        }
        return answer;
    }

    private static String required(JsonNode message, String key) {
        var value = message.path(key).asText("");
        if (value.isEmpty() || (!key.equals("MessageBody") && value.length() > 128)) {
            throw new IllegalArgumentException(key);
        }
        return value;
    }

    private static Answer receive(FifoQueue queue, JsonNode body) {
        var answer = NODES.objectNode();
        var rows = answer.putArray("Messages");
        for (var message : queue.receive(body.path("MaxNumberOfMessages").asInt(1))) {
            var row = rows.addObject()
                    .put("MessageId", message.id())
                    .put("ReceiptHandle", message.receipt())
                    .put("MD5OfBody", md5(message.body()))
                    .put("Body", message.body());
            row.putObject("Attributes")
                    .put("ApproximateReceiveCount", Integer.toString(message.receives()))
                    .put("MessageGroupId", message.group());
            var attributes = row.putObject("MessageAttributes");
            message.attributes()
                    .forEach((name, value) ->
                            attributes.putObject(name).put("DataType", "String").put("StringValue", value));
        }
        return ok(answer);
    }

    private static String md5(String text) {
        return md5(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Name, type and value of each, by name, each with its length before it; clients check the sum. */
    private static String md5(JsonNode attributes) {
        var bytes = new ByteArrayOutputStream();
        var sorted = new TreeMap<String, JsonNode>();
        attributes.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        sorted.forEach((name, attribute) -> {
            append(bytes, name);
            append(bytes, attribute.path("DataType").asText());
            bytes.write(1);
            append(bytes, attribute.path("StringValue").asText());
        });
        return md5(bytes.toByteArray());
    }

    private static void append(ByteArrayOutputStream bytes, String text) {
        var encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(
                ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
        bytes.writeBytes(encoded);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer ok(ObjectNode body) {
        return Answer.json(200, body.toString()).with("Content-Type", "application/x-amz-json-1.0");
    }

    private static Answer error(String type) {
        return Answer.json(
                        400,
                        NODES.objectNode()
                                .put("__type", type)
                                .put("message", "")
                                .toString())
                .with("Content-Type", "application/x-amz-json-1.0");
    }
}
