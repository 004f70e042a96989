package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What becomes of a namespace after it is written: label, quota, role bindings, conditions; and its end. */
final class NamespaceController {

    private static final String QUOTA_PROJECT = "field.cattle.io/resourceQuotaProjectId";

    private final Store store;
    private final NamespaceQuota quota;
    private final NamespaceRoles roles;

    NamespaceController(Store store) {
        this.store = store;
        this.quota = new NamespaceQuota(store);
        this.roles = new NamespaceRoles(store);
    }

    void reconcile(ObjectKey key, ObjectNode namespace) {
        if (Namespaces.isOfRancherItself(namespace)) {
            return;
        }
        var updated = namespace.deepCopy();
        var annotations = Json.ensure(updated, "metadata", "annotations");
        var status = NamespaceStatus.of(namespace);
        var project = ProjectId.of(namespace);
        if (project.isPresent()) {
            annotations.put(QUOTA_PROJECT, project.get().toString());
            Json.ensure(updated, "metadata", "labels")
                    .put(ProjectId.ANNOTATION, project.get().name());
            quota.reconcile(key, updated, project.get(), status);
        } else {
            annotations.remove(QUOTA_PROJECT);
            quota.withdraw(key, updated, status);
        }
        annotations.put("lifecycle.cattle.io/create.namespace-auth", "true");
        roles.reconcile(key, project);
        status.set(NamespaceStatus.QUOTA_INIT, true, "", store.now());
        status.set(NamespaceStatus.ROLES, true, "", store.now());
        status.writeTo(updated);
        store.update(key, updated, Store.RANCHER);
    }

    /** A namespace goes with all that is in it. */
    void remove(ObjectKey key) {
        for (var kind : Kind.values()) {
            if (kind.namespaced) {
                List.copyOf(store.list(key.cluster(), kind, key.name()).keySet())
                        .forEach(content -> store.remove(content, Store.RANCHER));
            }
        }
        store.remove(key, Store.RANCHER);
    }
}
