package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Objects as Norman shows them on {@code /v3}: flat, with links, and with some of the annotations made into fields. */
final class NormanView {

    private static final List<String> MADE_FIELDS = List.of(
            "field.cattle.io/creatorId",
            ProjectId.ANNOTATION,
            NamespaceQuota.ANNOTATION,
            NamespaceQuota.CONTAINER_DEFAULTS);

    private static final List<String> PROJECT_LINKS = List.of(
            "basicauths",
            "certificates",
            "configmaps",
            "persistentvolumeclaims",
            "pods",
            "projectroletemplatebindings",
            "secrets",
            "subscribe",
            "workloads");

    private final String base;

    /** @param base scheme, host and {@code /v3}, from the request's own headers */
    NormanView(String base) {
        this.base = base;
    }

    ObjectNode project(ObjectNode project) {
        var spec = project.path("spec");
        var cluster = project.path("metadata").path("namespace").asText();
        var id = cluster + ":" + Json.name(project);
        var view = common(project, "project", id);
        view.putObject("actions").put("exportYaml", base + "/projects/" + id + "?action=exportYaml");
        view.put("name", spec.path("displayName").asText()).put("clusterId", cluster);
        Json.text(spec, "description").ifPresent(text -> view.put("description", text));
        view.put(
                "backingNamespace",
                project.path("status").path("backingNamespace").asText());
        view.putNull("namespaceId");
        if (project.path("status").has("conditions")) {
            view.set("conditions", project.path("status").path("conditions"));
        }
        Json.child(spec, "resourceQuota").ifPresent(quota -> {
            var shown = view.putObject("resourceQuota").put("type", "/v3/schemas/projectResourceQuota");
            shown.set("limit", limit(quota.path("limit")));
            shown.set("usedLimit", limit(quota.path("usedLimit")));
        });
        Json.child(spec, "namespaceDefaultResourceQuota")
                .ifPresent(quota -> view.putObject("namespaceDefaultResourceQuota")
                        .put("type", "/v3/schemas/namespaceResourceQuota")
                        .set("limit", limit(quota.path("limit"))));
        Json.child(spec, "containerDefaultResourceLimit")
                .ifPresent(limit -> view.set(
                        "containerDefaultResourceLimit",
                        limit.deepCopy().put("type", "/v3/schemas/containerResourceLimit")));
        state(view, project, "waiting on project-namespace-auth_" + cluster);
        var links = links(view, "/projects/" + id);
        PROJECT_LINKS.forEach(link -> links.put(link, base + "/projects/" + id + "/" + link));
        return view;
    }

    ObjectNode binding(ObjectNode binding) {
        var id = binding.path("metadata").path("namespace").asText() + ":" + Json.name(binding);
        var view = common(binding, "projectRoleTemplateBinding", id);
        view.put("name", Json.name(binding))
                .put("projectId", binding.path("projectName").asText())
                .put("roleTemplateId", binding.path("roleTemplateName").asText());
        view.putNull("namespaceId");
        orNull(view, "userId", Json.text(binding, "userName"));
        orNull(view, "userPrincipalId", Json.text(binding, "userPrincipalName"));
        orNull(view, "groupId", Json.text(binding, "groupName"));
        orNull(view, "groupPrincipalId", Json.text(binding, "groupPrincipalName"));
        links(view, "/projectRoleTemplateBindings/" + id);
        return view;
    }

    ObjectNode namespace(String cluster, ObjectNode namespace) {
        var name = Json.name(namespace);
        var view = common(namespace, "namespace", name);
        var self = "/cluster/" + cluster + "/namespaces/" + name;
        view.putObject("actions").put("move", base + self + "?action=move");
        view.put("name", name);
        Json.annotation(namespace, ProjectId.ANNOTATION).ifPresent(id -> view.put("projectId", id));
        Json.annotation(namespace, NamespaceQuota.ANNOTATION)
                .flatMap(Json::parse)
                .ifPresent(quota -> {
                    // Norman's schema of a namespace has no field for extended resources.
                    Json.child(quota, "limit").ifPresent(limit -> limit.remove("extended"));
                    view.set("resourceQuota", quota);
                });
        Json.annotation(namespace, NamespaceQuota.CONTAINER_DEFAULTS)
                .flatMap(Json::parse)
                .ifPresent(limit -> view.set("containerDefaultResourceLimit", limit));
        state(view, namespace, "");
        if (!Json.deleting(namespace) && !NamespaceStatus.of(namespace).isTrue(NamespaceStatus.ROLES)) {
            view.put("state", "activating")
                    .put("transitioning", "yes")
                    .put("transitioningMessage", "Populating initial roles");
        }
        links(view, self).put("yaml", base + self + "/yaml");
        return view;
    }

