package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Groups of ours that nobody needs any more: of resources that are gone, of roles that are no longer configured, and
 * parents without children. Every list behind it is read to its end; if one can't be, nothing is concluded (law 3).
 */
public final class OrphanGroups {

    private final Backends backends;
    private final KeycloakClient keycloak;
    private final TenantFactory tenants;

    /** @param backends with a Keycloak */
    public OrphanGroups(Backends backends, TenantFactory tenants) {
        this.backends = backends;
        this.keycloak = backends.keycloak().orElseThrow();
        this.tenants = tenants;
    }

    /**
     * What is to be deleted.
     *
     * @param living resources of the offering that live
     * @param bound principals that some binding of the cluster grants a role to
     * @throws io.siteagent.core.http.RemoteException when it can't be known
     */
    public List<Change> plan(Collection<Resource> living, Set<String> bound) {
        var changes = new ArrayList<Change>();
        var wanted = living.stream()
                .flatMap(resource -> tenants.groupNames(resource).stream())
                .collect(Collectors.toSet());
        new AccessReader(keycloak)
                .parent(tenants.parentGroup().name())
                .filter(this::isOurs)
                .ifPresent(parent -> {
                    var children = keycloak.children(parent.id());
                    var orphans = children.stream()
                            .filter(child -> !wanted.contains(child.name()))
                            .filter(child -> !bound.contains(Names.principal(child.name())))
                            .filter(child -> isOurs(child) && isUnused(child))
                            .toList();
                    orphans.forEach(child -> changes.add(new Change.DeleteGroup(child)));
                    if (living.isEmpty() && orphans.size() == children.size()) {
                        changes.add(new Change.DeleteEmptyParent(parent));
                    }
                });
        return List.copyOf(changes);
    }

    private boolean isOurs(Group group) {
        return Marks.isManagedGroup(group.attributes())
                && group.attributes()
                        .getOrDefault(Marks.GROUP_CLUSTER, List.of())
                        .equals(List.of(backends.rancher().clusterId()));
    }

    /** Asked again for the one group, of every offering and every cluster. */
    private boolean isUnused(Group child) {
        var project = projectOf(child);
        if (project.isEmpty()) {
            return false;
        }
        var doubles = keycloak.groupsNamed(child.name()).stream()
                .filter(group -> !group.id().equals(child.id()))
                .toList();
        var namesakes = Namesakes.of(child, doubles);
        return backends.waldur().everyResourceOfProject(project.get()).stream()
                        .filter(resource -> resource.state() != ResourceState.TERMINATED)
                        .noneMatch(resource -> mayNeed(resource, child, namesakes))
                && backends.rancher().bindingsOfGroup(Names.principal(child.name())).stream()
                        .allMatch(binding -> namesakes.serve(binding.projectId()));
    }

    private static Optional<WaldurUuid> projectOf(Group child) {
        return child.attributes().getOrDefault(Marks.GROUP_PROJECT, List.of()).stream()
                .filter(text -> text.matches("[0-9a-f]{32}"))
                .map(WaldurUuid::of)
                .findFirst();
    }

    /** Which groups a resource of another offering needs, its own configuration says. */
    private boolean mayNeed(Resource resource, Group group, Namesakes namesakes) {
        return tenants.serves(resource)
                ? tenants.groupNames(resource).contains(group.name())
                : resource.backendId().filter(namesakes::serve).isEmpty();
    }
}
