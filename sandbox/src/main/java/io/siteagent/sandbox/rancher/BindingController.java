package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Marks a binding as taken up. The RoleBindings it leads to are made namespace by namespace. */
final class BindingController {

    private final Store store;

    BindingController(Store store) {
        this.store = store;
    }

    void reconcile(ObjectKey key, ObjectNode binding) {
        var cluster = Json.text(binding, "projectName")
                .flatMap(ProjectId::parse)
                .map(ProjectId::cluster)
                .orElse(ObjectKey.MANAGEMENT);
        var updated = binding.deepCopy();
        var metadata = Json.ensure(updated, "metadata");
        Json.ensure(metadata, "annotations")
                .put("lifecycle.cattle.io/create.cluster-prtb-sync_" + cluster, "true")
                .put("lifecycle.cattle.io/create.mgmt-auth-prtb-controller", "true");
        Json.ensure(metadata, "labels").put("management.cattle.io/roletemplate-aggregation", "true");
        metadata.putArray("finalizers")
                .add("clusterscoped.controller.cattle.io/cluster-prtb-sync_" + cluster)
                .add("wrangler.cattle.io/mgmt-prtb-remove-handler")
                .add("controller.cattle.io/mgmt-auth-prtb-controller");
        store.update(key, updated, Store.RANCHER);
    }
}
