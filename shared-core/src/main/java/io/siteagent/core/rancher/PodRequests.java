package io.siteagent.core.rancher;

import io.siteagent.core.http.JsonValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Kubernetes charges for a pod: the rule of its scheduler and quota (component-helpers, {@code PodRequests}).
 *
 * <p>Containers run together, so their requests add up; a restartable init container (a sidecar) runs beside them and
 * beside the init containers after it. Init containers run one by one before, so only the greatest of them counts, with
 * the sidecars started before it. Requests of the pod as a whole replace those of its containers for CPU, memory and
 * huge pages. The overhead of its runtime class comes on top.
 *
 * <p>While a container is resized in place it counts with the greatest of what is wanted, what the node has allocated
 * and what it runs with, or without what is wanted when the node can't give that.
 */
final class PodRequests {

    private final Map<String, Quantity> running = new HashMap<>();
    private final Map<String, Quantity> sidecars = new HashMap<>();
    private final Map<String, Quantity> starting = new HashMap<>();

    private final JsonValues status;

    private PodRequests(JsonValues status) {
        this.status = status;
    }

    /** @param pod a pod as the API shows it, with {@code spec} and {@code status} */
    static Map<String, Quantity> of(JsonValues pod) {
        var spec = pod.at("spec");
        var requests = new PodRequests(pod.at("status"));
        spec.elements("initContainers").forEach(requests::addInitContainer);
        spec.elements("containers")
                .forEach(container -> add(requests.running, requests.of(container, "containerStatuses")));
        return requests.total(spec);
    }

    private Map<String, Quantity> of(JsonValues container, String statuses) {
        var wanted = requests(container);
        var name = container.optionalText("name");
        var running = status.elements(statuses).stream()
                .filter(one -> name.isPresent() && one.optionalText("name").equals(name))
                .filter(one -> one.at("resources").isPresent())
                .findFirst();
        if (running.isEmpty()) {
            return wanted;
        }
        var greatest = isResizeInfeasible() ? new HashMap<String, Quantity>() : new HashMap<>(wanted);
        raise(greatest, WorkloadApi.quantities(running.get().at("resources").at("requests")));
        raise(greatest, WorkloadApi.quantities(running.get().at("allocatedResources")));
        return greatest;
    }

    private boolean isResizeInfeasible() {
        return status.elements("conditions").stream()
                .anyMatch(condition -> condition.optionalText("type").equals(Optional.of("PodResizePending"))
                        && condition.optionalText("reason").equals(Optional.of("Infeasible")));
    }

    private void addInitContainer(JsonValues container) {
        var requests = of(container, "initContainerStatuses");
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
