package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * Enforces a project's quota in one namespace, as Rancher's agent does: the share of the annotation (or the project's
 * default, written back to it) becomes a ResourceQuota {@code default-xxxxx} if it fits the project's limit.
 */
final class NamespaceQuota {

    static final String ANNOTATION = "field.cattle.io/resourceQuota";
    static final String CONTAINER_DEFAULTS = "field.cattle.io/containerDefaultResourceLimit";
    static final String LABEL = "resourcequota.management.cattle.io/default-resource-quota";

    private final Store store;

    NamespaceQuota(Store store) {
        this.store = store;
    }

    void reconcile(ObjectKey key, ObjectNode namespace, ProjectId project, NamespaceStatus status) {
        var spec = store.find(project.key()).map(found -> found.path("spec")).orElseGet(Json::object);
        if (!spec.path("resourceQuota").path("limit").isObject()) {
            withdraw(key, namespace, status);
            return;
        }
        var annotations = Json.ensure(namespace, "metadata", "annotations");
        var byDefault = spec.path("namespaceDefaultResourceQuota").path("limit");
        var own = Json.annotation(namespace, ANNOTATION).flatMap(Json::parse).orElseGet(Json::object);
        var share = Limits.complete(own.path("limit"), byDefault);
        try {
            enforce(
                    key,
                    project,
                    share,
                    Limits.ofRancher(spec.path("resourceQuota").path("limit")),
                    status);
        } catch (IllegalArgumentException unreadable) {
            return;
        }
        annotations.put(ANNOTATION, Json.write(Json.object().<ObjectNode>set("limit", share)));
        Json.child(spec, "containerDefaultResourceLimit").ifPresent(defaults -> {
            if (!annotations.has(CONTAINER_DEFAULTS)) {
                annotations.put(CONTAINER_DEFAULTS, Json.write(defaults));
            }
        });
        limitContainers(key, Json.annotation(namespace, CONTAINER_DEFAULTS).flatMap(Json::parse));
    }

    /** Without a project, or with one that has no quota, nothing is enforced. */
    void withdraw(ObjectKey key, ObjectNode namespace, NamespaceStatus status) {
        Json.ensure(namespace, "metadata", "annotations").remove(ANNOTATION);
        status.drop(NamespaceStatus.VALIDATED);
        existing(key, Kind.RESOURCE_QUOTA).ifPresent(quota -> store.remove(quota.getKey(), Store.RANCHER));
    }

    /** A new quota that doesn't fit is made with zero for what is too much; an existing one stays as it was. */
    private void enforce(ObjectKey key, ProjectId project, JsonNode share, Limits bound, NamespaceStatus status) {
        var wanted = Limits.ofRancher(share);
        var sum = others(key, project).plus(wanted);
        var tooMuch = sum.only(wanted).above(bound);
        var existing = existing(key, Kind.RESOURCE_QUOTA);
        if (existing.isEmpty()) {
            createQuota(key, wanted.zeroing(tooMuch));
        } else if (tooMuch.isEmpty()) {
            var updated = existing.get().getValue().deepCopy();
            if (!Limits.ofKubernetes(updated.path("spec").path("hard")).equals(wanted)) {
                Json.ensure(updated, "spec").set("hard", wanted.toKubernetes());
                store.update(existing.get().getKey(), updated, Store.RANCHER);
            }
        }
        var message = tooMuch.isEmpty() ? "" : "Oversubscribed resource quota [" + tooMuch + "]";
        status.set(NamespaceStatus.VALIDATED, tooMuch.isEmpty(), message, store.now());
    }

    /** What the other namespaces of the project claim, refused claims included: one bogus share spoils the rest. */
    private Limits others(ObjectKey key, ProjectId project) {
        var sum = Limits.NONE;
        for (var entry : store.namespacesOf(project).entrySet()) {
            if (!entry.getKey().equals(key) && !Json.deleting(entry.getValue())) {
                var claim = Json.annotation(entry.getValue(), ANNOTATION).flatMap(Json::parse);
                sum = sum.plus(claim.map(found -> readable(found.path("limit"))).orElse(Limits.NONE));
            }
        }
        return sum;
    }

    private void createQuota(ObjectKey key, Limits hard) {
        var quota = labelled();
        Json.ensure(quota, "spec").set("hard", hard.toKubernetes());
        Json.ensure(quota, "status");
        create(key, Kind.RESOURCE_QUOTA, quota);
    }

    private void limitContainers(ObjectKey key, Optional<ObjectNode> defaults) {
        if (defaults.isEmpty() || existing(key, Kind.LIMIT_RANGE).isPresent()) {
            return;
        }
        var range = labelled();
        var limit = Json.ensure(range, "spec").putArray("limits").addObject().put("type", "Container");
        copy(defaults.get(), "limitsCpu", limit, "default", "cpu");
        copy(defaults.get(), "limitsMemory", limit, "default", "memory");
        copy(defaults.get(), "requestsCpu", limit, "defaultRequest", "cpu");
        copy(defaults.get(), "requestsMemory", limit, "defaultRequest", "memory");
        create(key, Kind.LIMIT_RANGE, range);
    }

    private static void copy(JsonNode from, String key, ObjectNode limit, String group, String resource) {
        Json.text(from, key).ifPresent(amount -> Json.ensure(limit, group).put(resource, amount));
    }

    private void create(ObjectKey namespace, Kind kind, ObjectNode object) {
        var name = "default-" + store.suffix(5);
        store.create(ObjectKey.inside(namespace.cluster(), namespace.name(), kind, name), object, Store.RANCHER);
    }

    private Optional<Map.Entry<ObjectKey, ObjectNode>> existing(ObjectKey namespace, Kind kind) {
        return store.list(namespace.cluster(), kind, namespace.name()).entrySet().stream()
                .filter(entry -> Json.label(entry.getValue(), LABEL).isPresent())
                .findFirst();
    }

    private static Limits readable(JsonNode limit) {
        try {
            return Limits.ofRancher(limit);
        } catch (IllegalArgumentException unreadable) {
            return Limits.NONE;
        }
    }

    private static ObjectNode labelled() {
        var object = Json.object();
        var metadata = Json.ensure(object, "metadata").put("generateName", "default-");
        metadata.putObject("labels").put(LABEL, "true");
        return object;
    }
}
