package io.siteagent.sandbox.rancher;

import java.util.Map;
import java.util.TreeMap;

/** The role templates that every Rancher has for projects: id and name. */
final class BuiltInRoles {

    private BuiltInRoles() {}

    static Map<String, String> ofProjects() {
        var roles = new TreeMap<String, String>();
        roles.put("admin", "Kubernetes admin");
        roles.put("create-ns", "Create Namespaces");
        roles.put("edit", "Kubernetes edit");
        roles.put("monitoring-ui-view", "View Monitoring");
        roles.put("navlinks-view", "View Navlinks");
        roles.put("project-member", "Project Member");
        roles.put("project-monitoring-readonly", "Project Monitoring View Role");
        roles.put("project-owner", "Project Owner");
        roles.put("read-only", "Read-only");
        roles.put("view", "Kubernetes view");
        both(roles, "configmaps", "Config Maps");
        both(roles, "ingress", "Ingress");
        both(roles, "persistentvolumeclaims", "Volumes");
        both(roles, "projectroletemplatebindings", "Project Members");
        both(roles, "secrets", "Secrets");
        both(roles, "serviceaccounts", "Service Accounts");
        both(roles, "services", "Services");
        both(roles, "workloads", "Workloads");
        return roles;
    }

    private static void both(Map<String, String> roles, String id, String name) {
        roles.put(id + "-manage", "Manage " + name);
        roles.put(id + "-view", "View " + name);
    }
}
