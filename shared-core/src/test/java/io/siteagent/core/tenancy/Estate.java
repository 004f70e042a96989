package io.siteagent.core.tenancy;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.DeletionMode;
import io.siteagent.core.config.GroupNames;
import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Project;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.rancher.ResourceQuota;
import io.siteagent.core.rancher.RoleTemplateBinding;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.TeamMember;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Tenants and states for planner tests: an offering on cluster {@code c-m-1234abcd}, and a resource {@code genome} of a
 * project.
 */
final class Estate {

    static final String CLUSTER = "c-m-1234abcd";
    static final WaldurUuid RESOURCE = WaldurUuid.of("b057c51990f84ce7b45bbe4eb9530b1e");
    static final WaldurUuid PROJECT = WaldurUuid.of("da6038c76237425d9cc9215f7683a704");
    static final String ALICE = "0e72b362-bdf2-54cb-be26-4cccab259085";
    static final String BOB = "6e50d0e3-ac06-5e6b-880a-91db6cb98981";
    static final Clock NOW = Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    private Estate() {}

    static Offering offering() {
        return new Offering(
                "rancher",
                WaldurUuid.of("c12891325d354dd69e078186badf0223"),
                EnumSet.allOf(Mode.class),
                WaldurSettings.withToken(URI.create("http://localhost/"), new Secret("t"), true),
                new RancherSettings(URI.create("http://localhost/"), "token-x", new Secret("s"), CLUSTER, true),
                Optional.of(new KeycloakSettings(
                        URI.create("http://localhost/"),
                        "waldur",
                        "waldur",
                        new KeycloakSettings.ClientCredentials("agent", new Secret("s")),
                        true,
                        true)),
                "waldur-",
                "workloads-manage",
                Map.of(),
                GroupNames.DEFAULT,
                List.of(
                        component("cpu", Component.Kind.CPU),
                        component("ram", Component.Kind.RAM),
                        component("gpu", Component.Kind.GPU),
                        component("storage", Component.Kind.STORAGE)),
                QuotaSettings.DEFAULT,
                new DeletionMode.Immediate(),
                MembershipSettings.DEFAULT,
                UsageSettings.DEFAULT,
                ZoneOffset.UTC);
    }

