package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what is. Everything that doesn't depend on something else is read at the same time. */
final class TenantReader {

    private final RancherReads rancher;
    private final Optional<KeycloakClient> keycloak;

    TenantReader(RancherReads rancher, Optional<KeycloakClient> keycloak) {
        this.rancher = rancher;
        this.keycloak = keycloak;
    }

    /** @throws RemoteException when Rancher can't be read; when Keycloak can't, the state says so */
    TenantState read(Tenant tenant) {
        return Parallel.both(
                () -> readRancher(tenant),
                () -> readAccess(tenant),
                (found, access) -> new TenantState(
                        found.project, found.namesake, found.namespaces, found.quotas, found.bindings, access));
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
            return new RancherState(project, rancher.namespace(name), List.of(), Map.of(), List.of());
        }
        var found = project.get();
        return Parallel.both(rancher::namespaces, () -> rancher.bindings(found), (all, bindings) -> {
            var own = all.stream()
                    .filter(namespace ->
                            namespace.projectId().filter(found.id()::equals).isPresent())
                    .toList();
            var namesake = all.stream()
                    .filter(namespace -> namespace.name().equals(name))
                    .findFirst();
            var ofProject = bindings.stream()
                    .filter(binding -> binding.projectId().equals(found.id()))
                    .toList();
            return new RancherState(project, namesake, own, rancher.quotas(own), ofProject);
        });
    }

    /** The project that Waldur has recorded; when it has none, or it is gone, the one that bears our name. */
    private Optional<Project> readProject(Tenant tenant) {
        var spec = tenant.project();
        var recorded = tenant.recordedBackendId().map(id -> projectName(id, spec.clusterId()));
        return recorded.flatMap(rancher::project)
                .or(() -> recorded.filter(spec.name()::equals).isPresent()
                        ? Optional.empty()
                        : rancher.project(spec.name()));
    }

    private static String projectName(String backendId, String clusterId) {
        var parts = backendId.split(":", 2);
        if (parts.length != 2 || !parts[0].equals(clusterId) || !parts[1].matches("[a-z0-9.-]{1,253}")) {
            throw new UnknownBackendIdException(backendId, clusterId);
        }
        return parts[1];
    }

    private TenantState.AccessState readAccess(Tenant tenant) {
        if (tenant.access().isEmpty() || keycloak.isEmpty()) {
            return new TenantState.AccessState.NotUsed();
        }
        try {
            return new AccessReader(keycloak.get()).read(tenant.access().get());
        } catch (RemoteException failure) {
            return new TenantState.AccessState.Unreadable(failure);
        }
    }
}
