package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Keeps the status of a ResourceQuota: what is enforced and what is used of it. */
final class QuotaUsageController {

    private final Store store;

    QuotaUsageController(Store store) {
        this.store = store;
    }

    void reconcile(ObjectKey key, ObjectNode quota) {
        var hard = Limits.ofKubernetes(quota.path("spec").path("hard"));
        var used = QuotaUsage.ofNamespace(store, key.cluster(), key.namespace(), hard);
        var updated = quota.deepCopy();
        var status = updated.putObject("status");
        status.set("hard", quota.path("spec").path("hard"));
        if (!used.isEmpty()) {
            status.set("used", used.toKubernetes());
        }
        store.update(key, updated, Store.RANCHER);
    }
}
