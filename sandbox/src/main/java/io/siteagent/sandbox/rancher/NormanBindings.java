package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Project role template bindings as {@code /v3} creates them, with Norman's own checks before the webhook's. */
final class NormanBindings {

    private static final Map<String, String> FIELDS = Map.of(
            "projectId", "projectName",
            "roleTemplateId", "roleTemplateName",
            "userId", "userName",
            "userPrincipalId", "userPrincipalName",
            "groupId", "groupName",
            "groupPrincipalId", "groupPrincipalName");

    private final Store store;
    private final Settings settings;
    private final ObjectWriter writer;

    NormanBindings(Store store, Settings settings, ObjectWriter writer) {
        this.store = store;
        this.settings = settings;
        this.writer = writer;
    }

    ObjectNode create(ObjectNode body, String user) {
        for (var required : new String[] {"projectId", "roleTemplateId"}) {
            if (Json.text(body, required).isEmpty()) {
                throw Refused.field("MissingRequired", required, "");
            }
        }
        checkSubject(body);
        var projectId = body.path("projectId").asText();
        var id = ProjectId.parse(projectId)
                .orElseThrow(() -> Refused.notFound(ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, projectId)));
        var project = store.find(id.key())
                .orElseThrow(() -> Refused.norman(
                        500,
                        "ServerError",
                        "projects.management.cattle.io \"%s/%s\" not found".formatted(id.cluster(), id.name())));
        checkRole(body.path("roleTemplateId").asText());
        var binding = Json.object();
        FIELDS.forEach(
                (norman, kubernetes) -> Json.text(body, norman).ifPresent(text -> binding.put(kubernetes, text)));
        Json.ensure(binding, "metadata", "annotations").put("field.cattle.io/creatorId", user);
        Json.ensure(binding, "metadata", "labels").put("cattle.io/creator", "norman");
        var backing = project.path("status").path("backingNamespace").asText();
        var name = "prtb-" + (settings.refusesDuplicateBindings() ? hash(binding) : store.suffix(5));
        return writer.create(ObjectKey.ofBinding(backing, name), binding, NormanApi.MANAGER);
    }

    private static void checkSubject(ObjectNode body) {
        long subjects = Stream.of("userId", "userPrincipalId", "groupId", "groupPrincipalId")
                .filter(field -> Json.text(body, field).isPresent())
                .count();
        if (subjects != 1) {
            throw Refused.norman(
                    422,
                    "InvalidBodyContent",
                    "must target a user [userId]/[userPrincipalId] OR a group [groupId]/[groupPrincipalId]");
        }
        Optional<String> user =
                Json.text(body, "userPrincipalId").filter(principal -> !principal.startsWith("local://"));
        if (user.isPresent()) {
            var name = user.get().substring(user.get().lastIndexOf('/') + 1);
            throw Refused.norman(500, "ServerError", "users.management.cattle.io \"%s\" not found".formatted(name));
        }
    }

    private void checkRole(String role) {
        var template = store.find(ObjectKey.ofRoleTemplate(role))
                .orElseThrow(() -> Refused.norman(
                        500,
                        "ServerError",
                        "Error getting role template: roletemplates.management.cattle.io \"%s\" not found"
                                .formatted(role)));
        var context = template.path("context").asText();
        if (!context.equals("project")) {
            throw Refused.norman(
                    422,
                    "InvalidBodyContent",
                    "Cannot reference context [%s] from [project] context".formatted(context));
        }
    }

    /** Newer webhooks name a binding after what it binds, so the second one finds its name taken. */
    private static String hash(ObjectNode binding) {
        var what = binding.path("projectName") + "/" + binding.path("roleTemplateName") + "/"
                + BindingRules.SUBJECTS.stream().map(binding::path).toList();
        return UUID.nameUUIDFromBytes(what.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, 10);
    }
}
