package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The objects of all clusters. A stored document is never changed in place: readers may keep it, writers copy it first
 * and hand in the new one. Not thread-safe; the stand-in holds one lock around everything.
 */
final class Store {

    /** Told after every change. */
    @FunctionalInterface
    interface Listener {
        void changed(ObjectKey key, Optional<ObjectNode> before, Optional<ObjectNode> after);
    }

    /** The field manager of everything that Rancher does by itself. */
    static final String RANCHER = "rancher";

    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final NavigableMap<ObjectKey, ObjectNode> objects = new TreeMap<>();
    private final Map<ProjectId, SortedSet<ObjectKey>> namespacesOfProjects = new HashMap<>();
    private final List<ObjectWrite> writes = new ArrayList<>();
    private final Clock clock;
    private final RandomGenerator random;
    private long resourceVersion = 4000;
    private Listener listener = (key, before, after) -> {};

    Store(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    void onChange(Listener controllers) {
        listener = controllers;
    }

    Optional<ObjectNode> find(ObjectKey key) {
        return Optional.ofNullable(objects.get(key));
    }

    boolean has(ObjectKey key) {
        return objects.containsKey(key);
    }

    /** All objects of a kind in one namespace, by name. */
    Map<ObjectKey, ObjectNode> list(String cluster, Kind kind, String namespace) {
        return objects.subMap(
                new ObjectKey(cluster, kind, namespace, ""), new ObjectKey(cluster, kind, namespace, "\uffff"));
    }

    /** All objects of a kind in one cluster, by namespace and name. */
    Map<ObjectKey, ObjectNode> list(String cluster, Kind kind) {
        return objects.subMap(new ObjectKey(cluster, kind, "", ""), new ObjectKey(cluster, kind, "\uffff", "\uffff"));
    }

    /** The namespaces whose annotation names a project, by name. */
    Map<ObjectKey, ObjectNode> namespacesOf(ProjectId project) {
        var found = new TreeMap<ObjectKey, ObjectNode>();
        for (var key : namespacesOfProjects.getOrDefault(project, Collections.emptySortedSet())) {
            find(key).ifPresent(namespace -> found.put(key, namespace));
        }
        return found;
    }

    Map<ObjectKey, ObjectNode> all() {
        return objects;
    }

    ObjectNode create(ObjectKey key, ObjectNode document, ManagedFields fields, String manager) {
        var stored = document.deepCopy();
        stored.put("apiVersion", key.kind().apiVersion()).put("kind", key.kind().kindName);
        var metadata = Json.ensure(stored, "metadata");
        metadata.put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        metadata.put("uid", uuid()).put("creationTimestamp", now());
        if (key.kind().custom()) {
            metadata.put("generation", 1);
        }
        fields.writeTo(stored, key.kind().apiVersion(), clock.instant());
        return commit(key, stored, "created", manager);
    }

    ObjectNode create(ObjectKey key, ObjectNode document, String manager) {
        var fields = new ManagedFields();
        fields.updated(Json.object(), document, manager);
        return create(key, document, fields, manager);
    }

    /** Stores a changed document; one that equals the stored one is no write. */
    ObjectNode update(ObjectKey key, ObjectNode document, ManagedFields fields, String manager) {
        var before = find(key).orElseGet(Json::object);
        var stored = document.deepCopy();
        fields.writeTo(stored, key.kind().apiVersion(), clock.instant());
        if (stored.equals(before)) {
            return stored;
        }
        if (key.kind().custom() && !spec(stored).equals(spec(before))) {
            var metadata = Json.ensure(stored, "metadata");
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        return commit(key, stored, "updated", manager);
    }

    ObjectNode update(ObjectKey key, ObjectNode document, String manager) {
        var fields = ManagedFields.of(document);
        fields.updated(objects.getOrDefault(key, Json.object()), document, manager);
        return update(key, document, fields, manager);
    }

    void remove(ObjectKey key, String manager) {
        find(key).ifPresent(gone -> {
            put(key, Optional.empty());
            resourceVersion++;
            log(key, "deleted", manager);
            listener.changed(key, Optional.of(gone), Optional.empty());
        });
    }

    /** Marks an object as going; it stays until its finalizers have run. */
    ObjectNode markDeleted(ObjectKey key, String manager) {
        var marked = objects.getOrDefault(key, Json.object()).deepCopy();
        if (Json.deleting(marked)) {
            return marked;
        }
        var metadata = Json.ensure(marked, "metadata");
        metadata.put("deletionTimestamp", now());
        if (key.kind().custom()) {
            metadata.put("deletionGracePeriodSeconds", 0);
            metadata.put("generation", metadata.path("generation").asLong() + 1);
        }
        if (key.kind() == Kind.NAMESPACE) {
            Json.ensure(marked, "status").put("phase", "Terminating");
        }
        return commit(key, marked, "updated", manager);
    }

    long resourceVersion() {
        return resourceVersion;
    }

    /** Counts on without a write, as a busy cluster does. */
    long nextVersion() {
        return ++resourceVersion;
    }

    List<ObjectWrite> writes() {
        return List.copyOf(writes);
    }

    void replace(Map<ObjectKey, ObjectNode> world, long version, List<ObjectWrite> log) {
        objects.clear();
        namespacesOfProjects.clear();
        world.forEach((key, object) -> put(key, Optional.of(object)));
        resourceVersion = version;
        writes.clear();
        writes.addAll(log);
    }

    String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** The random end of a name that Kubernetes or Rancher generates. */
    String suffix(int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
        }
        return text.toString();
    }

    private ObjectNode commit(ObjectKey key, ObjectNode stored, String verb, String manager) {
        resourceVersion++;
        Json.ensure(stored, "metadata").put("resourceVersion", String.valueOf(resourceVersion));
        var before = find(key);
        put(key, Optional.of(stored));
        log(key, verb, manager);
        listener.changed(key, before, Optional.of(stored));
        return stored;
    }

    private void put(ObjectKey key, Optional<ObjectNode> object) {
        if (key.kind() == Kind.NAMESPACE) {
            find(key)
                    .flatMap(ProjectId::of)
                    .ifPresent(project -> namespacesOfProjects
                            .getOrDefault(project, new TreeSet<>())
                            .remove(key));
            object.flatMap(ProjectId::of)
                    .filter(project -> project.cluster().equals(key.cluster()))
                    .ifPresent(project -> namespacesOfProjects
                            .computeIfAbsent(project, fresh -> new TreeSet<>())
                            .add(key));
        }
        object.ifPresentOrElse(document -> objects.put(key, document), () -> objects.remove(key));
    }

    private void log(ObjectKey key, String verb, String manager) {
        writes.add(new ObjectWrite(
                resourceVersion, verb, key.cluster(), key.kind().kindName, key.namespace(), key.name(), manager));
    }

    private static ObjectNode spec(ObjectNode object) {
        var spec = object.deepCopy();
        spec.remove("status");
        spec.remove("metadata");
        return spec;
    }
}
