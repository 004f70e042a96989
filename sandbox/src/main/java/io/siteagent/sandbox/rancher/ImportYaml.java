package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** {@code action=importYaml}: {@code kubectl apply} inside Rancher, whose every error is a 400 with kubectl's text. */
final class ImportYaml {

    private static final String MANAGER = "kubectl-client-side-apply";

    private final ObjectWriter writer;
    private final Store store;

    ImportYaml(ObjectWriter writer, Store store) {
        this.writer = writer;
        this.store = store;
    }

    Answer apply(String cluster, ObjectNode body) {
        var output = new StringBuilder();
        for (var document : body.path("yaml").asText().split("(?m)^---\\s*$", -1)) {
            if (document.isBlank()) {
                continue;
            }
            var object = Json.parseYaml(document).filter(found -> found.has("kind"));
            if (object.isEmpty()) {
                return answer(
                        400,
                        "error: error validating \"./management-state/file\": error validating data: [apiVersion not "
                                + "set, kind not set]; if you choose to ignore these errors, turn validation off with "
                                + "--validate=false\n");
            }
            try {
                output.append(one(cluster, body, object.get()));
            } catch (Refused refused) {
                return answer(
                        400,
                        "Error from server (%s): error when creating \"file\": %s\n"
                                .formatted(refused.code(), refused.getMessage()));
            }
        }
        return answer(200, output.toString());
    }

    private String one(String cluster, ObjectNode body, ObjectNode object) {
        var kind = kind(object);
        if (kind.isEmpty()) {
            throw Refused.kubernetes(
                    404,
                    "NotFound",
                    "no matches for kind \"%s\" in version \"%s\""
                            .formatted(
                                    object.path("kind").asText(),
                                    object.path("apiVersion").asText()));
        }
        var namespace = kind.get().namespaced
                ? Json.text(object, "metadata", "namespace")
                        .or(() -> Json.text(body, "namespace"))
                        .or(() -> Json.text(body, "defaultNamespace"))
                        .orElse("default")
                : "";
        var key = new ObjectKey(cluster, kind.get(), namespace, Json.name(object));
        long before = store.resourceVersion();
        var written = writer.apply(key, object, MANAGER, true);
        var change = written.created() ? "created" : before == store.resourceVersion() ? "unchanged" : "configured";
        return "%s/%s %s\n".formatted(kind.get().kindName.toLowerCase(Locale.ROOT), key.name(), change);
    }

    private static Optional<Kind> kind(ObjectNode object) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.kindName.equals(object.path("kind").asText())
                        && kind.apiVersion().equals(object.path("apiVersion").asText()))
                .findFirst();
    }

    private static Answer answer(int status, String message) {
        return Answer.json(
                status,
                Json.write(Json.object()
                        .put("baseType", "importYamlOutput")
                        .put("message", message)
                        .put("type", "importYamlOutput")));
    }
}
