package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.MalformedAnswer;
import io.siteagent.core.http.Transport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Bindings of groups to roles of projects: read and written in Kubernetes form, found by group in Norman's. */
final class BindingApi {

    private final Transport transport;

    BindingApi(Transport transport) {
        this.transport = transport;
    }

    List<RoleTemplateBinding> in(String backingNamespace) {
        return KubernetesList.read(
                transport,
                Exchange.get("list role bindings", backingNamespace, path(backingNamespace)),
                BindingApi::binding);
    }

    /**
     * Only Norman has a filter by group. It ignores a filter that it does not know, so the answer is filtered again.
     */
    List<RoleTemplateBinding> ofGroup(String groupPrincipal) {
        var list = Exchange.get("list role bindings of group", groupPrincipal, "v3", "projectroletemplatebindings")
                .query("groupPrincipalId", groupPrincipal);
        return NormanCollection.read(transport, list, BindingApi::normanBinding).stream()
                .filter(binding -> binding.groupPrincipal().equals(groupPrincipal))
                .toList();
    }

    /**
     * Of every project that the token may see. Norman shows what the token may see only, so that a missing one proves
     * nothing.
     */
    List<RoleTemplateBinding> visible() {
        var list = Exchange.get("list role bindings", "", "v3", "projectroletemplatebindings");
        return NormanCollection.read(transport, list, BindingApi::normanBinding);
    }

    RoleTemplateBinding apply(RoleTemplateBinding binding) {
        var body = new TreeMap<String, Object>();
        body.put("apiVersion", "management.cattle.io/v3");
        body.put("kind", "ProjectRoleTemplateBinding");
        body.put(
                "metadata",
                Map.of(
                        "name", binding.name(),
                        "namespace", binding.namespace(),
                        "annotations", binding.annotations(),
                        "labels", binding.labels()));
        body.put("projectName", binding.projectId());
        body.put("roleTemplateName", binding.roleTemplate());
        body.put("groupPrincipalName", binding.groupPrincipal());
        return transport.call(
                Exchange.apply(
                        Kubernetes.FIELD_MANAGER,
                        RoleTemplateBinding.APPLY,
                        binding.name(),
                        body,
                        path(binding.namespace(), binding.name())),
                answer -> binding(answer.json()));
    }

    /** Norman's action on all users; which groups they have is looked up with the tokens that they logged in with. */
    void refreshPrincipals() {
        transport.call(
                Exchange.repeatablePost("refresh principals", "", Map.of(), "v3", "users")
                        .query("action", "refreshauthprovideraccess"),
                Answer.DONE);
    }

    void delete(String backingNamespace, String name) {
        Kubernetes.find(
                transport, Exchange.delete("delete role binding", name, path(backingNamespace, name)), Answer.DONE);
    }

    private static String[] path(String backingNamespace, String... name) {
        return Kubernetes.path(
                List.of(
                        "apis",
                        "management.cattle.io",
                        "v3",
                        "namespaces",
                        backingNamespace,
                        "projectroletemplatebindings"),
                name);
    }

    private static RoleTemplateBinding binding(JsonValues json) {
        var metadata = json.at("metadata");
        return new RoleTemplateBinding(
                metadata.text("namespace"),
                metadata.text("name"),
                json.text("projectName"),
                json.text("roleTemplateName"),
                json.optionalText("groupPrincipalName").orElse(""),
                metadata.at("annotations").texts(),
                metadata.at("labels").texts(),
                metadata.at("deletionTimestamp").isPresent());
    }

    private static RoleTemplateBinding normanBinding(JsonValues json) {
        var id = json.text("id");
        var colon = id.indexOf(':');
        if (colon < 0) {
            throw new MalformedAnswer("id is not of the expected form");
        }
        return new RoleTemplateBinding(
                id.substring(0, colon),
                id.substring(colon + 1),
                json.text("projectId"),
                json.text("roleTemplateId"),
                json.optionalText("groupPrincipalId").orElse(""),
                json.at("annotations").texts(),
                json.at("labels").texts(),
                json.at("removed").isPresent());
    }
}
