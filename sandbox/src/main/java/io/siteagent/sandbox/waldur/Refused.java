package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siteagent.sandbox.http.Answer;
import java.util.List;

/** A request that Waldur turns down, with the answer it gives. */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Answer answer;

    private Refused(Answer answer) {
        super("Refused with " + answer.status(), null, false, false);
        this.answer = answer;
    }

    Answer answer() {
        return answer;
    }

    static Refused body(int status, JsonNode body) {
        return new Refused(Answer.json(status, body.toString()));
    }

    static Refused detail(int status, String detail) {
        return body(status, JsonNodeFactory.instance.objectNode().put("detail", detail));
    }

    static Refused field(String field, String message) {
        var body = JsonNodeFactory.instance.objectNode();
        body.putArray(field).add(message);
        return body(400, body);
    }

    static Refused list(String message) {
        return body(400, JsonNodeFactory.instance.arrayNode().add(message));
    }

    static Refused forbidden() {
        return detail(403, "You do not have permission to perform this action.");
    }

    static Refused missing(String kind) {
        return detail(404, "No %s matches the given query.".formatted(kind));
    }

    static Refused states(String... valid) {
        return detail(409, "Valid states for operation: %s.".formatted(String.join(", ", List.of(valid))));
    }

    static Refused offeringType(String type) {
        return detail(
                405,
                "Method \"The order's offering with %s type does not support this action\" not allowed."
                        .formatted(type));
    }

    /** What Django shows when its code throws. */
    static Refused serverError() {
        return new Refused(page(500, "Server Error (500)", ""));
    }

    static Answer notFoundPage() {
        return page(404, "Not Found", "The requested resource was not found on this server.");
    }

    private static Answer page(int status, String title, String text) {
        return Answer.html(status, """

                <!doctype html>
                <html lang="en">
                <head>
                  <title>%s</title>
                </head>
                <body>
                  <h1>%s</h1><p>%s</p>
                </body>
                </html>
                """.formatted(title, title, text));
    }
}
