package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** {@code cluster:project}, as namespaces and bindings refer to a project. */
record ProjectId(String cluster, String name) {

    static final String ANNOTATION = "field.cattle.io/projectId";

    static Optional<ProjectId> parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? Optional.empty()
                : Optional.of(new ProjectId(text.substring(0, colon), text.substring(colon + 1)));
    }

    /** The project of a namespace: only the annotation counts, the label of the same name is a copy that may be old. */
    static Optional<ProjectId> of(JsonNode namespace) {
        return Json.annotation(namespace, ANNOTATION).flatMap(ProjectId::parse);
    }

    static ProjectId of(ObjectKey project) {
        return new ProjectId(project.namespace(), project.name());
    }

    ObjectKey key() {
        return ObjectKey.ofProject(cluster, name);
    }

    @Override
    public String toString() {
        return cluster + ":" + name;
    }
}
