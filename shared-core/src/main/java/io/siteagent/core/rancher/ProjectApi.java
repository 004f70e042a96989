package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Projects of one cluster, as resources of Rancher's own Kubernetes API. */
final class ProjectApi {

    private static final List<String> READY = List.of("BackingNamespaceCreated", "InitialRolesPopulated");

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

    Project apply(ProjectApply project) {
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
                Exchange.apply(Kubernetes.FIELD_MANAGER, "apply project", project.name(), body, path(project.name())),
                answer -> project(answer.json()));
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
