package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.util.Set;

/** The Kubernetes API of a cluster: one request on one object or collection. */
final class KubernetesApi {

    /** Kinds whose DELETE answers with the object; the others answer a Status when nothing holds them back. */
    private static final Set<Kind> SHOWN_WHEN_DELETED =
            Set.of(Kind.NAMESPACE, Kind.RESOURCE_QUOTA, Kind.POD, Kind.VOLUME_CLAIM);

    private final Store store;
    private final ObjectWriter writer;
    private final KubernetesLists lists;

    KubernetesApi(Store store, ObjectWriter writer, KubernetesLists lists) {
        this.store = store;
        this.writer = writer;
        this.lists = lists;
    }

    /** @throws Refused in Kubernetes' words */
    Answer handle(KubernetesPath path, Request request, Credentials.User user) {
        authorize(path, request, user);
        return switch (request.method()) {
            case "GET" -> path.collection() ? lists.list(path, request) : get(path);
            case "POST" -> create(path, request);
            case "PATCH" -> patch(path, request);
            case "PUT" -> Answer.json(200, Json.write(writer.replace(path.key(), json(request), manager(request))));
            case "DELETE" -> delete(path, request);
            default ->
                throw Refused.kubernetes(
                        405, "MethodNotAllowed", "the server does not allow this method on the requested resource");
        };
    }

    private static void authorize(KubernetesPath path, Request request, Credentials.User user) {
        boolean allowed = switch (user.rights()) {
            case OWNER -> true;
            case NAMESPACE_BY_NAMESPACE ->
                !(path.overAllNamespaces() && request.method().equals("GET"));
            case NONE -> false;
        };
        if (!allowed) {
            throw Refused.forbidden(user.id(), verb(path, request), path.key());
        }
    }

    private static String verb(KubernetesPath path, Request request) {
        return switch (request.method()) {
            case "GET" -> path.collection() ? "list" : "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            default -> "delete";
        };
    }

    private Answer get(KubernetesPath path) {
        var object = store.find(path.key()).orElseThrow(() -> Refused.notFound(path.key()));
        return Answer.json(200, Json.write(object));
    }

    private Answer create(KubernetesPath path, Request request) {
        var document = json(request);
        var name = Json.text(document, "metadata", "name")
                .or(() -> Json.text(document, "metadata", "generateName").map(prefix -> prefix + store.suffix(5)))
                .orElse("");
        var key = new ObjectKey(path.cluster(), path.kind(), path.namespace(), name);
        return Answer.json(201, Json.write(writer.create(key, document, manager(request))));
    }

    private Answer patch(KubernetesPath path, Request request) {
        var type = request.header("Content-Type").orElse("").split(";", 2)[0].strip();
        return switch (type) {
            case "application/apply-patch+yaml" -> apply(path, request);
            case "application/merge-patch+json", "application/strategic-merge-patch+json" ->
                Answer.json(200, Json.write(writer.mergePatch(path.key(), json(request), manager(request))));
            default ->
                throw Refused.kubernetes(
                        415,
                        "UnsupportedMediaType",
                        "the body of the request was in an unknown format - accepted media types include: "
                                + "application/json-patch+json, application/merge-patch+json, "
                                + "application/apply-patch+yaml");
        };
    }

    private Answer apply(KubernetesPath path, Request request) {
        var manager = request.parameter("fieldManager").filter(name -> !name.isEmpty());
        if (manager.isEmpty()) {
            throw Refused.kubernetes(
                    422,
                    "Invalid",
                    "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        }
        var intent = Json.parseYaml(request.text())
                .orElseThrow(() -> Refused.kubernetes(400, "BadRequest", "error decoding YAML: not a mapping"));
        refuseOtherObject(path, intent);
        var force = request.parameter("force").filter("true"::equals).isPresent();
        var written = writer.apply(path.key(), intent, manager.get(), force);
        return Answer.json(written.created() ? 201 : 200, Json.write(written.object()));
    }

    private static void refuseOtherObject(KubernetesPath path, ObjectNode intent) {
        if (!intent.path("apiVersion").asText().equals(path.kind().apiVersion())
                || !intent.path("kind").asText().equals(path.kind().kindName)) {
            throw Refused.kubernetes(
                    400,
                    "BadRequest",
                    "invalid object type: %s, Kind=%s"
                            .formatted(
                                    intent.path("apiVersion").asText(),
                                    intent.path("kind").asText()));
        }
        var name = Json.text(intent, "metadata", "name");
        if (name.isPresent() && !name.get().equals(path.name())) {
            throw Refused.kubernetes(
                    400,
                    "BadRequest",
                    "metadata.name: Invalid value: \"%s\": does not match the name of the request"
                            .formatted(name.get()));
        }
        var namespace = Json.text(intent, "metadata", "namespace");
        if (namespace.isPresent() && !namespace.get().equals(path.namespace())) {
            throw Refused.kubernetes(
                    400,
                    "BadRequest",
                    "the namespace of the provided object does not match the namespace sent on the request");
        }
    }

    private Answer delete(KubernetesPath path, Request request) {
        var options = Json.parse(request.text()).orElseGet(Json::object);
        var object = writer.delete(path.key(), options, manager(request));
        if (Json.deleting(object) || SHOWN_WHEN_DELETED.contains(path.kind())) {
            return Answer.json(200, Json.write(object));
        }
        var status = Json.object()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .<ObjectNode>set("metadata", Json.object())
                .put("status", "Success");
        var details = status.putObject("details").put("name", path.name());
        if (!path.kind().group.isEmpty()) {
            details.put("group", path.kind().group);
        }
        details.put("kind", path.kind().plural)
                .put("uid", object.path("metadata").path("uid").asText());
        return Answer.json(200, Json.write(status));
    }

    /** The manager of plain writes: what the request names, or the program's name, as Kubernetes takes it. */
    private static String manager(Request request) {
        return request.parameter("fieldManager")
                .or(() -> request.header("User-Agent").map(agent -> agent.split("/", 2)[0]))
                .orElse("unknown");
    }

    private static ObjectNode json(Request request) {
        return Json.parse(request.text())
                .orElseThrow(() -> Refused.kubernetes(
                        400, "BadRequest", "the object provided is unrecognized (must be of type JSON)"));
    }
}
