package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Projects as {@code /v3} creates, changes and deletes them, with Norman's own checks before the webhook's. */
final class NormanProjects {

    static final String SYSTEM_PROJECT = "authz.management.cattle.io/system-project";

    private static final List<String> QUOTAS =
            List.of("resourceQuota", "namespaceDefaultResourceQuota", "containerDefaultResourceLimit");

    private final Store store;
    private final ObjectWriter writer;

    NormanProjects(Store store, ObjectWriter writer) {
        this.store = store;
        this.writer = writer;
    }

    ObjectNode create(ObjectNode body, String user) {
        for (var required : List.of("name", "clusterId")) {
            if (Json.text(body, required).isEmpty()) {
                throw Refused.field("MissingRequired", required, "");
            }
        }
        checkQuota(body);
        var cluster = body.path("clusterId").asText();
        var project = Json.object();
        var metadata = Json.ensure(project, "metadata").put("generateName", "p-");
        var annotations = texts(body.path("annotations"));
        metadata.set("annotations", annotations.put("field.cattle.io/creatorId", user));
        metadata.set("labels", texts(body.path("labels")).put("cattle.io/creator", "norman"));
        var spec = project.putObject("spec")
                .put("clusterName", cluster)
                .put("displayName", body.path("name").asText());
        Json.text(body, "description").ifPresent(text -> spec.put("description", text));
        QUOTAS.forEach(quota -> Json.child(body, quota).ifPresent(value -> spec.set(quota, quota(value))));
        return writer.create(ObjectKey.ofProject(cluster, "p-" + store.suffix(5)), project, NormanApi.MANAGER);
    }

    /** A field that is named is replaced as a whole; of the annotations only Rancher's own survive being left out. */
    ObjectNode update(ObjectKey key, ObjectNode project, ObjectNode body) {
        var changed = project.deepCopy();
        var spec = Json.ensure(changed, "spec");
        Json.text(body, "name").ifPresent(text -> spec.put("displayName", text));
        Json.text(body, "description").ifPresent(text -> spec.put("description", text));
        Json.text(body, "clusterId").ifPresent(text -> spec.put("clusterName", text));
        if (body.has("resourceQuota") || body.has("namespaceDefaultResourceQuota")) {
            checkQuota(body);
            checkUsed(body, project);
        }
        QUOTAS.forEach(quota -> Json.child(body, quota).ifPresent(value -> {
            var used = spec.path(quota).path("usedLimit");
            spec.set(quota, quota(value));
            if (used.isObject()) {
                Json.ensure(spec, quota).set("usedLimit", used);
            }
        }));
        var metadata = Json.ensure(changed, "metadata");
        if (body.has("annotations")) {
            var annotations = texts(body.path("annotations"));
            metadata.path("annotations").properties().stream()
                    .filter(entry -> entry.getKey().contains("cattle.io/"))
                    .forEach(entry -> annotations.set(entry.getKey(), entry.getValue()));
            metadata.set("annotations", annotations);
        }
        if (body.has("labels")) {
            metadata.set("labels", texts(body.path("labels")).put("cattle.io/creator", "norman"));
        }
        return writer.replace(key, changed, NormanApi.MANAGER);
    }

    ObjectNode delete(ObjectKey key, ObjectNode project) {
        if (Json.label(project, SYSTEM_PROJECT).isPresent()) {
            throw Refused.norman(405, "MethodNotAllow", "System Project cannot be deleted");
        }
        return writer.delete(key, Json.object(), NormanApi.MANAGER);
    }

    private static void checkQuota(ObjectNode body) {
        var quota = body.path("resourceQuota").path("limit");
        var byDefault = body.path("namespaceDefaultResourceQuota").path("limit");
        if (!quota.isObject() && !byDefault.isObject()) {
            return;
        }
        if (!quota.isObject()) {
            throw Refused.field("MissingRequired", "resourceQuota", "");
        }
        if (!byDefault.isObject()) {
            throw Refused.field("MissingRequired", "namespaceDefaultResourceQuota", "");
        }
        checkKeys(quota, byDefault);
        var share = readable("checking quota fit: ", byDefault);
        var bound = readable("checking project limits: ", quota);
        if (!share.negative().isEmpty()) {
            throw Refused.field(
                    "MinLimitExceeded", "namespaceDefaultResourceQuota", "is negative on fields: " + share.negative());
        }
        if (!share.above(bound).isEmpty()) {
            throw Refused.field(
                    "MaxLimitExceeded",
                    "namespaceDefaultResourceQuota",
                    "exceeds limits on fields: " + share.above(bound));
        }
    }

    private static void checkKeys(JsonNode quota, JsonNode byDefault) {
        if (keys(quota).size() != keys(byDefault).size()) {
            throw Refused.field(
                    "MissingRequired",
                    "namespaceDefaultResourceQuota",
                    "does not have all fields defined on a resourceQuota");
        }
        var missing = keys(quota);
        missing.removeAll(keys(byDefault));
        if (!missing.isEmpty()) {
            throw Refused.field(
                    "MissingRequired",
                    "namespaceDefaultResourceQuota",
                    "misses " + String.join(", ", missing) + " defined on a resourceQuota");
        }
    }

    private static void checkUsed(ObjectNode body, ObjectNode project) {
        var used = Limits.ofRancher(project.path("spec").path("resourceQuota").path("usedLimit"));
        var above = used.above(Limits.ofRancher(body.path("resourceQuota").path("limit")));
        if (!above.isEmpty()) {
            throw Refused.field("MaxLimitExceeded", "resourceQuota", "is below the used limit on fields: " + above);
        }
    }

    private static Limits readable(String doing, JsonNode limit) {
        try {
            return Limits.ofRancher(limit);
        } catch (IllegalArgumentException malformed) {
            throw Refused.norman(500, "ServerError", doing + malformed.getMessage());
        }
    }

    private static Set<String> keys(JsonNode limit) {
        var names = new TreeSet<String>();
        limit.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Norman takes numbers where texts belong. */
    static ObjectNode texts(JsonNode values) {
        var texts = Json.object();
        values.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static ObjectNode quota(ObjectNode value) {
        var quota = Json.object();
        for (var entry : value.properties()) {
            if (entry.getValue() instanceof ObjectNode inner) {
                quota.set(entry.getKey(), quota(inner));
            } else {
                quota.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return quota;
    }
}
