package io.siteagent.sandbox.rancher;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects the stand-in keeps, as Kubernetes names them. */
enum Kind {
    CLUSTER("management.cattle.io", "v3", "Cluster", "clusters", false),
    ROLE_TEMPLATE("management.cattle.io", "v3", "RoleTemplate", "roletemplates", false),
    PROJECT("management.cattle.io", "v3", "Project", "projects", true),
    BINDING("management.cattle.io", "v3", "ProjectRoleTemplateBinding", "projectroletemplatebindings", true),
    NAMESPACE("", "v1", "Namespace", "namespaces", false),
    RESOURCE_QUOTA("", "v1", "ResourceQuota", "resourcequotas", true),
    LIMIT_RANGE("", "v1", "LimitRange", "limitranges", true),
    POD("", "v1", "Pod", "pods", true),
    VOLUME_CLAIM("", "v1", "PersistentVolumeClaim", "persistentvolumeclaims", true),
    ROLE_BINDING("rbac.authorization.k8s.io", "v1", "RoleBinding", "rolebindings", true);

    final String group;
    final String version;
    final String kindName;
    final String plural;
    final boolean namespaced;

    Kind(String group, String version, String kindName, String plural, boolean namespaced) {
        this.group = group;
        this.version = version;
        this.kindName = kindName;
        this.plural = plural;
        this.namespaced = namespaced;
    }

    static Optional<Kind> of(String group, String version, String plural) {
        return Arrays.stream(values())
                .filter(kind -> kind.group.equals(group) && kind.version.equals(version) && kind.plural.equals(plural))
                .findFirst();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code projects.management.cattle.io}, as error messages name it. */
    String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Rancher's own kinds live in the management cluster only, and their status is no subresource. */
    boolean custom() {
        return group.equals("management.cattle.io");
    }
}
