package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is. Everything that doesn't depend on something else is read at the same time. */
final class TenantReader {

    private static final int AT_ONCE = 8;

    private final Backends backends;

    TenantReader(Backends backends) {
        this.backends = backends;
    }

    /** @throws RemoteException when Rancher can't be read; when Keycloak can't, the state says so */
    TenantState read(Tenant tenant) {
        return Parallel.both(
                () -> readRancher(tenant),
                () -> readAccess(tenant),
                (rancher, access) -> new TenantState(
                        rancher.project,
                        rancher.namesake,
                        rancher.namespaces,
                        rancher.quotas,
                        rancher.bindings,
                        access));
    }

    private record RancherState(
            Optional<Project> project,
            Optional<Namespace> namesake,
            List<Namespace> namespaces,
            Map<String, List<ResourceQuota>> quotas,
            List<RoleTemplateBinding> bindings) {}

    private RancherState readRancher(Tenant tenant) {
        var name = tenant.namespace().name();
        var project = readProject(tenant);
        if (project.isEmpty()) {
            return new RancherState(project, backends.rancher().namespace(name), List.of(), Map.of(), List.of());
        }
        var found = project.get();
        return Parallel.both(
                backends.rancher()::namespaces,
                () -> found.backingNamespace()
                        .filter(_ -> found.ready())
                        .map(backends.rancher()::bindings)
                        .orElse(List.of()),
                (all, bindings) -> {
                    var own = all.stream()
                            .filter(namespace -> namespace
                                    .projectId()
                                    .filter(found.id()::equals)
                                    .isPresent())
                            .toList();
                    var namesake = all.stream()
                            .filter(namespace -> namespace.name().equals(name))
                            .findFirst();
                    var ofProject = bindings.stream()
                            .filter(binding -> binding.projectId().equals(found.id()))
                            .toList();
                    return new RancherState(project, namesake, own, readQuotas(own), ofProject);
                });
    }

    /** The project that Waldur has recorded; when it has none, or it is gone, the one that bears our name. */
    private Optional<Project> readProject(Tenant tenant) {
        var spec = tenant.project();
        var recorded = tenant.recordedBackendId().map(id -> projectName(id, spec.clusterId()));
        return recorded.flatMap(backends.rancher()::project)
                .or(() -> recorded.filter(spec.name()::equals).isPresent()
                        ? Optional.empty()
                        : backends.rancher().project(spec.name()));
    }

    private static String projectName(String backendId, String clusterId) {
        var parts = backendId.split(":", 2);
        if (parts.length != 2 || !parts[0].equals(clusterId) || !parts[1].matches("[a-z0-9.-]{1,253}")) {
            throw new UnknownBackendIdException(backendId, clusterId);
        }
        return parts[1];
    }

    private Map<String, List<ResourceQuota>> readQuotas(List<Namespace> namespaces) {
        var calls = namespaces.stream()
                .<java.util.concurrent.Callable<Map.Entry<String, List<ResourceQuota>>>>map(namespace ->
                        () -> Map.entry(namespace.name(), backends.rancher().resourceQuotas(namespace.name())))
                .toList();
        var quotas = new HashMap<String, List<ResourceQuota>>();
        Parallel.all(AT_ONCE, calls).forEach(entry -> quotas.put(entry.getKey(), entry.getValue()));
        return quotas;
    }

    private TenantState.AccessState readAccess(Tenant tenant) {
        if (tenant.access().isEmpty() || backends.keycloak().isEmpty()) {
            return new TenantState.AccessState.NotUsed();
        }
        try {
            return new AccessReader(backends.keycloak().get())
                    .read(tenant.access().get());
        } catch (RemoteException failure) {
            return new TenantState.AccessState.Unreadable(failure);
        }
    }
}
