package io.siteagent.functions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.core.agent.ReportJson;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a function answers, as its caller wants to read it. */
final class Answers {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Answers() {}

    static byte[] report(Passes.Ran ran) {
        return ReportJson.of(ran.report(), ran.problems()).getBytes(StandardCharsets.UTF_8);
    }

    /** What SQS is told about a batch: the messages to hand out again; all others are deleted. */
    static byte[] batch(List<String> again) {
        var root = JSON.objectNode();
        var failures = root.putArray("batchItemFailures");
        again.forEach(id -> failures.addObject().put("itemIdentifier", id));
        return bytes(root);
    }

    /** What API Gateway is told (payload format 2.0). */
    static byte[] http(Webhook.Answer answer) {
        var root = JSON.objectNode().put("statusCode", answer.status());
        root.putObject("headers").put("content-type", "application/json");
        return bytes(
                root.put("body", JSON.objectNode().put("message", answer.text()).toString())
                        .put("isBase64Encoded", false));
    }

    private static byte[] bytes(ObjectNode root) {
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
