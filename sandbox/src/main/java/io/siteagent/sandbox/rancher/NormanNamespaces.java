package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Pattern;

/** Namespaces as {@code /v3} creates them: quota checked at once, and marked with their creator. */
final class NormanNamespaces {

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    private final Store store;
    private final ObjectWriter writer;

    NormanNamespaces(Store store, ObjectWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    ObjectNode create(String cluster, ObjectNode body, String user) {
        var name = Json.text(body, "name").orElseThrow(() -> Refused.field("MissingRequired", "name", ""));
        if (!DNS_LABEL.matcher(name).matches()) {
            throw Refused.field(
                    "InvalidFormat",
                    "name",
                    ("InvalidFormat 422: invalid value %s: a lowercase RFC 1123 label must consist of lower case "
                                    + "alphanumeric characters or '-', and must start and end with an alphanumeric "
                                    + "character (e.g. 'my-name',  or '123-abc', regex used for validation is "
                                    + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')")
                            .formatted(name));
        }
        var namespace = Json.object();
        var metadata = Json.ensure(namespace, "metadata");
        metadata.set("labels", NormanProjects.texts(body.path("labels")).put("cattle.io/creator", "norman"));
        var annotations = NormanProjects.texts(body.path("annotations"))
                .put("field.cattle.io/creatorId", user)
                .put(NamespaceStatus.ANNOTATION, NamespaceStatus.AT_CREATION);
        metadata.set("annotations", annotations);
        Json.text(body, "projectId").ifPresent(id -> {
            annotations.put(ProjectId.ANNOTATION, id);
            inProject(project(id), body, annotations);
        });
        return writer.create(ObjectKey.ofNamespace(cluster, name), namespace, NormanApi.MANAGER);
    }

    private ObjectNode project(String id) {
        var key = ProjectId.parse(id).map(ProjectId::key).orElseGet(() -> ObjectKey.ofProject("", id));
        return store.find(key).orElseThrow(() -> Refused.notFound(key));
    }

    private void inProject(ObjectNode project, ObjectNode body, ObjectNode annotations) {
        var spec = project.path("spec");
        var own = Json.child(body, "resourceQuota", "limit");
        if (own.isPresent() && spec.path("resourceQuota").isObject()) {
            annotations.put(NamespaceQuota.ANNOTATION, Json.write(checked(project, own.get())));
        }
        Optional<ObjectNode> defaults = Json.child(body, "containerDefaultResourceLimit")
                .or(() -> Json.child(spec, "containerDefaultResourceLimit"));
        defaults.ifPresent(limit -> annotations.put(NamespaceQuota.CONTAINER_DEFAULTS, Json.write(limit)));
    }

    /** Norman's schema has no {@code extended} here, so a share can't be complete in a project that has it. */
    private ObjectNode checked(ObjectNode project, ObjectNode own) {
        var bound = project.path("spec").path("resourceQuota").path("limit");
        var share = own.deepCopy();
        share.remove("extended");
        var missing = bound.properties().stream().anyMatch(entry -> !share.has(entry.getKey()));
        if (missing) {
            throw Refused.field(
                    "MissingRequired", "resourceQuota", "does not have all fields defined on a project quota");
        }
        var sum = Limits.ofRancher(share);
        var id = new ProjectId(project.path("metadata").path("namespace").asText(), Json.name(project));
        for (var other : store.namespacesOf(id).values()) {
            var claim = Json.annotation(other, NamespaceQuota.ANNOTATION).flatMap(Json::parse);
            sum = sum.plus(
                    claim.map(found -> Limits.ofRancher(found.path("limit"))).orElse(Limits.NONE));
        }
        var tooMuch = sum.above(Limits.ofRancher(bound));
        if (!tooMuch.isEmpty()) {
            throw Refused.field("MaxLimitExceeded", "resourceQuota", "exceeds project limit on fields: " + tooMuch);
        }
        return Json.object().set("limit", share);
    }
}
