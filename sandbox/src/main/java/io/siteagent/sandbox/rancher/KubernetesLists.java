package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lists of the Kubernetes API: selectors, {@code limit} and {@code continue}. */
final class KubernetesLists {

    private static final String EXPIRED =
            "The provided continue parameter is too old to display a consistent list result. You can start a new list "
                    + "without the continue parameter, or use the continue token in this response to retrieve the "
                    + "remainder of the results. Continuing with the provided token results in an inconsistent list - "
                    + "objects that were created, modified, or deleted between the time the first chunk was returned "
                    + "and now may show up in the list.";

    /** Where the next page starts: after the object of that namespace and name. */
    private record Position(long resourceVersion, String namespace, String name) {}

    private final Store store;
    private final Settings settings;

    KubernetesLists(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    Answer list(KubernetesPath path, Request request) {
        var start =
                request.parameter("continue").filter(token -> !token.isEmpty()).map(this::decode);
        var rest = matching(path, request);
        start.ifPresent(after -> rest.removeIf(entry -> !isAfter(entry.getKey(), after)));
        int limit = request.parameter("limit")
                .flatMap(KubernetesLists::number)
                .filter(n -> n > 0)
                .orElse(rest.size());
        var page = rest.subList(0, Math.min(limit, rest.size()));
        long version = start.map(Position::resourceVersion).orElse(store.resourceVersion());
        boolean partial = request.header("Accept")
                .filter(type -> type.contains("PartialObjectMetadataList"))
                .isPresent();
        var body = Json.object()
                .put("kind", partial ? "PartialObjectMetadataList" : path.kind().kindName + "List")
                .put("apiVersion", partial ? "meta.k8s.io/v1" : path.kind().apiVersion());
        var metadata = body.putObject("metadata").put("resourceVersion", String.valueOf(version));
        if (page.size() < rest.size()) {
            var last = page.getLast().getKey();
            metadata.put("continue", encode(new Position(version, last.namespace(), last.name())));
            if (!selects(request)) {
                metadata.put("remainingItemCount", rest.size() - page.size());
            }
        } else if (path.kind().custom()) {
            metadata.put("continue", "");
        }
        var items = body.putArray("items");
        page.forEach(entry -> items.add(partial ? partial(entry.getValue()) : item(path.kind(), entry.getValue())));
        return Answer.json(200, Json.write(body));
    }

    private List<Map.Entry<ObjectKey, ObjectNode>> matching(KubernetesPath path, Request request) {
        var labels = Selectors.labels(request.parameter("labelSelector").orElse(""));
        var fields = Selectors.fields(request.parameter("fieldSelector").orElse(""));
        var all = path.overAllNamespaces()
                ? store.list(path.cluster(), path.kind())
                : store.list(path.cluster(), path.kind(), path.namespace());
        var found = new ArrayList<Map.Entry<ObjectKey, ObjectNode>>();
        for (var entry : all.entrySet()) {
            if (labels.test(entry.getValue()) && fields.test(entry.getValue())) {
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }

    private static boolean selects(Request request) {
        return request.parameter("labelSelector").isPresent()
                || request.parameter("fieldSelector").isPresent();
    }

    private static boolean isAfter(ObjectKey key, Position position) {
        int namespaces = key.namespace().compareTo(position.namespace());
        return namespaces > 0 || (namespaces == 0 && key.name().compareTo(position.name()) > 0);
    }

    /** Items of built-in kinds don't repeat their kind; Rancher's own do. */
    private static ObjectNode item(Kind kind, ObjectNode object) {
        return kind.custom() ? object : object.deepCopy().remove(List.of("kind", "apiVersion"));
    }

    private static ObjectNode partial(ObjectNode object) {
        return Json.object()
                .put("kind", "PartialObjectMetadata")
                .put("apiVersion", "meta.k8s.io/v1")
                .set("metadata", object.path("metadata"));
    }

    private static Optional<Integer> number(String text) {
        return text.matches("[0-9]{1,9}") ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    private static String encode(Position position) {
        var start = position.namespace().isEmpty()
                ? "/" + position.name() + "\u0000"
                : "/" + position.namespace() + "/" + position.name() + "\u0000";
        var token = Json.object()
                .put("v", "meta.k8s.io/v1")
                .put("rv", position.resourceVersion())
                .put("start", start);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.write(token).getBytes(StandardCharsets.UTF_8));
    }

    private Position decode(String token) {
        var parsed = decoded(token)
                .flatMap(Json::parse)
                .orElseThrow(() -> Refused.kubernetes(
                        400,
                        "BadRequest",
                        "invalid continue token: continue key is not valid: invalid character 'i' looking for "
                                + "beginning of value"));
        var start = parsed.path("start").asText();
        var place = start.substring(1, start.length() - 1);
        int slash = place.indexOf('/');
        var namespace = slash < 0 ? "" : place.substring(0, slash);
        var name = place.substring(slash + 1);
        long version = parsed.path("rv").asLong();
        if (version >= 0 && version < settings.oldestContinue()) {
            throw Refused.expired(EXPIRED, encode(new Position(-1, namespace, name)));
        }
        return new Position(version < 0 ? store.resourceVersion() : version, namespace, name);
    }

    private static Optional<String> decoded(String token) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
