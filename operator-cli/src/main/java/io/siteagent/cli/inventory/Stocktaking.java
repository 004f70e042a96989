package io.siteagent.cli.inventory;

import io.siteagent.cli.inventory.Entry.Kind;
import io.siteagent.cli.shell.Connections;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.tenancy.Marks;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.waldur.ResourceState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares the projects of a cluster and the groups of a realm with the resources of one offering. */
final class Stocktaking {

    private static final Set<ResourceState> LIVING =
            EnumSet.complementOf(EnumSet.of(ResourceState.TERMINATED, ResourceState.UNKNOWN));

    private final Connections connections;
    private final List<Tenant> tenants;

    Stocktaking(Connections connections) {
        this.connections = connections;
        this.tenants = connections
                .backends()
                .waldur()
                .resources(connections.offering().uuid(), LIVING)
                .stream()
                .map(resource -> connections.tenants().tenant(resource, resource.limits(), List.of()))
                .toList();
    }

    List<Entry> take() {
        var entries = new ArrayList<Entry>();
        var projects = connections.backends().rancher().projects();
        var marks = projects.stream()
                .map(project -> project.annotations().getOrDefault(Marks.RESOURCE, ""))
                .filter(mark -> !mark.isEmpty())
                .collect(Collectors.groupingBy(mark -> mark, Collectors.counting()));
        projects.forEach(project -> entries.add(project(project, marks)));
        connections.backends().keycloak().ifPresent(keycloak -> entries.addAll(groups(keycloak)));
        return entries.stream()
                .sorted(Comparator.comparing(Entry::object, Comparator.reverseOrder())
                        .thenComparing(Entry::kind)
                        .thenComparing(Entry::name)
                        .thenComparing(Entry::id))
                .toList();
    }

    private Entry project(Project project, Map<String, Long> marks) {
        var mark = project.annotations().getOrDefault(Marks.RESOURCE, "");
        var kind = kind(project, mark, marks);
        var detail = mark.isEmpty() ? "" : "resource " + mark;
        return new Entry("project", kind, project.displayName(), project.id(), detail);
    }

    private Kind kind(Project project, String mark, Map<String, Long> marks) {
        if (!mark.isEmpty()) {
            boolean otherOfferings = !connections
                    .offering()
                    .uuid()
                    .hex()
                    .equals(project.annotations()
                            .getOrDefault(
                                    Marks.OFFERING,
                                    connections.offering().uuid().hex()));
            if (otherOfferings) {
                return Kind.FOREIGN;
            }
            return marks.getOrDefault(mark, 0L) > 1
                    ? Kind.DUPLICATE
                    : living(tenant -> tenant.resource().hex().equals(mark)) ? Kind.MARKED : Kind.ORPHAN;
        }
        if (living(tenant ->
                tenant.recordedBackendId().filter(project.id()::equals).isPresent())) {
            return Marks.isManaged(project.annotations()) ? Kind.PREDECESSORS : Kind.CLASH;
        }
        if (living(tenant -> tenant.project().displayName().equals(project.displayName()))) {
            return Kind.CLASH;
        }
        return Marks.isManaged(project.annotations()) ? Kind.ORPHAN : Kind.FOREIGN;
    }

    private boolean living(java.util.function.Predicate<Tenant> condition) {
        return tenants.stream().anyMatch(condition);
    }

    private List<Entry> groups(KeycloakClient keycloak) {
        var wanted = new HashMap<String, Tenant>();
        var parents = new HashMap<String, Group>();
        for (var tenant : tenants) {
            tenant.access().ifPresent(access -> {
                access.roles().forEach(role -> wanted.put(path(access, role), tenant));
                parent(keycloak, access.parent().name(), parents);
            });
        }
        var entries = new ArrayList<Entry>();
        for (var parent : parents.values()) {
            entries.add(entry(parent, Marks.isManagedGroup(parent.attributes()) ? Kind.MARKED : Kind.CLASH, "parent"));
            keycloak.children(parent.id()).forEach(child -> entries.add(child(child, wanted)));
        }
        wanted.values().stream()
                .flatMap(tenant -> tenant.access().stream())
                .flatMap(access -> access.roles().stream())
                .map(role -> role.child().name())
                .distinct()
                .flatMap(name -> keycloak.groupsNamed(name).stream())
                .filter(group -> !wanted.containsKey(group.path()))
                .forEach(group -> entries.add(entry(group, Kind.CLASH, "bears the name of a group of ours")));
        return entries;
    }

    private static void parent(KeycloakClient keycloak, String name, Map<String, Group> parents) {
        if (!parents.containsKey(name)) {
            keycloak.groupsNamed(name).stream()
                    .filter(group -> group.path().equals("/" + name))
                    .findFirst()
                    .ifPresent(group -> parents.put(name, group));
        }
    }

    private static Entry child(Group child, Map<String, Tenant> wanted) {
        boolean ours = Marks.isManagedGroup(child.attributes());
        var tenant = Optional.ofNullable(wanted.get(child.path()));
        if (tenant.isPresent()) {
            return entry(child, ours ? Kind.MARKED : Kind.CLASH, ours ? "" : "carries no mark of an agent");
        }
        return entry(child, ours ? Kind.ORPHAN : Kind.FOREIGN, ours ? "no living resource uses it" : "");
    }

    private static Entry entry(Group group, Kind kind, String detail) {
        return new Entry("group", kind, group.path(), group.id(), detail);
    }

    private static String path(Tenant.Access access, Tenant.Role role) {
        return "/%s/%s".formatted(access.parent().name(), role.child().name());
    }
}
