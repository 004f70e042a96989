package io.siteagent.core.rancher;

import io.siteagent.core.http.JsonValues;
import java.util.HashMap;
import java.util.Map;

/**
 * What Kubernetes charges for a pod: the rule of its scheduler and quota (component-helpers, {@code PodRequests}).
 *
 * <p>Containers run together, so their requests add up; a restartable init container (a sidecar) runs beside them and
 * beside the init containers after it. Init containers run one by one before, so only the greatest of them counts, with
 * the sidecars started before it. Requests of the pod as a whole replace those of its containers for CPU, memory and
 * huge pages. The overhead of its runtime class comes on top.
 */
final class PodRequests {

    private final Map<String, Quantity> running = new HashMap<>();
    private final Map<String, Quantity> sidecars = new HashMap<>();
    private final Map<String, Quantity> starting = new HashMap<>();

    private PodRequests() {}

    static Map<String, Quantity> of(JsonValues spec) {
        var pod = new PodRequests();
        spec.elements("initContainers").forEach(pod::addInitContainer);
        spec.elements("containers").forEach(container -> add(pod.running, requests(container)));
        return pod.total(spec);
    }

    private void addInitContainer(JsonValues container) {
        var requests = requests(container);
        var restartable =
                container.optionalText("restartPolicy").filter("Always"::equals).isPresent();
        if (restartable) {
            add(running, requests);
            add(sidecars, requests);
            raise(starting, sidecars);
        } else {
            var together = new HashMap<>(sidecars);
            add(together, requests);
            raise(starting, together);
        }
    }

    private Map<String, Quantity> total(JsonValues spec) {
        var total = new HashMap<>(running);
        raise(total, starting);
        podLevel(spec, "limits").forEach(total::putIfAbsent);
        total.putAll(podLevel(spec, "requests"));
        add(total, WorkloadApi.quantities(spec.at("overhead")));
        return Map.copyOf(total);
    }

    private static Map<String, Quantity> podLevel(JsonValues spec, String kind) {
        var amounts = new HashMap<>(WorkloadApi.quantities(spec.at("resources").at(kind)));
        amounts.keySet().removeIf(resource -> !isPodLevel(resource));
        return amounts;
    }

    private static boolean isPodLevel(String resource) {
        return resource.equals("cpu") || resource.equals("memory") || resource.startsWith("hugepages-");
    }

    /** A limit without a request is a request of the same amount, as Kubernetes' own defaults have it. */
    private static Map<String, Quantity> requests(JsonValues owner) {
        var resources = owner.at("resources");
        var requests = new HashMap<>(WorkloadApi.quantities(resources.at("limits")));
        requests.putAll(WorkloadApi.quantities(resources.at("requests")));
        return requests;
    }

    private static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
        more.forEach((resource, amount) -> sum.merge(resource, amount, Quantity::plus));
    }

    private static void raise(Map<String, Quantity> greatest, Map<String, Quantity> other) {
        other.forEach((resource, amount) ->
                greatest.merge(resource, amount, (one, two) -> one.compareTo(two) < 0 ? two : one));
    }
}
