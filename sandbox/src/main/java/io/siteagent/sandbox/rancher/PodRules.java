package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What Kubernetes does to a new pod or volume claim: defaults of the LimitRange, then every ResourceQuota must allow
 * it.
 */
final class PodRules {

    private static final List<String> DECLARED =
            List.of("limits.cpu", "limits.memory", "requests.cpu", "requests.memory");

    private final Store store;

    PodRules(Store store) {
        this.store = store;
    }

    ObjectNode create(ObjectKey key, ObjectNode document) {
        var pod = document.deepCopy();
        for (var group : List.of("initContainers", "containers")) {
            for (var container : pod.path("spec").path(group)) {
                if (container instanceof ObjectNode node) {
                    defaultResources(key, node);
                }
            }
        }
        Json.ensure(pod, "spec")
                .put("restartPolicy", pod.path("spec").path("restartPolicy").asText("Always"));
        Json.ensure(pod, "status").put("phase", pod.path("status").path("phase").asText("Pending"));
        charge(key, pod, QuotaUsage.ofPod(pod));
        return pod;
    }

    ObjectNode createClaim(ObjectKey key, ObjectNode document) {
        var claim = document.deepCopy();
        Json.ensure(claim, "spec").put("volumeMode", "Filesystem");
        Json.ensure(claim, "status")
                .put("phase", claim.path("status").path("phase").asText("Pending"));
        charge(key, claim, QuotaUsage.ofClaim(claim));
        return claim;
    }

    private void defaultResources(ObjectKey key, ObjectNode container) {
        for (var range :
                store.list(key.cluster(), Kind.LIMIT_RANGE, key.namespace()).values()) {
            for (var limit : range.path("spec").path("limits")) {
                fill(container, "limits", limit.path("default"));
                fill(container, "requests", limit.path("defaultRequest"));
            }
        }
        // Kubernetes' own rule: a request that is missing equals the limit.
        container.path("resources").path("limits").properties().forEach(entry -> {
            var requests = Json.ensure(container, "resources", "requests");
            if (!requests.has(entry.getKey())) {
                requests.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void fill(ObjectNode container, String side, JsonNode defaults) {
        defaults.properties().forEach(entry -> {
            var own = Json.ensure(container, "resources", side);
            var limit = container.path("resources").path("limits");
            boolean explicitLimit = side.equals("requests") && limit.has(entry.getKey()) && own.has(entry.getKey());
            if (!own.has(entry.getKey()) && !explicitLimit) {
                own.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private void charge(ObjectKey key, ObjectNode object, Limits wanted) {
        store.list(key.cluster(), Kind.RESOURCE_QUOTA, key.namespace()).forEach((quotaKey, quota) -> {
            var hard = Limits.ofKubernetes(quota.path("spec").path("hard"));
            var missing = key.kind() == Kind.POD ? undeclared(object, hard) : List.<String>of();
            if (!missing.isEmpty()) {
                throw forbidden(
                        key,
                        "failed quota: %s: must specify %s".formatted(quotaKey.name(), String.join("; ", missing)));
            }
            var used = QuotaUsage.ofNamespace(store, key.cluster(), key.namespace(), hard);
            var tooMuch = used.plus(wanted.only(used)).above(hard).only(wanted);
            if (!tooMuch.isEmpty()) {
                throw forbidden(
                        key,
                        "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                                .formatted(
                                        quotaKey.name(), wanted.only(tooMuch), used.only(tooMuch), hard.only(tooMuch)));
            }
        });
    }

    private static List<String> undeclared(ObjectNode pod, Limits hard) {
        var missing = new ArrayList<String>();
        for (var resource : DECLARED) {
            if (hard.amounts().containsKey(resource)) {
                int dot = resource.indexOf('.');
                var silent = new ArrayList<String>();
                for (var container : pod.path("spec").path("containers")) {
                    if (Json.text(container, "resources", resource.substring(0, dot), resource.substring(dot + 1))
                            .isEmpty()) {
                        silent.add(container.path("name").asText());
                    }
                }
                if (!silent.isEmpty()) {
                    missing.add(resource + " for: " + String.join(",", silent));
                }
            }
        }
        return missing;
    }

    private static Refused forbidden(ObjectKey key, String why) {
        return Refused.about(
                403, "Forbidden", key, "%s \"%s\" is forbidden: %s".formatted(key.kind().plural, key.name(), why));
    }
}
