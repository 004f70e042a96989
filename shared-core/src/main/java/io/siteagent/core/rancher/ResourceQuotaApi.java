package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** ResourceQuotas of the downstream cluster, through Rancher's cluster proxy. */
final class ResourceQuotaApi {

    private static final String KIND = "resourcequotas";

    private final Transport transport;
    private final String clusterId;

    ResourceQuotaApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    List<ResourceQuota> in(String namespace) {
        return KubernetesList.read(
                transport,
                Exchange.get("list resource quotas", namespace, path(namespace)),
                ResourceQuotaApi::resourceQuota);
    }

    List<ResourceQuota> all() {
        return KubernetesList.read(
                transport,
                Exchange.get("list resource quotas", clusterId, Kubernetes.corePath(clusterId, KIND)),
                ResourceQuotaApi::resourceQuota);
    }

    void apply(String namespace, String name, Map<String, String> labels, Map<String, Quantity> hard) {
        var written = new TreeMap<String, String>();
        hard.forEach((key, amount) -> written.put(key, QuotaLimit.print(key, amount)));
        var body = Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ResourceQuota",
                "metadata",
                Map.of("name", name, "namespace", namespace, "labels", labels),
                "spec",
                Map.of("hard", written));
        transport.call(
                Exchange.apply(
                        Kubernetes.FIELD_MANAGER,
                        "apply resource quota",
                        namespace + "/" + name,
                        body,
                        path(namespace, name)),
                Answer.DONE);
    }

    void delete(String namespace, String name) {
        Kubernetes.find(
                transport,
                Exchange.delete("delete resource quota", namespace + "/" + name, path(namespace, name)),
                Answer.DONE);
    }

    private String[] path(String namespace, String... name) {
        return Kubernetes.path(List.of(Kubernetes.corePath(clusterId, "namespaces", namespace, KIND)), name);
    }

    static ResourceQuota resourceQuota(JsonValues json) {
        var metadata = json.at("metadata");
        return new ResourceQuota(
                metadata.text("namespace"),
                metadata.text("name"),
                metadata.at("labels").texts(),
                WorkloadApi.quantities(json.at("spec").at("hard")),
                WorkloadApi.quantities(json.at("status").at("used")));
    }
}
