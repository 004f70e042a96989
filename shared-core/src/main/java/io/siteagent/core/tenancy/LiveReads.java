package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Asks the server each time: what a change may be based on. */
record LiveReads(RancherClient rancher) implements RancherReads {

    private static final int AT_ONCE = 8;

    @Override
    public Optional<Project> project(String name) {
        return rancher.project(name);
    }

    @Override
    public List<Project> projectsCalled(String displayName) {
        return rancher.projectsCalled(displayName);
    }

    @Override
    public boolean knowsExtendedQuotas() {
        return rancher.knowsExtendedQuotas();
    }

    @Override
    public Optional<Namespace> namespace(String name) {
        return rancher.namespace(name);
    }

    @Override
    public List<Namespace> namespaces(Project project, String name) {
        return rancher.namespaces(project.id(), name);
    }

    @Override
    public List<RoleTemplateBinding> bindings(Project project) {
        return project.backingNamespace()
                .filter(_ -> project.ready())
                .map(rancher::bindings)
                .orElse(List.of());
    }

    @Override
    public Map<String, List<ResourceQuota>> quotas(List<Namespace> namespaces) {
        var calls = namespaces.stream()
                .<Callable<Map.Entry<String, List<ResourceQuota>>>>map(
                        namespace -> () -> Map.entry(namespace.name(), rancher.resourceQuotas(namespace.name())))
                .toList();
        var quotas = new HashMap<String, List<ResourceQuota>>();
        Parallel.all(AT_ONCE, calls).forEach(entry -> quotas.put(entry.getKey(), entry.getValue()));
        return quotas;
    }
}
