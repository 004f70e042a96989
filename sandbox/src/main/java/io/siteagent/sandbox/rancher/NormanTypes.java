package io.siteagent.sandbox.rancher;

import java.util.List;

/** The collections of {@code /v3}: what each can be filtered and sorted by. */
final class NormanTypes {

    private static final List<String> STATE =
            List.of("description", "state", "transitioning", "transitioningMessage", "uuid");

    private NormanTypes() {}

    static NormanCollection.Type projects(String base) {
        return new NormanCollection.Type(
                "project",
                List.of(
                        "backingNamespace",
                        "clusterId",
                        "created",
                        "creatorId",
                        "description",
                        "id",
                        "name",
                        "namespaceId",
                        "removed",
                        "state",
                        "transitioning",
                        "transitioningMessage",
                        "uuid"),
                List.of(
                        "backingNamespace",
                        "description",
                        "name",
                        "state",
                        "transitioning",
                        "transitioningMessage",
                        "uuid"),
                base + "/projects");
    }

    static NormanCollection.Type bindings(String base) {
        return new NormanCollection.Type(
                "projectRoleTemplateBinding",
                List.of(
                        "created",
                        "creatorId",
                        "groupId",
                        "groupPrincipalId",
                        "name",
                        "namespaceId",
                        "projectId",
                        "removed",
                        "roleTemplateId",
                        "serviceAccount",
                        "userId",
                        "userPrincipalId",
                        "uuid"),
                List.of("serviceAccount", "uuid"),
                base + "/projectroletemplatebindings");
    }

    static NormanCollection.Type namespaces(String base, String cluster) {
        return new NormanCollection.Type(
                "namespace",
                List.of(
                        "created",
                        "creatorId",
                        "description",
                        "name",
                        "projectId",
                        "removed",
                        "state",
                        "transitioning",
                        "transitioningMessage",
                        "uuid"),
                STATE,
                base + "/cluster/" + cluster + "/namespaces");
    }

    static NormanCollection.Type clusters(String base) {
        return new NormanCollection.Type(
                "cluster",
                List.of("created", "creatorId", "description", "driver", "id", "name", "provider", "state", "uuid"),
                STATE,
                base + "/clusters");
    }

    static NormanCollection.Type roleTemplates(String base) {
        return new NormanCollection.Type(
                "roleTemplate",
                List.of(
                        "administrative",
                        "builtin",
                        "clusterCreatorDefault",
                        "context",
                        "created",
                        "creatorId",
                        "description",
                        "external",
                        "hidden",
                        "id",
                        "locked",
                        "name",
                        "projectCreatorDefault",
                        "removed",
                        "uuid"),
                List.of("context", "description", "name", "uuid"),
                base + "/roletemplates");
    }
}
