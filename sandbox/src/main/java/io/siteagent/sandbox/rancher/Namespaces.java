package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What every fresh namespace has, and which ones belong to Rancher itself. */
final class Namespaces {

    private static final String SYSTEM = "management.cattle.io/system-namespace";

    private Namespaces() {}

    /** Fills in what the API server adds to a namespace as it is created. */
    static ObjectNode defaulted(String name, ObjectNode namespace) {
        var filled = namespace.deepCopy();
        Json.ensure(filled, "metadata", "labels").put("kubernetes.io/metadata.name", name);
        Json.ensure(filled, "spec").putArray("finalizers").add("kubernetes");
        Json.ensure(filled, "status").put("phase", "Active");
        return filled;
    }

    /** A namespace that Rancher makes for its own objects: of a cluster, or behind a project. */
    static ObjectNode ofRancherItself(String name) {
        var namespace = Json.object();
        Json.ensure(namespace, "metadata", "annotations").put(SYSTEM, "true");
        return defaulted(name, namespace);
    }

    static boolean isOfRancherItself(JsonNode namespace) {
        return Json.annotation(namespace, SYSTEM).isPresent();
    }
}
