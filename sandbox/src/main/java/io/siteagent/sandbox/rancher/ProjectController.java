package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What becomes of a project after it is written: backing namespace, conditions, creator's binding, used limit; and its
 * end.
 */
final class ProjectController {

    private static final String REQUIRED_ROLES = "authz.management.cattle.io/creator-role-bindings";

    private final Store store;

    ProjectController(Store store) {
        this.store = store;
    }

    void reconcile(ObjectKey key, ObjectNode project) {
        var updated = project.deepCopy();
        var metadata = Json.ensure(updated, "metadata");
        var backing = updated.path("status").path("backingNamespace").asText();
        var backingKey = ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, backing);
        if (!store.has(backingKey)) {
            store.create(backingKey, Namespaces.ofRancherItself(backing), Store.RANCHER);
        }
        condition(updated, "BackingNamespaceCreated");
        Json.ensure(metadata, "annotations")
                .put("lifecycle.cattle.io/create.mgmt-project-rbac-remove", "true")
                .put("lifecycle.cattle.io/create.project-namespace-auth_" + key.namespace(), "true");
        metadata.putArray("finalizers")
                .add("clusterscoped.controller.cattle.io/project-namespace-auth_" + key.namespace())
                .add("controller.cattle.io/mgmt-project-rbac-remove");
        bindCreator(key, backing, updated);
        if (updated.path("spec").path("resourceQuota").isObject()) {
            Json.ensure(updated, "spec", "resourceQuota")
                    .set("usedLimit", used(key).toRancher());
        }
        store.update(key, updated, Store.RANCHER);
    }

    /**
     * Namespaces made through {@code /v3} go with the project; the others stay and lose the annotation, not the label.
     */
    void releaseNamespaces(ObjectKey key) {
        for (var entry : store.namespacesOf(ProjectId.of(key)).entrySet()) {
            if (Json.annotation(entry.getValue(), "field.cattle.io/creatorId").isPresent()) {
                store.markDeleted(entry.getKey(), Store.RANCHER);
            } else {
                var released = entry.getValue().deepCopy();
                var annotations = Json.ensure(released, "metadata", "annotations");
                annotations.remove(List.of(ProjectId.ANNOTATION, "field.cattle.io/resourceQuotaProjectId"));
                store.update(entry.getKey(), released, Store.RANCHER);
            }
        }
    }

    void remove(ObjectKey key, ObjectNode project) {
        var backing = project.path("status").path("backingNamespace").asText();
        for (var binding : List.copyOf(
                store.list(ObjectKey.MANAGEMENT, Kind.BINDING, backing).keySet())) {
            store.remove(binding, Store.RANCHER);
        }
        store.remove(key, Store.RANCHER);
        if (store.has(ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, backing))) {
            store.markDeleted(ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, backing), Store.RANCHER);
        }
    }

    /** Only projects made through {@code /v3} have a creator; made by server-side apply, nobody is bound. */
    private void bindCreator(ObjectKey key, String backing, ObjectNode project) {
        var creator = Json.annotation(project, "field.cattle.io/creatorId");
        if (Json.annotation(project, "field.cattle.io/no-creator-rbac").isPresent()) {
            return;
        }
        condition(project, "CreatorMadeOwner");
        if (creator.isEmpty()) {
            return;
        }
        condition(project, "InitialRolesPopulated");
        var annotations = Json.ensure(project, "metadata", "annotations");
        var done = "{\"created\":[\"project-owner\"],\"required\":[\"project-owner\"]}";
        if (done.equals(annotations.path(REQUIRED_ROLES).asText())) {
            return;
        }
        annotations.put(REQUIRED_ROLES, done);
        var binding = Json.object()
                .put("projectName", ProjectId.of(key).toString())
                .put("roleTemplateName", "project-owner")
                .put("userName", creator.get())
                .put("userPrincipalName", "local://" + creator.get());
        Json.ensure(binding, "metadata", "labels").put("management.cattle.io/roletemplate-aggregation", "true");
        var bindingKey = ObjectKey.ofBinding(backing, "creator-project-owner");
        if (!store.has(bindingKey)) {
            store.create(bindingKey, binding, Store.RANCHER);
        }
    }

    /** What the namespaces reserve; one whose share was refused doesn't count. */
    private Limits used(ObjectKey key) {
        var shares = new ArrayList<JsonNode>();
        for (var namespace : store.namespacesOf(ProjectId.of(key)).values()) {
            if (!Json.deleting(namespace) && NamespaceStatus.of(namespace).isTrue(NamespaceStatus.VALIDATED)) {
                Json.annotation(namespace, NamespaceQuota.ANNOTATION)
                        .flatMap(Json::parse)
                        .ifPresent(share -> shares.add(share.path("limit")));
            }
        }
        return shares.stream().map(Limits::ofRancher).reduce(Limits.NONE, Limits::plus);
    }

    private void condition(ObjectNode project, String type) {
        var status = Json.ensure(project, "status");
        var conditions = status.withArrayProperty("conditions");
        for (var condition : conditions) {
            if (condition.path("type").asText().equals(type)) {
                return;
            }
        }
        conditions
                .addObject()
                .put("lastUpdateTime", store.now())
                .put("status", "True")
                .put("type", type);
    }
}
