package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.Area;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;

/** Reads what is. Everything that doesn't depend on something else is read at the same time. */
final class TenantReader {

    private static final int AT_ONCE = 8;

    private final RancherReads rancher;
    private final Optional<KeycloakClient> keycloak;

    TenantReader(RancherReads rancher, Optional<KeycloakClient> keycloak) {
        this.rancher = rancher;
        this.keycloak = keycloak;
    }

    /** @throws RemoteException when Rancher can't be read; when Keycloak can't, the state says so */
    TenantState read(Tenant tenant) {
        return read(tenant, () -> provided(tenant));
    }

    /**
     * As {@link #read}, for taking away: what merely bears the tenant's name is not looked for.
     *
     * @throws RemoteException when Rancher can't be read; when Keycloak can't, the state says so
     */
    TenantState readMarked(Tenant tenant) {
        return read(
                tenant,
                () -> marked(tenant)
                        .map(project -> readContent(tenant, project))
                        .orElseGet(() -> absent(
                                List.of(), rancher.namespace(tenant.namespace().name()))));
    }

    /** What customers have in the tenant's project. */
    Content content(Tenant tenant, RancherClient client) {
        var namespaces = marked(tenant).stream()
                .flatMap(project -> rancher
                        .namespaces(project, tenant.namespace().name())
                        .stream()
                        .filter(namespace -> namespace
                                .projectId()
                                .filter(project.id()::equals)
                                .isPresent()))
                .map(Namespace::name)
                .toList();
        var counts = namespaces.stream()
                .<Callable<Content>>map(name -> () -> content(name, client))
                .toList();
        return Parallel.all(AT_ONCE, counts).stream().reduce(new Content(0, 0, List.of()), Content::plus);
    }

    /** What can't be understood is there too. */
    private static Content content(String namespace, RancherClient client) {
        var area = new Area.OneNamespace(namespace);
        return Parallel.both(
                () -> client.foldPods(area, AtomicLong::new, (count, _) -> count.incrementAndGet()),
                () -> client.foldVolumeClaims(area, AtomicLong::new, (count, _) -> count.incrementAndGet()),
                (pods, claims) -> new Content(
                        pods.get(), claims.get(), pods.get() + claims.get() > 0 ? List.of(namespace) : List.of()));
    }

    private TenantState read(Tenant tenant, Callable<RancherState> rancherState) {
        return Parallel.both(
                () -> readRancher(tenant, rancherState),
                () -> readAccess(tenant),
                (found, access) -> new TenantState(
                        found.project,
                        found.rivals,
                        found.namesake,
                        found.namespaces,
                        found.quotas,
                        found.bindings,
                        found.extendedQuotas,
                        access));
    }

    private record RancherState(
            Optional<Project> project,
            List<Project> rivals,
            Optional<Namespace> namesake,
            List<Namespace> namespaces,
            Map<String, List<ResourceQuota>> quotas,
            List<RoleTemplateBinding> bindings,
            boolean extendedQuotas) {

        RancherState with(boolean known) {
            return new RancherState(project, rivals, namesake, namespaces, quotas, bindings, known);
        }
    }

    private RancherState readRancher(Tenant tenant, Callable<RancherState> state) {
        return Parallel.both(
                () -> QuotaLayout.dependsOnRancher(tenant) ? rancher.knowsExtendedQuotas() : true,
                state,
                (extendedQuotas, found) -> found.with(extendedQuotas));
    }

    /** The project that Waldur has recorded; when it has none, or it is gone, the one that bears our name. */
    private RancherState provided(Tenant tenant) {
        return tenant.recordedBackendId()
                .flatMap(_ -> marked(tenant))
                .map(project -> readContent(tenant, project))
                .orElseGet(() -> readCalled(tenant));
    }

    /**
     * Nothing recorded: of the projects with the display name that ours gets, ours is known by its object name. One
     * that the predecessor had just made for the resource is adopted.
     */
    private RancherState readCalled(Tenant tenant) {
        var spec = tenant.project();
        return Parallel.both(
                () -> rancher.projectsCalled(spec.displayName()),
                () -> rancher.namespace(tenant.namespace().name()),
                (called, namesake) -> called.stream()
                        .filter(project -> project.name().equals(spec.name()))
                        .findFirst()
                        .or(() -> called.size() == 1 && Ownership.isPredecessors(tenant, called.getFirst())
                                ? Optional.of(called.getFirst())
                                : Optional.empty())
                        .map(project -> readContent(tenant, project))
                        .orElseGet(() -> absent(called, namesake)));
    }

    private static RancherState absent(List<Project> rivals, Optional<Namespace> namesake) {
        return new RancherState(Optional.empty(), rivals, namesake, List.of(), Map.of(), List.of(), true);
    }

    private RancherState readContent(Tenant tenant, Project found) {
        var name = tenant.namespace().name();
        return Parallel.both(() -> rancher.namespaces(found, name), () -> rancher.bindings(found), (all, bindings) -> {
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
            return new RancherState(Optional.of(found), List.of(), namesake, own, rancher.quotas(own), ofProject, true);
        });
    }

    /** The project that Waldur has recorded, else the one of our object name. */
    private Optional<Project> marked(Tenant tenant) {
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
