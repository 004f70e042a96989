package io.siteagent.core.tenancy;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What four lists say about all tenants of a cluster. Good for finding out that nothing is to be done; a change is
 * never based on it, because it ages while the others are looked at, and because Rancher's lists leave out what the
 * token may not see.
 */
public final class ClusterSnapshot implements RancherReads {

    private static final String NO_PROJECT = "";

    private final RancherClient rancher;
    private final Map<String, Project> projects;
    private final Map<String, List<Namespace>> namespaces;
    private final Map<String, Namespace> namespacesByName;
    private final Map<String, List<ResourceQuota>> quotas;
    private final Map<String, List<RoleTemplateBinding>> bindings;

    private ClusterSnapshot(
            RancherClient rancher,
            List<Project> projects,
            List<Namespace> namespaces,
            List<ResourceQuota> quotas,
            List<RoleTemplateBinding> bindings) {
        this.rancher = rancher;
        this.projects =
                projects.stream().collect(Collectors.toMap(Project::name, Function.identity(), (one, _) -> one));
        this.namespaces = namespaces.stream()
                .collect(
                        Collectors.groupingBy(namespace -> namespace.projectId().orElse(NO_PROJECT)));
        this.namespacesByName =
                namespaces.stream().collect(Collectors.toMap(Namespace::name, Function.identity(), (one, _) -> one));
        this.quotas = quotas.stream().collect(Collectors.groupingBy(ResourceQuota::namespace));
        this.bindings = bindings.stream().collect(Collectors.groupingBy(RoleTemplateBinding::projectId));
    }

    static ClusterSnapshot read(RancherClient rancher) {
        return Parallel.both(
                () -> Parallel.both(rancher::projects, rancher::namespaces, Pair::new),
                () -> Parallel.both(rancher::allResourceQuotas, rancher::visibleBindings, Pair::new),
                (places, rules) -> new ClusterSnapshot(rancher, places.one, places.other, rules.one, rules.other));
    }

    private record Pair<A, B>(A one, B other) {}

    /** Group principals that some binding that the token sees grants a role to in this cluster. */
    public Set<String> boundPrincipals() {
        return principals(rancher, bindings.values().stream().flatMap(List::stream));
    }

    /** As {@link #boundPrincipals}, without a snapshot. */
    public static Set<String> boundPrincipals(RancherClient rancher) {
        return principals(rancher, rancher.visibleBindings().stream());
    }

    private static Set<String> principals(RancherClient rancher, Stream<RoleTemplateBinding> bindings) {
        return bindings.filter(binding -> binding.projectId().startsWith(rancher.clusterId() + ":"))
                .map(RoleTemplateBinding::groupPrincipal)
                .collect(Collectors.toSet());
    }

    @Override
    public Optional<Project> project(String name) {
        return Optional.ofNullable(projects.get(name));
    }

    @Override
    public List<Project> projectsCalled(String displayName) {
        return projects.values().stream()
                .filter(project -> project.displayName().equals(displayName))
                .toList();
    }

    @Override
    public boolean knowsExtendedQuotas() {
        return rancher.knowsExtendedQuotas();
    }

    @Override
    public Optional<Namespace> namespace(String name) {
        return Optional.ofNullable(namespacesByName.get(name));
    }

    @Override
    public List<Namespace> namespaces(Project project, String name) {
        var ofProject = namespaces.getOrDefault(project.id(), List.of()).stream();
        var elsewhere = namespace(name).stream()
                .filter(called ->
                        called.projectId().filter(project.id()::equals).isEmpty());
        return Stream.concat(ofProject, elsewhere).toList();
    }

    @Override
    public List<RoleTemplateBinding> bindings(Project project) {
        return bindings.getOrDefault(project.id(), List.of());
    }

    @Override
    public Map<String, List<ResourceQuota>> quotas(List<Namespace> wanted) {
        return wanted.stream()
                .collect(Collectors.toMap(
                        Namespace::name, namespace -> quotas.getOrDefault(namespace.name(), List.of())));
    }
}
