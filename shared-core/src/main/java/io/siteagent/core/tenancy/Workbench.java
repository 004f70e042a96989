package io.siteagent.core.tenancy;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.waldur.WaldurClient;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where changes of one plan are made: the clients, and what earlier changes of the same plan brought about and later
 * ones need. Thread-safe.
 */
final class Workbench {

    private final Backends backends;
    private final Patience patience;
    private final Deadline deadline;
    private final Map<String, Group> groups = new ConcurrentHashMap<>();
    private volatile @Nullable Project project;

    /** For changes that need nothing to be known before. */
    Workbench(Backends backends, Patience patience, Deadline deadline) {
        this.backends = backends;
        this.patience = patience;
        this.deadline = deadline;
    }

    Workbench(Backends backends, Patience patience, Deadline deadline, TenantState state) {
        this(backends, patience, deadline);
        state.project().ifPresent(found -> project = found);
        if (state.access() instanceof TenantState.AccessState.Known known) {
            known.parent().ifPresent(this::putGroup);
            known.children().forEach(this::putGroup);
        }
    }

    WaldurClient waldur() {
        return backends.waldur();
    }

    RancherClient rancher() {
        return backends.rancher();
    }

    KeycloakClient keycloak() {
        return backends.keycloak().orElseThrow();
    }

    Patience patience() {
        return patience;
    }

    Deadline deadline() {
        return deadline;
    }

    /** A project that was just made gets its backing namespace a moment later. */
    void putProject(Project written, boolean created) {
        project = written;
        if (created && !written.ready()) {
            patience.pause();
        }
    }

    /** The project with its backing namespace known, which Rancher may tell some time after the creation. */
    Project readyProject(String name) {
        var known = Optional.ofNullable(project);
        if (known.flatMap(Project::backingNamespace).isPresent()) {
            return known.orElseThrow();
        }
        return patience.until(
                        found -> found.flatMap(Project::backingNamespace).isPresent(),
                        deadline,
                        () -> rancher().project(name))
                .filter(found -> found.backingNamespace().isPresent())
                .orElseThrow(() -> new RemoteException(
                        RemoteException.Reason.TRANSIENT,
                        RemoteSystem.RANCHER,
                        "bind a role in project",
                        name,
                        0,
                        "Rancher has not yet made the project's backing namespace",
                        null));
    }

    void putGroup(Group group) {
        groups.put(group.name(), group);
    }

    Group group(String name) {
        return Optional.ofNullable(groups.get(name)).orElseThrow();
    }

    /**
     * Creates a group; when somebody was faster, takes theirs as soon as it shows, provided that it is ours by place
     * and mark (law 4).
     *
     * @param path where it has to be
     */
    Group createdOrFound(Tenant.GroupSpec spec, String path, Supplier<Group> create) {
        try {
            return create.get();
        } catch (RemoteException failure) {
            if (!failure.is(RemoteException.Reason.CONFLICT) && !isBroken(failure)) {
                throw failure;
            }
            return patience.until(
                            Optional::isPresent,
                            deadline,
                            () -> keycloak().groupsNamed(spec.name()).stream()
                                    .filter(group ->
                                            group.path().equals(path) && Marks.isManagedGroup(group.attributes()))
                                    .findFirst())
                    .orElseThrow(() -> failure);
        }
    }

    /** Keycloak says now and then that to one of several who make the same group at the same moment. */
    private static boolean isBroken(RemoteException failure) {
        return failure.status().orElse(0) == HttpURLConnection.HTTP_INTERNAL_ERROR;
    }
}
