package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;

/** Rancher's webhook for projects: backing namespace, both quotas or none, and what has been given away already. */
final class ProjectRules {

    private static final String WEBHOOK = "projects.management.cattle.io";

    private final Store store;
    private final Settings settings;

    ProjectRules(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    ObjectNode create(ObjectKey key, ObjectNode document) {
        var project = mutated(document);
        var backing = backingNamespace(key);
        if (store.has(ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, backing))) {
            throw Refused.brokenWebhook(
                    WEBHOOK,
                    "Internal error occurred: failed to create project namespace : namespace " + backing
                            + " already exists");
        }
        Json.ensure(project, "metadata", "annotations")
                .put("authz.management.cattle.io/creator-role-bindings", "{\"required\":[\"project-owner\"]}");
        project.putObject("status").put("backingNamespace", backing);
        if (Json.annotation(project, "field.cattle.io/no-creator-rbac").isPresent()
                && Json.annotation(project, "field.cattle.io/creatorId").isPresent()) {
            throw denied("metadata.annotations: Forbidden: cannot have both field.cattle.io/no-creator-rbac and "
                    + "field.cattle.io/creatorId annotation set");
        }
        if (!project.path("spec").path("clusterName").asText().equals(key.namespace())) {
            throw denied("project.spec.clusterName: Invalid value: \"%s\": clusterName and project namespace must match"
                    .formatted(project.path("spec").path("clusterName").asText()));
        }
        checkQuota(project.path("spec"));
        return project;
    }

    ObjectNode update(ObjectKey key, ObjectNode before, ObjectNode after) {
        var project = mutated(after);
        var cluster = project.path("spec").path("clusterName");
        if (!cluster.equals(before.path("spec").path("clusterName"))) {
            throw denied(
                    "project.spec.clusterName: Invalid value: \"%s\": field is immutable".formatted(cluster.asText()));
        }
        checkQuota(project.path("spec"));
        return project;
    }

    private ObjectNode mutated(ObjectNode document) {
        var project = document.deepCopy();
        var spec = Json.ensure(project, "spec");
        if (!settings.knowsExtended()) {
            Json.child(spec, "resourceQuota", "limit").ifPresent(limit -> limit.remove("extended"));
            Json.child(spec, "namespaceDefaultResourceQuota", "limit").ifPresent(limit -> limit.remove("extended"));
        }
        Json.child(spec, "resourceQuota").ifPresent(quota -> Json.ensure(quota, "usedLimit"));
        return project;
    }

    private static void checkQuota(JsonNode spec) {
        var quota = spec.path("resourceQuota");
        var byDefault = spec.path("namespaceDefaultResourceQuota");
        if (!quota.isObject() && !byDefault.isObject()) {
            return;
        }
        if (!byDefault.isObject()) {
            throw denied(
                    "project.spec.namespaceDefaultResourceQuota: Required value: required when resourceQuota is set");
        }
        if (!quota.isObject()) {
            throw denied(
                    "project.spec.resourceQuota: Required value: required when namespaceDefaultResourceQuota is set");
        }
        if (!keys(quota).equals(keys(byDefault))) {
            throw denied(
                    ("project.spec.resourceQuota: Invalid value: %s: resource quota and namespace default quota do "
                                    + "not have the same resources defined")
                            .formatted(inRanchersOrder(quota)));
        }
        try {
            checkFit(quota, Limits.ofRancher(byDefault.path("limit")), Limits.ofRancher(quota.path("limit")));
        } catch (IllegalArgumentException malformed) {
            throw Refused.brokenWebhook(WEBHOOK, Objects.toString(malformed.getMessage(), ""));
        }
    }

    private static ObjectNode inRanchersOrder(JsonNode quota) {
        var limit = quota.path("limit");
        var ordered = Json.object();
        ordered.set("limit", Limits.complete(limit, limit));
        ordered.set("usedLimit", quota.path("usedLimit"));
        return ordered;
    }

    private static void checkFit(JsonNode quota, Limits byDefault, Limits bound) {
        var negative = byDefault.negative();
        if (!negative.isEmpty()) {
            throw denied("project.spec.namespaceDefaultResourceQuota: Forbidden: namespaceDefaultResourceQuota is "
                    + "negative on fields: " + negative);
        }
        var tooMuch = byDefault.above(bound);
        if (!tooMuch.isEmpty()) {
            throw denied("project.spec.namespaceDefaultResourceQuota: Forbidden: namespaceDefaultResourceQuota exceeds "
                    + "project limit on fields: " + tooMuch);
        }
        var givenAway = Limits.ofRancher(quota.path("usedLimit")).above(bound);
        if (!givenAway.isEmpty()) {
            throw denied("project.spec.resourceQuota: Forbidden: resourceQuota is below the used limit on fields: "
                    + givenAway);
        }
    }

    private static Set<String> keys(JsonNode quota) {
        var names = new HashSet<String>();
        quota.path("limit").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** {@code cluster-project}; a name longer than Kubernetes allows is cut and gets a hash. */
    private static String backingNamespace(ObjectKey key) {
        var name = key.namespace() + "-" + key.name();
        return name.length() <= 63
                ? name
                : name.substring(0, 57) + "-" + hash(name).substring(0, 5);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Refused denied(String problem) {
        return Refused.webhook(400, "BadRequest", Kind.PROJECT, problem);
    }
}
