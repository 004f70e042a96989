package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A request that is refused. It renders itself in the two languages of errors: Kubernetes' {@code Status} and Norman's
 * {@code type: error}.
 */
final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Optional<String> field;
    private final transient Optional<ObjectNode> details;
    private final transient ObjectNode metadata = Json.object();

    private Refused(int status, String code, String message, Optional<String> field, Optional<ObjectNode> details) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
        this.details = details;
    }

    /** Norman's own validation: no Kubernetes object is involved. */
    static Refused norman(int status, String code, String message) {
        return new Refused(status, code, message, Optional.empty(), Optional.empty());
    }

    static Refused field(String code, String field, String message) {
        return new Refused(422, code, message, Optional.of(field), Optional.empty());
    }

    static Refused kubernetes(int status, String reason, String message) {
        return new Refused(status, reason, message, Optional.empty(), Optional.empty());
    }

    static Refused about(int status, String reason, ObjectKey key, String message) {
        var details = Json.object().put("name", key.name());
        if (!key.kind().group.isEmpty()) {
            details.put("group", key.kind().group);
        }
        details.put("kind", key.kind().plural);
        return new Refused(status, reason, message, Optional.empty(), Optional.of(details));
    }

    static Refused notFound(ObjectKey key) {
        return about(
                404, "NotFound", key, "%s \"%s\" not found".formatted(key.kind().qualified(), key.name()));
    }

    static Refused alreadyExists(ObjectKey key, boolean deleting) {
        return about(
                409,
                "AlreadyExists",
                key,
                "%s%s \"%s\" already exists"
                        .formatted(
                                deleting ? "object is being deleted: " : "",
                                key.kind().qualified(),
                                key.name()));
    }

    static Refused stale(ObjectKey key, String why) {
        return about(
                409,
                "Conflict",
                key,
                "Operation cannot be fulfilled on %s \"%s\": %s"
                        .formatted(key.kind().qualified(), key.name(), why));
    }

    /** A continue token that is too old; the answer holds one that goes on without consistency. */
    static Refused expired(String message, String continueToken) {
        var refused = kubernetes(410, "Expired", message);
        refused.metadata.put("continue", continueToken);
        return refused;
    }

    /** A write into a namespace that is on its way out. */
    static Refused terminating(ObjectKey key) {
        var refused = about(
                403,
                "Forbidden",
                key,
                "%s \"%s\" is forbidden: unable to create new content in namespace %s because it is being terminated"
                        .formatted(key.kind().qualified(), key.name(), key.namespace()));
        refused.details
                .orElseThrow()
                .putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace %s is being terminated".formatted(key.namespace()))
                .put("field", "metadata.namespace");
        return refused;
    }

    /** Fields that another manager owns with another value. */
    static Refused applyConflict(SortedMap<String, String> conflicts) {
        var details = Json.object();
        var causes = details.putArray("causes");
        conflicts.forEach((field, message) -> causes.addObject()
                .put("reason", "FieldManagerConflict")
                .put("message", message)
                .put("field", field));
        var message = new StringBuilder(
                "Apply failed with %d conflict%s:".formatted(conflicts.size(), conflicts.size() == 1 ? "" : "s"));
        conflicts.forEach(
                (field, cause) -> message.append(" ").append(cause).append(": ").append(field));
        return new Refused(409, "Conflict", message.toString(), Optional.empty(), Optional.of(details));
    }

    static Refused forbidden(String user, String verb, ObjectKey key) {
        var kind = key.kind();
        var where = key.namespace().isEmpty() ? "at the cluster scope" : "in the namespace \"" + key.namespace() + "\"";
        var named = key.name().isEmpty() ? kind.qualified() : kind.qualified() + " \"" + key.name() + "\"";
        var message = "%s is forbidden: User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
                .formatted(named, user, verb, kind.plural, kind.group, where);
        var details = Json.object();
        if (!key.name().isEmpty()) {
            details.put("name", key.name());
        }
        if (!kind.group.isEmpty()) {
            details.put("group", kind.group);
        }
        return new Refused(403, "Forbidden", message, Optional.empty(), Optional.of(details.put("kind", kind.plural)));
    }

    /** What a validating webhook of Rancher answers. */
    static Refused webhook(int status, String reason, Kind kind, String message) {
        return kubernetes(
                status,
                reason,
                "admission webhook \"rancher.cattle.io.%s\" denied the request: %s"
                        .formatted(kind.qualified(), message));
    }

    /** A webhook that fails instead of refusing: a client's mistake that comes out as 500. */
    static Refused brokenWebhook(String webhook, String message) {
        var inner =
                Json.object().put("status", "Failure").put("message", message).put("code", 500);
        var failure =
                "failed calling webhook \"rancher.cattle.io.%s\": failed to call webhook: an error on the server (%s) has prevented the request from succeeding"
                        .formatted(webhook, inner);
        var details = Json.object();
        details.putArray("causes").addObject().put("message", failure);
        return new Refused(
                500, "InternalError", "Internal error occurred: " + failure, Optional.empty(), Optional.of(details));
    }

    String code() {
        return code;
    }

    Answer asStatus() {
        var body = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .<ObjectNode>set("metadata", metadata)
                .put("status", "Failure")
                .put("message", text())
                .put("reason", code);
        details.ifPresent(found -> body.set("details", found));
        return Answer.json(status, Json.write(body.put("code", status)));
    }

    Answer asNorman() {
        var body = Json.object().put("baseType", "error").put("code", code);
        field.ifPresent(name -> body.put("fieldName", name));
        return Answer.json(
                status,
                Json.write(body.put("message", text()).put("status", status).put("type", "error")));
    }

    String text() {
        return Optional.ofNullable(getMessage()).orElse("");
    }
}