    private static Component component(String key, Component.Kind kind) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, Component.AccountingType.LIMIT, key, "units");
    }

    static Resource resource() {
        return new Resource(
                RESOURCE,
                offering().uuid(),
                "Genome",
                Optional.of("genome-1"),
                ResourceState.OK,
                Optional.empty(),
                PROJECT,
                "Genomics",
                Optional.of("project--1"),
                "University",
                Optional.of("uni-1"),
                Map.of(),
                false,
                false,
                false);
    }

    static Resource recorded(Resource resource, String backendId) {
        return new Resource(
                resource.uuid(),
                resource.offering(),
                resource.name(),
                resource.slug(),
                resource.state(),
                Optional.of(backendId),
                resource.projectUuid(),
                resource.projectName(),
                resource.projectSlug(),
                resource.customerName(),
                resource.customerSlug(),
                resource.limits(),
                resource.restrictMemberAccess(),
                resource.paused(),
                resource.downscaled());
    }

    static Map<String, BigDecimal> limits(String cpu, String ram) {
        return Map.of("cpu", new BigDecimal(cpu), "ram", new BigDecimal(ram));
    }

    static List<TeamMember> team(String... keycloakIds) {
        return Arrays.stream(keycloakIds)
                .map(id -> new TeamMember(
                        WaldurUuid.of(id), id, Optional.empty(), Optional.of("member"), Optional.empty()))
                .toList();
    }

    static Tenant tenant(Map<String, BigDecimal> limits, String... keycloakIds) {
        return tenant(recorded(resource(), CLUSTER + ":" + Names.project(RESOURCE)), limits, keycloakIds);
    }

    static Tenant tenant(Resource resource, Map<String, BigDecimal> limits, String... keycloakIds) {
        return new TenantFactory(offering(), NOW).tenant(resource, limits, team(keycloakIds));
    }

    /** Nothing of the tenant exists; the people do. */
    static TenantState nothing(Tenant tenant) {
        return new TenantState(
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                Map.of(),
                List.of(),
                true,
                new TenantState.AccessState.Known(Optional.empty(), Map.of(), everybody(tenant)));
    }

    /** Everything is as the tenant asks for. */
    static TenantState inLine(Tenant tenant) {
        var project = project(tenant);
        var namespace = namespace(tenant, project.id());
        return new TenantState(
                Optional.of(project),
                List.of(),
                Optional.of(namespace),
                List.of(namespace),
                Map.of(namespace.name(), List.of(enforced(namespace))),
                List.of(binding(tenant, project)),
                true,
                access(tenant));
    }

    static Project project(Tenant tenant) {
        var spec = tenant.project();
        return new Project(
                spec.clusterId(),
                spec.name(),
                spec.displayName(),
                spec.description(),
                spec.annotations(),
                spec.labels(),
                Optional.of(spec.clusterId() + "-" + spec.name()),
                true,
                false,
                spec.limit(),
                spec.limit().zeroed(),
                spec.limit(),
                spec.containerDefault());
    }

    static Namespace namespace(Tenant tenant, String projectId) {
        var spec = tenant.namespace();
        return new Namespace(
                spec.name(),
                Optional.of(projectId),
                spec.annotations(),
                spec.labels(),
                tenant.project().limit(),
                Optional.of(true),
                false);
    }

    static Namespace foreignNamespace(String name, String projectId, QuotaLimit share) {
        return new Namespace(name, Optional.of(projectId), Map.of(), Map.of(), share, Optional.of(true), false);
    }

    static ResourceQuota enforced(Namespace namespace) {
        var hard = new HashMap<String, io.siteagent.core.rancher.Quantity>();
        namespace.quota().amounts().forEach((key, amount) -> hard.put(Quotas.kubernetesKey(key), amount));
        return new ResourceQuota(namespace.name(), "default-abcde", Map.of(), hard, Map.of());
    }

    static RoleTemplateBinding binding(Tenant tenant, Project project) {
        var role = role(tenant);
        return new RoleTemplateBinding(
                project.backingNamespace().orElseThrow(),
                Names.binding(tenant.resource(), role.roleTemplate(), role.principal()),
                project.id(),
                role.roleTemplate(),
                role.principal(),
                Marks.of(tenant.resource()),
                Marks.of(tenant.resource()),
                false);
    }

    static TenantState.AccessState.Known access(Tenant tenant) {
        return access(
                tenant,
                Optional.of(child(tenant)),
                List.of(),
                role(tenant).team().stream()
                        .map(identity -> new User(identity.value(), "user-of-" + identity.person()))
                        .toList());
    }

    /** The group of the tenant's only role, and nobody besides its members in Keycloak. */
    static TenantState.AccessState.Known access(
            Tenant tenant, Optional<Group> child, List<Group> doubles, List<User> members) {
        return new TenantState.AccessState.Known(
                Optional.empty(),
                Map.of(role(tenant).child().name(), new TenantState.RoleGroup(child, doubles, members)),
                Map.of());
    }

    static Tenant.Role role(Tenant tenant) {
        return tenant.access().orElseThrow().roles().getFirst();
    }

    /** The child group with its mark, and a record of the whole team. */
    static Group child(Tenant tenant) {
        var access = tenant.access().orElseThrow();
        var spec = role(tenant).child();
        var attributes = new HashMap<>(spec.mark());
        attributes.put(
                Marks.GROUP_RECORD,
                role(tenant).team().stream().map(Identity::value).sorted().toList());
        return new Group(
                "child-id",
                spec.name(),
                "/" + access.parent().name() + "/" + spec.name(),
                Optional.of("parent-id"),
                Optional.of(access.parent().name()),
                attributes);
    }

    private static Map<Identity, User> everybody(Tenant tenant) {
        return tenant.access().orElseThrow().team().stream()
                .collect(Collectors.toMap(identity -> identity, identity -> new User(identity.value(), "someone")));
    }

    static TenantState with(TenantState state, Project project) {
        return new TenantState(
                Optional.of(project),
                state.rivals(),
                state.namesake(),
                state.namespaces(),
                state.quotas(),
                state.bindings(),
                state.extendedQuotas(),
                state.access());
    }

    static TenantState with(TenantState state, TenantState.AccessState access) {
        return state.with(access);
    }

    static TenantState withBindings(TenantState state, List<RoleTemplateBinding> bindings) {
        return new TenantState(
                state.project(),
                state.rivals(),
                state.namesake(),
                state.namespaces(),
                state.quotas(),
                bindings,
                state.extendedQuotas(),
                state.access());
    }

    static TenantState withNamespaces(TenantState state, Namespace... namespaces) {
        return new TenantState(
                state.project(),
                state.rivals(),
                state.namesake(),
                List.of(namespaces),
                state.quotas(),
                state.bindings(),
                state.extendedQuotas(),
                state.access());
    }

    static Project withAnnotations(Project project, Map<String, String> annotations) {
        return new Project(
                project.clusterId(),
                project.name(),
                project.displayName(),
                project.description(),
                annotations,
                project.labels(),
                project.backingNamespace(),
                project.ready(),
                project.deleting(),
                project.limit(),
                project.namespaceDefault(),
                project.used(),
                project.containerDefault());
    }
}
