package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Create, apply, patch, replace and delete of one object, whoever asks for it and in which API. */
final class ObjectWriter {

    /** The object after a write, and whether it is new. */
    record Written(ObjectNode object, boolean created) {}

    private final Store store;
    private final Admission admission;

    ObjectWriter(Store store, Admission admission) {
        this.store = store;
        this.admission = admission;
    }

    ObjectNode create(ObjectKey key, ObjectNode document, String manager) {
        checkNamespace(key);
        var clean = withoutServerFields(document);
        // Rancher's project webhook speaks before the API server looks whether the name is taken.
        var early = key.kind() == Kind.PROJECT ? admission.create(key, clean) : clean;
        store.find(key).ifPresent(existing -> {
            throw Refused.alreadyExists(key, Json.deleting(existing));
        });
        var admitted = key.kind() == Kind.PROJECT ? early : admission.create(key, clean);
        return store.create(key, admitted, manager);
    }

    Written apply(ObjectKey key, ObjectNode document, String manager, boolean force) {
        checkNamespace(key);
        var intent = withoutServerFields(document);
        var merge = new ServerSideApply(key, manager, force);
        var live = store.find(key);
        if (live.isEmpty()) {
            var admitted = admission.create(key, merge.merge(Json.object(), intent));
            var created = store.create(key, admitted, merge.ownership(Json.object(), intent), manager);
            return new Written(created, true);
        }
        refuseOtherVersion(key, document, live.get());
        var merged = admission.update(key, live.get(), merge.merge(live.get(), intent));
        return new Written(store.update(key, merged, merge.ownership(live.get(), intent), manager), false);
    }

    ObjectNode mergePatch(ObjectKey key, ObjectNode patch, String manager) {
        var live = existing(key);
        refuseOtherVersion(key, patch, live);
        var changed = live.deepCopy();
        merge(changed, withoutServerFields(patch));
        return store.update(key, admission.update(key, live, changed), manager);
    }

    ObjectNode replace(ObjectKey key, ObjectNode document, String manager) {
        var live = existing(key);
        refuseOtherVersion(key, document, live);
        var changed = withoutServerFields(document);
        changed.set("apiVersion", live.path("apiVersion"));
        changed.set("kind", live.path("kind"));
        var metadata = Json.ensure(changed, "metadata");
        for (var field : live.path("metadata").properties()) {
            if (!field.getKey().equals("labels") && !field.getKey().equals("annotations")) {
                metadata.set(field.getKey(), field.getValue());
            }
        }
        changed.set("status", live.path("status"));
        return store.update(key, admission.update(key, live, changed), manager);
    }

    /**
     * Deletes, or begins to: an object with finalizers stays, marked, until the controllers have let it go.
     *
     * @param options {@code DeleteOptions}; its preconditions are honoured
     * @return the object as it was or is now
     */
    ObjectNode delete(ObjectKey key, ObjectNode options, String manager) {
        var live = existing(key);
        checkPrecondition(key, options, live, "uid", "UID");
        checkPrecondition(key, options, live, "resourceVersion", "ResourceVersion");
        if (key.kind() == Kind.NAMESPACE
                || !live.path("metadata").path("finalizers").isEmpty()) {
            return store.markDeleted(key, manager);
        }
        store.remove(key, manager);
        return live;
    }

    private ObjectNode existing(ObjectKey key) {
        return store.find(key).orElseThrow(() -> Refused.notFound(key));
    }

    private void checkNamespace(ObjectKey key) {
        if (!key.kind().namespaced || store.has(key)) {
            return;
        }
        var namespace = ObjectKey.ofNamespace(key.cluster(), key.namespace());
        if (Json.deleting(existing(namespace))) {
            throw Refused.terminating(key);
        }
    }

    private static void refuseOtherVersion(ObjectKey key, JsonNode request, JsonNode live) {
        var expected = Json.text(request, "metadata", "resourceVersion").filter(version -> !version.isEmpty());
        if (expected.isPresent() && !expected.equals(Json.text(live, "metadata", "resourceVersion"))) {
            throw Refused.stale(
                    key, "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    private static void checkPrecondition(ObjectKey key, JsonNode options, JsonNode live, String field, String called) {
        var expected = Json.text(options, "preconditions", field);
        var is = Json.text(live, "metadata", field);
        if (expected.isPresent() && !expected.equals(is)) {
            throw Refused.stale(
                    key,
                    "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(called, expected.get(), called, is.orElse("")));
        }
    }

    private static ObjectNode withoutServerFields(ObjectNode document) {
        var clean = document.deepCopy();
        clean.remove("status");
        Json.child(clean, "metadata")
                .ifPresent(metadata -> metadata.remove(List.of(
                        "managedFields",
                        "resourceVersion",
                        "uid",
                        "creationTimestamp",
                        "generation",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "finalizers")));
        return clean;
    }

    /** RFC 7386. */
    private static void merge(ObjectNode target, ObjectNode patch) {
        for (var entry : patch.properties()) {
            if (entry.getValue().isNull()) {
                target.remove(entry.getKey());
            } else if (entry.getValue() instanceof ObjectNode inner) {
                merge(Json.ensure(target, entry.getKey()), inner);
            } else {
                target.set(entry.getKey(), entry.getValue());
            }
        }
    }
}
