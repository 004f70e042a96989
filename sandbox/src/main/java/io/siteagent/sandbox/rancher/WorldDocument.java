package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The stand-in's state as one JSON document: settings, keys, every object of every cluster, the log of writes. */
final class WorldDocument {

    private final Store store;
    private final Settings settings;
    private final Credentials credentials;

    WorldDocument(Store store, Settings settings, Credentials credentials) {
        this.store = store;
        this.settings = settings;
        this.credentials = credentials;
    }

    ObjectNode dump() {
        var world = Json.object().put("resourceVersion", store.resourceVersion());
        world.set("settings", settings.dump());
        world.set("keys", credentials.dump());
        var objects = world.putArray("objects");
        store.all()
                .forEach((key, object) ->
                        objects.addObject().put("cluster", key.cluster()).set("object", object.deepCopy()));
        var writes = world.putArray("writes");
        store.writes()
                .forEach(write -> writes.addObject()
                        .put("resourceVersion", write.resourceVersion())
                        .put("verb", write.verb())
                        .put("cluster", write.cluster())
                        .put("kind", write.kind())
                        .put("namespace", write.namespace())
                        .put("name", write.name())
                        .put("manager", write.manager()));
        return world;
    }

    /** @throws IllegalArgumentException if the document isn't one of these */
    void load(ObjectNode world) {
        if (!world.path("objects").isArray()) {
            throw new IllegalArgumentException("A Rancher world has an array 'objects'");
        }
        Map<ObjectKey, ObjectNode> objects = new TreeMap<>();
        for (var entry : world.path("objects")) {
            if (!(entry.path("object") instanceof ObjectNode object)) {
                throw new IllegalArgumentException("Each of 'objects' has a 'cluster' and an 'object'");
            }
            objects.put(key(entry.path("cluster").asText(), object), object.deepCopy());
        }
        settings.load(world.path("settings"));
        credentials.load(world.path("keys"));
        store.replace(objects, world.path("resourceVersion").asLong(), writes(world.path("writes")));
    }

    private static ObjectKey key(String cluster, ObjectNode object) {
        var named = object.path("kind").asText();
        var kind = Arrays.stream(Kind.values())
                .filter(candidate -> candidate.kindName.equals(named))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown kind '" + named + "'"));
        var namespace = object.path("metadata").path("namespace").asText();
        return new ObjectKey(cluster, kind, namespace, Json.name(object));
    }

    private static List<ObjectWrite> writes(JsonNode entries) {
        var writes = new ArrayList<ObjectWrite>();
        for (var entry : entries) {
            writes.add(new ObjectWrite(
                    entry.path("resourceVersion").asLong(),
                    entry.path("verb").asText(),
                    entry.path("cluster").asText(),
                    entry.path("kind").asText(),
                    entry.path("namespace").asText(),
                    entry.path("name").asText(),
                    entry.path("manager").asText()));
        }
        return writes;
    }
}
