package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.MalformedAnswer;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Namespaces of the downstream cluster, through Rancher's cluster proxy. */
final class NamespaceApi {

    private static final String PROJECT_ID = "field.cattle.io/projectId";
    private static final String QUOTA = "field.cattle.io/resourceQuota";
    private static final String STATUS = "cattle.io/status";

    private final Transport transport;
    private final String clusterId;

    NamespaceApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    Optional<Namespace> find(String name) {
        return Kubernetes.find(
                transport, Exchange.get("read namespace", name, path(name)), answer -> namespace(answer.json()));
    }

    List<Namespace> all(Predicate<Namespace> wanted) {
        var list = Exchange.get("list namespaces", clusterId, Kubernetes.corePath(clusterId, "namespaces"));
        return KubernetesList.read(
                        transport, list, json -> Optional.of(namespace(json)).filter(wanted))
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Norman shows what the token may see, through whatever role. */
    List<VisibleNamespace> visible() {
        var list = Exchange.get("list visible namespaces", clusterId, "v3", "clusters", clusterId, "namespaces");
        return NormanCollection.read(
                transport, list, json -> new VisibleNamespace(json.text("id"), json.optionalText("projectId")));
    }

    Namespace apply(NamespaceApply namespace) {
        var annotations = new TreeMap<>(namespace.annotations());
        if (!namespace.projectId().isEmpty()) {
            annotations.put(PROJECT_ID, namespace.projectId());
        }
        if (!namespace.quota().isEmpty()) {
            annotations.put(QUOTA, JsonValues.write(Map.of("limit", QuotaJson.write(namespace.quota()))));
        }
        var metadata = Map.of("name", namespace.name(), "annotations", annotations, "labels", namespace.labels());
        var body = Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", metadata);
        return transport.call(
                Exchange.apply(
                        Kubernetes.FIELD_MANAGER, "apply namespace", namespace.name(), body, path(namespace.name())),
                answer -> namespace(answer.json()));
    }

    void delete(String name) {
        try {
            Kubernetes.find(transport, Exchange.delete("delete namespace", name, path(name)), Answer.DONE);
        } catch (RemoteException e) {
            // Kubernetes answers 409 while it removes the namespace's content
            if (!e.is(Reason.CONFLICT)) {
                throw e;
            }
        }
    }

    private String[] path(String name) {
        return Kubernetes.corePath(clusterId, "namespaces", name);
    }

    private static Namespace namespace(JsonValues json) {
        var metadata = json.at("metadata");
        var annotations = metadata.at("annotations").texts();
        return new Namespace(
                metadata.text("name"),
                Optional.ofNullable(annotations.get(PROJECT_ID)),
                annotations,
                metadata.at("labels").texts(),
                quota(Optional.ofNullable(annotations.get(QUOTA))),
                Optional.ofNullable(annotations.get(STATUS)).flatMap(NamespaceApi::quotaValidated),
                metadata.at("deletionTimestamp").isPresent());
    }

    /** Anybody who may edit the namespace may write anything there: what is no quota counts as none. */
    private static QuotaLimit quota(Optional<String> annotation) {
        try {
            return annotation
                    .flatMap(JsonValues::parse)
                    .map(json -> QuotaJson.read(json.at("limit")))
                    .orElse(QuotaLimit.NONE);
        } catch (MalformedAnswer _) {
            return QuotaLimit.NONE;
        }
    }

    /** Rancher writes the keys of this annotation in lower case at creation and capitalised later. */
    private static Optional<Boolean> quotaValidated(String annotation) {
        try {
            var conditions = JsonValues.parse(annotation)
                    .map(status -> status.atIgnoringCase("conditions"))
                    .filter(JsonValues::isPresent)
                    .map(JsonValues::elements)
                    .orElse(List.of());
            return conditions.stream()
                    .filter(condition -> condition
                            .atIgnoringCase("type")
                            .asText()
                            .filter("ResourceQuotaValidated"::equals)
                            .isPresent())
                    .map(condition -> condition
                            .atIgnoringCase("status")
                            .asText()
                            .filter("True"::equals)
                            .isPresent())
                    .findFirst();
        } catch (MalformedAnswer _) {
            return Optional.empty();
        }
    }
}
