package io.siteagent.core.rancher;

import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the downstream cluster runs, claims and limits, through Rancher's cluster proxy. */
final class WorkloadApi {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private record Pod(boolean ended, PodUsage usage) {}

    private final Transport transport;
    private final String clusterId;

    WorkloadApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    List<ResourceQuota> resourceQuotas(String namespace) {
        return KubernetesList.read(
                transport,
                Exchange.get(
                        "list resource quotas",
                        namespace,
                        Kubernetes.corePath(clusterId, "namespaces", namespace, "resourcequotas")),
                WorkloadApi::resourceQuota);
    }

    List<ResourceQuota> allResourceQuotas() {
        return KubernetesList.read(
                transport,
                Exchange.get("list resource quotas", clusterId, Kubernetes.corePath(clusterId, "resourcequotas")),
                WorkloadApi::resourceQuota);
    }

    List<PodUsage> activePods() {
        var list = Exchange.get("list pods", clusterId, Kubernetes.corePath(clusterId, "pods"))
                .query("fieldSelector", "status.phase!=Succeeded,status.phase!=Failed");
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

    private static ResourceQuota resourceQuota(JsonValues json) {
        var metadata = json.at("metadata");
        return new ResourceQuota(
                metadata.text("namespace"),
                metadata.text("name"),
                metadata.at("labels").texts(),
                quantities(json.at("spec").at("hard")),
                quantities(json.at("status").at("used")));
    }

    private static Pod pod(JsonValues json) {
        var ended =
                json.at("status").optionalText("phase").filter(ENDED::contains).isPresent();
        return new Pod(ended, new PodUsage(json.at("metadata").text("namespace"), PodRequests.of(json.at("spec"))));
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
