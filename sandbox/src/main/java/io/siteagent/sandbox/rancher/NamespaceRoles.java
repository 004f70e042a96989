package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** The RoleBindings of a namespace: one for every binding of its project, none for anything else. */
final class NamespaceRoles {

    private static final String AGGREGATION = "management.cattle.io/roletemplate-aggregation";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private final Store store;

    NamespaceRoles(Store store) {
        this.store = store;
    }

    void reconcile(ObjectKey namespace, Optional<ProjectId> project) {
        var wanted = new HashMap<String, ObjectNode>();
        project.flatMap(id -> store.find(id.key()))
                .map(found -> found.path("status").path("backingNamespace").asText())
                .ifPresent(backing -> store.list(ObjectKey.MANAGEMENT, Kind.BINDING, backing)
                        .forEach((key, binding) -> {
                            if (!Json.deleting(binding)) {
                                wanted.put(owner(key.name()), binding);
                            }
                        }));
        var existing = store.list(namespace.cluster(), Kind.ROLE_BINDING, namespace.name());
        for (var entry : List.copyOf(existing.entrySet())) {
            if (Json.label(entry.getValue(), AGGREGATION).isPresent()
                    && wanted.keySet().stream()
                            .noneMatch(
                                    owner -> Json.label(entry.getValue(), owner).isPresent())) {
                store.remove(entry.getKey(), Store.RANCHER);
            }
        }
        wanted.forEach((owner, binding) -> {
            if (existing.values().stream()
                    .noneMatch(found -> Json.label(found, owner).isPresent())) {
                create(namespace, owner, binding);
            }
        });
    }

    private void create(ObjectKey namespace, String owner, JsonNode binding) {
        var group = Json.text(binding, "groupPrincipalName");
        var role = Json.object();
        Json.ensure(role, "metadata", "labels").put(owner, "true").put(AGGREGATION, "true");
        role.putArray("subjects")
                .addObject()
                .put("kind", group.isPresent() ? "Group" : "User")
                .put("apiGroup", RBAC)
                .put("name", group.or(() -> Json.text(binding, "userName")).orElse(""));
        role.putObject("roleRef")
                .put("apiGroup", RBAC)
                .put("kind", "ClusterRole")
                .put("name", binding.path("roleTemplateName").asText() + "-aggregator");
        var key = ObjectKey.inside(namespace.cluster(), namespace.name(), Kind.ROLE_BINDING, "rb-" + store.suffix(10));
        store.create(key, role, Store.RANCHER);
    }

    private static String owner(String binding) {
        return "authz.cluster.cattle.io/prtb-owner-" + binding;
    }
}
