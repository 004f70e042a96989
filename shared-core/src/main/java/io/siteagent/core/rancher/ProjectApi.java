package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Projects of one cluster, as resources of Rancher's own Kubernetes API. */
final class ProjectApi {

    private static final List<String> READY = List.of("BackingNamespaceCreated", "InitialRolesPopulated");

    static final String CREATE = "create project";

    private final Transport transport;
    private final String clusterId;

    ProjectApi(Transport transport, String clusterId) {
        this.transport = transport;
        this.clusterId = clusterId;
    }

    Optional<Project> find(String name) {
        return Kubernetes.find(
                transport, Exchange.get("read project", name, path(name)), answer -> project(answer.json()));
    }

    List<Project> all() {
        return KubernetesList.read(transport, Exchange.get("list projects", clusterId, path()), this::project);
    }

    /**
     * Rancher lets any number of projects have the same display name. Only Norman has a filter by it; it ignores a
     * filter that it does not know, so the answer is filtered again.
     */
    List<Project> called(String displayName) {
        var list = Exchange.get("list projects called", displayName, "v3", "projects")
                .query("clusterId", clusterId)
                .query("name", displayName);
        return NormanCollection.read(transport, list, ProjectApi::listed).stream()
                .filter(listed -> listed.name.equals(displayName) && listed.id.startsWith(clusterId + ":"))
                .flatMap(listed -> find(listed.id.substring(clusterId.length() + 1)).stream())
                .toList();
    }

    private record Listed(String id, String name) {}

    private static Listed listed(JsonValues json) {
        return new Listed(json.text("id"), json.optionalText("name").orElse(""));
    }

    /** As {@link #apply}, for a project that is not there: Kubernetes counts generations from one. */
    Project create(ProjectApply project) {
        return apply(CREATE, project, answer -> {
            var json = answer.json();
            var generation = json.at("metadata").at("generation").asNumber();
            if (generation.filter(BigDecimal.ONE::equals).isEmpty()) {
                throw new RemoteException(
                        Reason.CONFLICT, RemoteSystem.RANCHER, CREATE, project.name(), 409, "it exists already", null);
            }
            return project(json);
        });
    }

    Project apply(ProjectApply project) {
        return apply("apply project", project, answer -> project(answer.json()));
    }

    private Project apply(String operation, ProjectApply project, Answer.Decoder<Project> decoder) {
        var spec = new LinkedHashMap<String, Object>();
        spec.put("clusterName", clusterId);
        spec.put("displayName", project.displayName());
        spec.put("description", project.description());
        if (!project.limit().isEmpty()) {
            spec.put("resourceQuota", Map.of("limit", QuotaJson.write(project.limit())));
        }
        if (!project.namespaceDefault().isEmpty()) {
            spec.put("namespaceDefaultResourceQuota", Map.of("limit", QuotaJson.write(project.namespaceDefault())));
        }
        if (!project.containerDefault().isEmpty()) {
            spec.put("containerDefaultResourceLimit", QuotaJson.write(project.containerDefault()));
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("apiVersion", "management.cattle.io/v3");
        body.put("kind", "Project");
        body.put(
                "metadata",
                Map.of(
                        "name", project.name(),
                        "namespace", clusterId,
                        "annotations", project.annotations(),
                        "labels", project.labels()));
        body.put("spec", spec);
        return transport.call(
                Exchange.apply(Kubernetes.FIELD_MANAGER, operation, project.name(), body, path(project.name())),
                decoder);
    }

    void delete(String name) {
        Kubernetes.find(transport, Exchange.delete("delete project", name, path(name)), Answer.DONE);
    }

    private String[] path(String... name) {
        return Kubernetes.path(
                List.of("apis", "management.cattle.io", "v3", "namespaces", clusterId, "projects"), name);
    }

    private Project project(JsonValues json) {
        var metadata = json.at("metadata");
        var name = metadata.text("name");
        var spec = json.at("spec");
        var quota = spec.at("resourceQuota");
        var status = json.at("status");
        var ready = status.elements("conditions").stream()
                .anyMatch(condition -> READY.contains(condition.text("type"))
                        && condition
                                .optionalText("status")
                                .filter("True"::equals)
                                .isPresent());
        var backing = status.optionalText("backingNamespace");
        return new Project(
                clusterId,
                name,
                spec.optionalText("displayName").orElse(""),
                spec.optionalText("description").orElse(""),
                metadata.at("annotations").texts(),
                metadata.at("labels").texts(),
                // Rancher before 2.12 says no name: there the backing namespace is called like the project
                backing.isEmpty() && ready ? Optional.of(name) : backing,
                ready,
                metadata.at("deletionTimestamp").isPresent(),
                QuotaJson.read(quota.at("limit")),
                QuotaJson.read(spec.at("namespaceDefaultResourceQuota").at("limit")),
                QuotaJson.read(quota.at("usedLimit")),
                QuotaJson.read(spec.at("containerDefaultResourceLimit")));
    }
}
