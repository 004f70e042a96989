package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** The schema that tells what a project quota can hold; the others are not asked for here. */
final class NormanSchemas {

    private static final String QUOTA_LIMIT = "resourceQuotaLimit";
    private static final List<String> AMOUNTS = List.of(
            "configMaps",
            "limitsCpu",
            "limitsMemory",
            "persistentVolumeClaims",
            "pods",
            "replicationControllers",
            "requestsCpu",
            "requestsMemory",
            "requestsStorage",
            "secrets",
            "services",
            "servicesLoadBalancers",
            "servicesNodePorts");

    private NormanSchemas() {}

    /** Absent for every other schema. */
    static Optional<ObjectNode> schema(String id, Settings settings, String base) {
        if (!id.equals(QUOTA_LIMIT)) {
            return Optional.empty();
        }
        var schema = Json.object().put("baseType", "schema").put("id", id);
        schema.putObject("links").put("self", base + "/schemas/" + id);
        schema.put("pluralName", id + "s");
        var fields = schema.putObject("resourceFields");
        AMOUNTS.forEach(amount -> field(fields, amount, "string"));
        if (settings.knowsExtended()) {
            field(fields, "extended", "map[string]");
        }
        schema.put("type", "schema")
                .putObject("version")
                .put("group", "management.cattle.io")
                .put("path", "/v3")
                .put("version", "v3");
        return Optional.of(schema);
    }

    private static void field(ObjectNode fields, String name, String type) {
        fields.putObject(name)
                .put("create", true)
                .put("nullable", true)
                .put("type", type)
                .put("update", true);
    }
}
