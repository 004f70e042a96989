package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Rancher's webhook for project role template bindings: they name what exists, once, and never change. */
final class BindingRules {

    static final List<String> SUBJECTS = List.of("userName", "userPrincipalName", "groupName", "groupPrincipalName");

    private static final List<String> IMMUTABLE = List.of(
            "projectName", "roleTemplateName", "userName", "userPrincipalName", "groupName", "groupPrincipalName");

    private final Store store;
    private final Settings settings;

    BindingRules(Store store, Settings settings) {
        this.store = store;
        this.settings = settings;
    }

    ObjectNode create(ObjectKey key, ObjectNode binding) {
        checkSubject(binding);
        checkProject(key, binding.path("projectName").asText());
        checkRole(binding.path("roleTemplateName").asText());
        if (settings.refusesDuplicateBindings() && duplicateOf(key, binding).isPresent()) {
            throw Refused.webhook(409, "Conflict", Kind.BINDING, "duplicate prtb not allowed");
        }
        return binding;
    }

    ObjectNode update(ObjectKey key, ObjectNode before, ObjectNode after) {
        for (var field : IMMUTABLE) {
            var is = Json.text(after, field);
            if (!Objects.equals(Json.text(before, field), is)) {
                throw denied("%s: Invalid value: \"%s\": field is immutable".formatted(field, is.orElse("")));
            }
        }
        return after;
    }

    /** Another binding of the same subject, role and project. */
    private Optional<ObjectKey> duplicateOf(ObjectKey key, JsonNode binding) {
        return store.list(ObjectKey.MANAGEMENT, Kind.BINDING, key.namespace()).entrySet().stream()
                .filter(entry -> !entry.getKey().equals(key) && !Json.deleting(entry.getValue()))
                .filter(entry -> IMMUTABLE.stream()
                        .allMatch(field -> Json.text(entry.getValue(), field).equals(Json.text(binding, field))))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static void checkSubject(JsonNode binding) {
        long users = SUBJECTS.subList(0, 2).stream()
                .filter(field -> Json.text(binding, field).isPresent())
                .count();
        long groups = SUBJECTS.subList(2, 4).stream()
                .filter(field -> Json.text(binding, field).isPresent())
                .count();
        if ((users == 0) == (groups == 0) || groups > 1) {
            throw Refused.webhook(
                    400,
                    "BadRequest",
                    Kind.BINDING,
                    "projectroletemplatebinding: Forbidden: binding must target either a user [userName]/"
                            + "[userPrincipalName] OR a group [groupName]/[groupPrincipalName]");
        }
    }

    private void checkProject(ObjectKey key, String projectName) {
        var project = ProjectId.parse(projectName).flatMap(id -> store.find(id.key()));
        if (project.isEmpty()) {
            throw denied(
                    "projectName: Invalid value: \"%s\": the referenced project was not found".formatted(projectName));
        }
        if (!project.get().path("status").path("backingNamespace").asText().equals(key.namespace())) {
            throw denied("projectName: Forbidden: \"%s\" does not belong to the namespace of the binding"
                    .formatted(projectName));
        }
    }

    private void checkRole(String role) {
        var template = store.find(ObjectKey.ofRoleTemplate(role))
                .orElseThrow(() ->
                        denied("roleTemplateName: Invalid value: \"%s\": the referenced role template was not found"
                                .formatted(role)));
        if (!template.path("context").asText().equals("project")) {
            throw denied("roleTemplate.context: Unsupported value: \"%s\": supported values: \"project\""
                    .formatted(template.path("context").asText()));
        }
        if (template.path("locked").asBoolean()) {
            throw denied("roleTemplate: Forbidden: referenced role template %s is locked and cannot be assigned"
                    .formatted(role));
        }
    }

    private static Refused denied(String problem) {
        return Refused.webhook(400, "BadRequest", Kind.BINDING, "projectroletemplatebinding." + problem);
    }
}