    ObjectNode cluster(ObjectNode cluster, boolean agentDown) {
        var id = Json.name(cluster);
        var view = common(cluster, "cluster", id);
        view.put("name", cluster.path("spec").path("displayName").asText(id))
                .put("driver", "imported")
                .put("provider", "k3s")
                .put("description", "")
                .put("internal", id.equals(ObjectKey.MANAGEMENT));
        view.putArray("conditions")
                .addObject()
                .put("status", agentDown ? "False" : "True")
                .put("type", "Ready");
        for (var amounts : List.of("allocatable", "capacity", "requested", "limits")) {
            view.set(amounts, Json.child(cluster, "status", amounts).orElseGet(Json::object));
        }
        state(view, cluster, "");
        if (agentDown) {
            view.put("state", "unavailable").put("transitioning", "error");
        }
        var links = links(view, "/clusters/" + id);
        List.of("namespaces", "nodes", "projects")
                .forEach(link -> links.put(link, base + "/clusters/" + id + "/" + link));
        view.putObject("actions")
                .put("generateKubeconfig", base + "/clusters/" + id + "?action=generateKubeconfig")
                .put("importYaml", base + "/clusters/" + id + "?action=importYaml");
        return view;
    }

    ObjectNode roleTemplate(ObjectNode template) {
        var id = Json.name(template);
        var view = common(template, "roleTemplate", id);
        view.put("name", template.path("displayName").asText())
                .put("context", template.path("context").asText())
                .put("description", "")
                .put("administrative", false)
                .put("builtin", template.path("builtin").asBoolean())
                .put("clusterCreatorDefault", false)
                .put("external", false)
                .put("hidden", false)
                .put("locked", template.path("locked").asBoolean())
                .put("projectCreatorDefault", id.equals("project-owner"));
        var links = links(view, "/roleTemplates/" + id);
        links.put("projectRoleTemplateBindings", base + "/projectRoleTemplateBindings?roleTemplateId=" + id);
        return view;
    }

    private static ObjectNode common(ObjectNode object, String type, String id) {
        var metadata = object.path("metadata");
        var view = Json.object().put("type", type).put("baseType", type).put("id", id);
        view.set(
                "annotations",
                Json.child(metadata, "annotations")
                        .map(all -> all.deepCopy().remove(MADE_FIELDS))
                        .orElseGet(Json::object));
        Json.child(metadata, "labels").ifPresent(labels -> view.set("labels", labels));
        time(view, "created", metadata.path("creationTimestamp").asText());
        Json.text(metadata, "deletionTimestamp").ifPresent(time -> time(view, "removed", time));
        orNull(view, "creatorId", Json.annotation(object, "field.cattle.io/creatorId"));
        return view.put("uuid", metadata.path("uid").asText());
    }

    private static void time(ObjectNode view, String field, String time) {
        view.put(field, time).put(field + "TS", Instant.parse(time).toEpochMilli());
    }

    private static void state(ObjectNode view, ObjectNode object, String waitingFor) {
        boolean going = Json.deleting(object);
        view.put("state", going ? "removing" : "active")
                .put("transitioning", going ? "yes" : "no")
                .put("transitioningMessage", going ? waitingFor : "");
    }

    private ObjectNode links(ObjectNode view, String self) {
        return view.putObject("links")
                .put("self", base + self)
                .put("update", base + self)
                .put("remove", base + self);
    }

    private static ObjectNode limit(JsonNode limit) {
        var shown = limit instanceof ObjectNode found ? found.deepCopy() : Json.object();
        return shown.put("type", "/v3/schemas/resourceQuotaLimit");
    }

    private static void orNull(ObjectNode view, String field, Optional<String> value) {
        value.ifPresentOrElse(text -> view.put(field, text), () -> view.putNull(field));
    }
}
