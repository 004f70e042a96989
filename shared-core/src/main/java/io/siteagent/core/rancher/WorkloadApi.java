package io.siteagent.core.rancher;

import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** What the downstream cluster runs and claims, through Rancher's cluster proxy. */
final class WorkloadApi {

    private static final String ACTIVE = "status.phase!=Succeeded,status.phase!=Failed";
    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private final Transport transport;
    private final String clusterId;

    WorkloadApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    <S> S foldPods(Area area, Supplier<S> start, BiConsumer<S, Listed<PodUsage>> add) {
        var list = list("list pods", area, "pods").query("fieldSelector", ACTIVE);
        return KubernetesList.fold(transport, list, WorkloadApi::pod, start, add);
    }

    <S> S foldVolumeClaims(Area area, Supplier<S> start, BiConsumer<S, Listed<VolumeClaim>> add) {
        var list = list("list volume claims", area, "persistentvolumeclaims");
        return KubernetesList.fold(transport, list, WorkloadApi::volumeClaim, start, add);
    }

    <S> S foldResourceQuotas(Area area, Supplier<S> start, BiConsumer<S, Listed<ResourceQuota>> add) {
        var list = list("list resource quotas", area, "resourcequotas");
        return KubernetesList.fold(transport, list, ResourceQuotaApi::resourceQuota, start, add);
    }

    private Exchange list(String operation, Area area, String plural) {
        return switch (area) {
            case Area.WholeCluster() -> Exchange.get(operation, clusterId, Kubernetes.corePath(clusterId, plural));
            case Area.OneNamespace(var name) ->
                Exchange.get(operation, name, Kubernetes.corePath(clusterId, "namespaces", name, plural));
        };
    }

    /** The field selector keeps ended pods out; one that ended meanwhile, or that slipped through, occupies nothing. */
    private static PodUsage pod(JsonValues json) {
        var ended =
                json.at("status").optionalText("phase").filter(ENDED::contains).isPresent();
        return new PodUsage(json.at("metadata").text("namespace"), ended ? Map.of() : PodRequests.of(json));
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
