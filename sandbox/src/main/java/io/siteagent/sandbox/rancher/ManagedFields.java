package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns which fields of an object: {@code metadata.managedFields} as paths. Lists are owned as a whole, which is
 * true of every list that Rancher's quota, project and binding objects have.
 */
final class ManagedFields {

    private static final Set<String> SERVER_METADATA = Set.of(
            "name",
            "namespace",
            "generateName",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "managedFields",
            "finalizers");

    /** A writer and the way it writes: {@code Apply} keeps an intent, {@code Update} only a history. */
    record Owner(String manager, boolean applies) {}

    private final Map<Owner, Set<List<String>>> owned = new LinkedHashMap<>();

    static ManagedFields of(JsonNode object) {
        var fields = new ManagedFields();
        for (var entry : object.path("metadata").path("managedFields")) {
            var owner = new Owner(
                    entry.path("manager").asText(),
                    entry.path("operation").asText().equals("Apply"));
            var paths = new LinkedHashSet<List<String>>();
            decode(entry.path("fieldsV1"), List.of(), paths);
            fields.owned.put(owner, paths);
        }
        return fields;
    }

    Set<List<String>> of(Owner owner) {
        return owned.getOrDefault(owner, Set.of());
    }

    Optional<Owner> otherOwner(List<String> path, Owner self) {
        return owned.entrySet().stream()
                .filter(entry ->
                        !entry.getKey().equals(self) && entry.getValue().contains(path))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    void set(Owner owner, Set<List<String>> paths) {
        if (paths.isEmpty()) {
            owned.remove(owner);
        } else {
            owned.put(owner, new LinkedHashSet<>(paths));
        }
    }

    void takeFromOthers(List<String> path, Owner self) {
        for (var owner : List.copyOf(owned.keySet())) {
            if (!owner.equals(self)) {
                release(owner, path);
            }
        }
    }

    /** After a plain write: the writer owns what it changed, and nobody owns what is gone. */
    void updated(JsonNode before, JsonNode after, String manager) {
        var self = new Owner(manager, false);
        var was = leaves(before);
        var is = leaves(after);
        var mine = new LinkedHashSet<>(of(self));
        for (var path : is) {
            if (!was.contains(path) || !at(before, path).equals(at(after, path))) {
                takeFromOthers(path, self);
                mine.add(path);
            }
        }
        set(self, mine);
        for (var owner : List.copyOf(owned.keySet())) {
            var kept = new LinkedHashSet<>(of(owner));
            kept.retainAll(is);
            set(owner, kept);
        }
    }

    /** Writes the ownership into an object; an entry keeps its time unless its fields changed. */
    void writeTo(ObjectNode object, String apiVersion, Instant now) {
        var old = object.path("metadata").path("managedFields").deepCopy();
        var entries = Json.ensure(object, "metadata").putArray("managedFields");
        owned.forEach((owner, paths) -> {
            var entry = entries.addObject()
                    .put("apiVersion", apiVersion)
                    .put("fieldsType", "FieldsV1")
                    .<ObjectNode>set("fieldsV1", encode(paths))
                    .put("manager", owner.manager())
                    .put("operation", owner.applies() ? "Apply" : "Update");
            entry.put(
                    "time",
                    unchangedTime(old, entry)
                            .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString()));
        });
    }

    /** The paths that a writer of this document names. */
    static Set<List<String>> leaves(JsonNode object) {
        var paths = new LinkedHashSet<List<String>>();
        object.properties().forEach(entry -> {
            switch (entry.getKey()) {
                case "apiVersion", "kind" -> {}
                case "metadata" ->
                    entry.getValue().properties().stream()
                            .filter(field -> !SERVER_METADATA.contains(field.getKey()))
                            .forEach(field -> collect(field.getValue(), List.of("metadata", field.getKey()), paths));
                default -> collect(entry.getValue(), List.of(entry.getKey()), paths);
            }
        });
        return paths;
    }

    static JsonNode at(JsonNode object, List<String> path) {
        return Json.at(object, path.toArray(String[]::new));
    }

    private static void collect(JsonNode node, List<String> path, Set<List<String>> paths) {
        if (node instanceof ObjectNode && !node.isEmpty()) {
            node.properties().forEach(entry -> collect(entry.getValue(), append(path, entry.getKey()), paths));
        } else if (!(node instanceof ObjectNode && path.getFirst().equals("metadata"))) {
            paths.add(path);
        }
    }

    private void release(Owner owner, List<String> path) {
        var kept = new LinkedHashSet<>(of(owner));
        if (kept.remove(path)) {
            set(owner, kept);
        }
    }

    private static Optional<String> unchangedTime(JsonNode old, ObjectNode entry) {
        for (var candidate : old) {
            var same = entry.properties().stream()
                    .allMatch(field -> field.getValue().equals(candidate.path(field.getKey())));
            if (same) {
                return Json.text(candidate, "time");
            }
        }
        return Optional.empty();
    }

    private static ObjectNode encode(Set<List<String>> paths) {
        var root = Json.object();
        for (var path : paths) {
            var here = root;
            for (var step : path) {
                here = Json.ensure(here, "f:" + step);
            }
        }
        return root;
    }

    private static void decode(JsonNode node, List<String> path, Set<List<String>> paths) {
        if (node.isEmpty()) {
            if (!path.isEmpty()) {
                paths.add(path);
            }
            return;
        }
        node.properties()
                .forEach(entry ->
                        decode(entry.getValue(), append(path, entry.getKey().substring(2)), paths));
    }

    private static List<String> append(List<String> path, String step) {
        var longer = new ArrayList<>(path);
        longer.add(step);
        return List.copyOf(longer);
    }
}
