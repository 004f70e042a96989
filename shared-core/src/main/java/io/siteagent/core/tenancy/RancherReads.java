package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where Rancher's part of a tenant's state is read from: the server itself, or what was read for all tenants at once.
 */
interface RancherReads {

    Optional<Project> project(String name);

    /** Projects of the cluster with that display name. */
    List<Project> projectsCalled(String displayName);

    /** Whether project quotas can hold extended resources. */
    boolean knowsExtendedQuotas();

    Optional<Namespace> namespace(String name);

    /** Namespaces of a project, and the one of that name wherever it is. */
    List<Namespace> namespaces(Project project, String name);

    /** Bindings of a project. */
    List<RoleTemplateBinding> bindings(Project project);

    /** ResourceQuotas by namespace. */
    Map<String, List<ResourceQuota>> quotas(List<Namespace> namespaces);
}
