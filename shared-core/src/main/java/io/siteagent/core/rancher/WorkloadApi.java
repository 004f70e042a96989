package io.siteagent.core.rancher;

import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the downstream cluster runs and claims, through Rancher's cluster proxy. */
final class WorkloadApi {

    private static final String ACTIVE = "status.phase!=Succeeded,status.phase!=Failed";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private record Pod(boolean ended, PodUsage usage) {}

    private final Transport transport;
    private final String clusterId;

    WorkloadApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    List<PodUsage> activePods() {
        var list = Exchange.get("list pods", clusterId, Kubernetes.corePath(clusterId, "pods"))
                .query("fieldSelector", ACTIVE);
        return KubernetesList.read(transport, list, WorkloadApi::pod).stream()
                .filter(pod -> !pod.ended())
                .map(Pod::usage)
                .toList();
    }

    List<VolumeClaim> volumeClaims() {
        return KubernetesList.read(
                transport,
                Exchange.get("list volume claims", clusterId, Kubernetes.corePath(clusterId, "persistentvolumeclaims")),
                WorkloadApi::volumeClaim);
    }

    long activePods(String namespace) {
        var list = Exchange.get("list pods", namespace, Kubernetes.corePath(clusterId, "namespaces", namespace, "pods"))
                .query("fieldSelector", ACTIVE);
        return KubernetesList.read(transport, list, WorkloadApi::hasEnded).stream()
                .filter(ended -> !ended)
                .count();
    }

    long volumeClaims(String namespace) {
        var list = Exchange.get(
                "list volume claims",
                namespace,
                Kubernetes.corePath(clusterId, "namespaces", namespace, "persistentvolumeclaims"));
        return KubernetesList.read(transport, list, _ -> true).size();
    }

    private static boolean hasEnded(JsonValues json) {
        return json.at("status").optionalText("phase").filter(ENDED::contains).isPresent();
    }

    private static Pod pod(JsonValues json) {
        return new Pod(
                hasEnded(json), new PodUsage(json.at("metadata").text("namespace"), PodRequests.of(json.at("spec"))));
    }

    private static VolumeClaim volumeClaim(JsonValues json) {
        var metadata = json.at("metadata");
        var requests = json.at("spec").at("resources").at("requests");
        return new VolumeClaim(
                metadata.text("namespace"), metadata.text("name"), requests.required("storage", Quantity::parse));
    }

    static Map<String, Quantity> quantities(JsonValues json) {
        var quantities = new HashMap<String, Quantity>();
        json.members().forEach((name, _) -> quantities.put(name, json.required(name, Quantity::parse)));
        return Map.copyOf(quantities);
    }
}
