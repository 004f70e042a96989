package io.siteagent.core.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server said about a failure, as one short line without addresses, credentials or people (law 12). Knows the
 * error shapes of Django REST framework (six of them), Rancher's Norman API, Kubernetes, Rancher's cluster proxy (a Go
 * struct or plain text) and Keycloak.
 */
public final class ServerWords {

    private static final int LONGEST = 300;
    /** What is looked at: bounds the work of the patterns below. */
    private static final int LOOKED_AT = 2000;

    private static final int DEEPEST = 6;
    private static final List<String> MESSAGE_FIELDS =
            List.of("detail", "message", "Message", "errorMessage", "error_description", "error");
    private static final Pattern CREDENTIAL = Pattern.compile("\\beyJ[\\w-]+\\.[\\w.-]+"
            + "|\\b(?:token|kubeconfig)-[\\w.-]+:\\S+"
            + "|\\b(?i:bearer|token|basic)\\s+\\S{16,}"
            + "|\\b[0-9a-fA-F]{40,}\\b");
    private static final Pattern ADDRESS = Pattern.compile("\\b\\w+://[^\\s\"'<>]+"
            + "|\\b\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?\\b"
            + "|\\b[\\w-]+(?:\\.[\\w-]+)+:\\d{2,5}\\b");
    /** The object under admission, which Rancher's webhook quotes in full. */
    private static final Pattern QUOTED_OBJECT = Pattern.compile("\\(\"\\{[\\s\\S]*");

    private static final Pattern PERSON = Pattern.compile("[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+");
    private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

    private ServerWords() {}

    /** The body as JSON; a missing node when it is something else. */
    static JsonNode parse(String body) {
        try {
            return Answer.orNothing(JsonValues.WHOLE_TEXT.readTree(body));
        } catch (JsonProcessingException _) {
            return MissingNode.getInstance();
        }
    }

    public static String in(String body) {
        var json = parse(body);
        if (!json.isMissingNode()) {
            return clean(words(json, 0));
        }
        var text = body.strip();
        if (text.isEmpty()) {
            return "";
        }
        return text.startsWith("<") || text.toLowerCase(Locale.ROOT).contains("<html")
                ? "answered with a web page"
                : clean(text);
    }

    private static String words(JsonNode node, int depth) {
        if (node.isValueNode()) {
            return node.isNull() ? "" : node.asText();
        }
        if (depth == DEEPEST) {
            return "";
        }
        if (node.isArray()) {
            return node.valueStream()
                    .map(element -> words(element, depth + 1))
                    .filter(words -> !words.isBlank())
                    .distinct()
                    .collect(Collectors.joining("; "));
        }
        return isNormanError(node) ? normanWords(node) : objectWords(node, depth);
    }

    private static String objectWords(JsonNode node, int depth) {
        for (var field : MESSAGE_FIELDS) {
            if (node.path(field).isTextual()) {
                return node.path(field).asText();
            }
        }
        return node.propertyStream()
                .map(field -> named(field.getKey(), words(field.getValue(), depth + 1)))
                .filter(words -> !words.isBlank())
                .collect(Collectors.joining("; "));
    }

    private static String named(String field, String words) {
        return words.isBlank() || field.equals("non_field_errors") ? words : field + ": " + words;
    }

    private static boolean isNormanError(JsonNode node) {
        return node.path("type").asText().equals("error");
    }

    private static String normanWords(JsonNode node) {
        var message = node.path("message").asText();
        var field = node.path("fieldName").asText();
        var words = message.isBlank() ? node.path("code").asText() : message;
        return field.isBlank() ? words : field + ": " + words;
    }

    private static String clean(String words) {
        var text = words.length() <= LOOKED_AT ? words : words.substring(0, LOOKED_AT);
        text = QUOTED_OBJECT.matcher(text).replaceAll("(…)");
        text = CREDENTIAL.matcher(text).replaceAll("(removed)");
        text = ADDRESS.matcher(text).replaceAll("(address)");
        text = PERSON.matcher(text).replaceAll("(person)");
        text = BLANKS.matcher(text).replaceAll(" ").strip();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1).stripTrailing() + "…";
    }
}
