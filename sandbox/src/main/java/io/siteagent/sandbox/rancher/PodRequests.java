package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What a pod is charged for, by the rule of the Kubernetes scheduler and quota. */
final class PodRequests {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private PodRequests() {}

    static boolean counts(JsonNode pod) {
        return !ENDED.contains(pod.path("status").path("phase").asText());
    }

    /**
     * The larger of what runs together (containers, sidecars) and what the start needs at its peak (an init container
     * beside the sidecars started before it), plus the overhead.
     *
     * @param side {@code requests} or {@code limits}
     */
    static Limits of(JsonNode pod, String side) {
        var spec = pod.path("spec");
        var sidecars = Limits.NONE;
        var peak = Limits.NONE;
        for (var init : spec.path("initContainers")) {
            var own = amounts(init, side);
            if (init.path("restartPolicy").asText().equals("Always")) {
                sidecars = sidecars.plus(own);
                peak = peak.max(sidecars);
            } else {
                peak = peak.max(sidecars.plus(own));
            }
        }
        var together = sidecars;
        for (var container : spec.path("containers")) {
            together = together.plus(amounts(container, side));
        }
        return together.max(peak).plus(Limits.ofKubernetes(spec.path("overhead")));
    }

    private static Limits amounts(JsonNode container, String side) {
        return Limits.ofKubernetes(container.path("resources").path(side));
    }
}
