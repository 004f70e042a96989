package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.TreeMap;

/** How much of each quota key one object takes. A key that quota doesn't know, such as a bare GPU name, is absent. */
final class QuotaUsage {

    private static final Quantity ONE = Quantity.parse("1");

    private QuotaUsage() {}

    /** The usage of a namespace, for the keys of a quota's {@code hard} that quota counts at all. */
    static Limits ofNamespace(Store store, String cluster, String namespace, Limits hard) {
        var used = zero(hard);
        for (var pod : store.list(cluster, Kind.POD, namespace).values()) {
            used = used.plus(ofPod(pod).only(used));
        }
        for (var claim : store.list(cluster, Kind.VOLUME_CLAIM, namespace).values()) {
            used = used.plus(ofClaim(claim).only(used));
        }
        return used;
    }

    static Limits ofPod(JsonNode pod) {
        var amounts = new TreeMap<String, Quantity>();
        amounts.put("count/pods", ONE);
        if (PodRequests.counts(pod)) {
            amounts.put("pods", ONE);
            PodRequests.of(pod, "requests").amounts().forEach((resource, amount) -> {
                amounts.put("requests." + resource, amount);
                if (!resource.contains("/")) {
                    amounts.put(resource, amount);
                }
            });
            PodRequests.of(pod, "limits").amounts().forEach((resource, amount) -> {
                if (!resource.contains("/")) {
                    amounts.put("limits." + resource, amount);
                }
            });
        }
        return new Limits(amounts);
    }

    static Limits ofClaim(JsonNode claim) {
        var amounts = new TreeMap<String, Quantity>();
        var size = Json.text(claim, "spec", "resources", "requests", "storage")
                .map(Quantity::parse)
                .orElse(Quantity.ZERO);
        amounts.put("persistentvolumeclaims", ONE);
        amounts.put("count/persistentvolumeclaims", ONE);
        amounts.put("requests.storage", size);
        Json.text(claim, "spec", "storageClassName").ifPresent(storageClass -> {
            amounts.put(storageClass + ".storageclass.storage.k8s.io/requests.storage", size);
            amounts.put(storageClass + ".storageclass.storage.k8s.io/persistentvolumeclaims", ONE);
        });
        return new Limits(amounts);
    }

    /** Keys that Kubernetes counts: bare extended resources are accepted in {@code hard}, and ignored. */
    private static Limits zero(Limits hard) {
        var amounts = new TreeMap<String, Quantity>();
        hard.amounts().keySet().stream()
                .filter(key -> !key.contains("/")
                        || key.startsWith("requests.")
                        || key.startsWith("count/")
                        || key.contains(".storageclass.storage.k8s.io/"))
                .forEach(key -> amounts.put(key, Quantity.ZERO));
        return new Limits(amounts);
    }
}
