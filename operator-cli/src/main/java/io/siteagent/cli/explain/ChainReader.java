package io.siteagent.cli.explain;

import io.siteagent.cli.explain.Chain.Link;
import io.siteagent.cli.shell.Connections;
import io.siteagent.core.keycloak.GroupsClaim;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.tenancy.Identity;
import io.siteagent.core.tenancy.Tenant;
import io.siteagent.core.tenancy.TenantState;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.TeamMember;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Follows the links for the people of one resource; what they share is read once. */
final class ChainReader {

    private static final String CLAIM = "claim";

    private final Resource resource;
    private final Tenant tenant;
    private final TenantState state;
    private final Supplier<Optional<GroupsClaim>> claim;
    private final Instant now;

    private ChainReader(
            Resource resource, Tenant tenant, TenantState state, Supplier<Optional<GroupsClaim>> claim, Instant now) {
        this.resource = resource;
        this.tenant = tenant;
        this.state = state;
        this.claim = claim;
        this.now = now;
    }

    static ChainReader of(Connections connections, Resource resource, List<TeamMember> team, Instant now) {
        var tenant = connections.tenants().tenant(resource, resource.limits(), team);
        return new ChainReader(resource, tenant, connections.reconciler().read(tenant), connections::groupsClaim, now);
    }

    Chain follow(TeamMember member) {
        var links = new ArrayList<Link>();
        for (var link : new LinkStep[] {
            this::role,
            this::project,
            this::identity,
            this::user,
            this::group,
            this::membership,
            this::binding,
            this::claim
        }) {
            var found = link.look(member);
            links.add(found);
            if (!found.holds()) {
                break;
            }
        }
        return new Chain(resource.uuid().hex(), resource.name(), member.uuid().hex(), List.copyOf(links));
    }

    @FunctionalInterface
    private interface LinkStep {
        Link look(TeamMember member);
    }

    private Link role(TeamMember member) {
        var role = member.role().orElse("a role of its own");
        if (member.expires().filter(end -> !end.isAfter(now)).isPresent()) {
            return Link.broken(
                    "Waldur role",
                    "%s in project %s ended at %s"
                            .formatted(
                                    role,
                                    resource.projectName(),
                                    member.expires().get()),
                    "give the role anew in Waldur");
        }
        return Link.holds(
                "Waldur role",
                "%s in project %s%s"
                        .formatted(
                                role,
                                resource.projectName(),
                                member.expires().map(end -> ", until " + end).orElse("")));
    }

    private Link project(TeamMember member) {
        if (tenant.access().isEmpty()) {
            return Link.broken(
                    "mapping",
                    "keycloak_enabled is false: access is not this agent's business here",
                    "set keycloak_enabled, or give access in Rancher by hand");
        }
        if (resource.backendId().isEmpty() || state.project().isEmpty()) {
            return Link.broken(
                    "Rancher project",
                    "the resource has no project in Rancher (it is %s in Waldur)"
                            .formatted(resource.state().wireName()),
                    "look at the resource's order: siteagent run order");
        }
        return Link.holds("Rancher project", state.project().get().displayName());
    }

    private Link identity(TeamMember member) {
        return identityOf(member)
                .map(identity -> Link.holds(
                        "mapping",
                        "looked for in Keycloak by "
                                + switch (identity.kind()) {
                                    case ID -> "user id";
                                    case USERNAME -> "username";
                                    case ATTRIBUTE -> "attribute";
                                }
                                + ", for role "
                                + rolesOf(member).stream()
                                        .map(Tenant.Role::roleTemplate)
                                        .collect(Collectors.joining(", "))))
                .orElseGet(() -> access().unidentified().contains(member.uuid())
                        ? Link.broken(
                                "mapping",
                                "neither the offering username nor Waldur's own identifies the person in Keycloak",
                                "let the person log in to Waldur through Keycloak, or set their username in the"
                                        + " offering; see keycloak_use_user_id")
                        : Link.broken(
                                "mapping",
                                "role_map gives no Rancher role to %s".formatted(member.roleName()),
                                "add %s to role_map, or \"*\" for every other role".formatted(member.roleName())));
    }

    private Link user(TeamMember member) {
        if (state.access() instanceof TenantState.AccessState.Unreadable(var cause)) {
            return Link.broken("Keycloak user", String.valueOf(cause.getMessage()), "siteagent doctor");
        }
        return userOf(member)
                .map(user -> Link.holds("Keycloak user", "found: " + user.id()))
                .orElseGet(() -> Link.broken(
                        "Keycloak user",
                        "Keycloak has no such user in the configured realm",
                        "let the person log in to Keycloak once; check keycloak_realm and keycloak_use_user_id"));
    }

    private Link group(TeamMember member) {
        return firstBroken(member, role -> {
            var path = "/%s/%s".formatted(access().parent().name(), role.child().name());
            return known().roles().containsKey(role.child().name())
                            && known().roles().get(role.child().name()).group().isPresent()
                    ? Link.holds("group", path)
                    : Link.broken("group", "there is no group " + path, apply());
        });
    }

    private Link membership(TeamMember member) {
        var user = userOf(member).orElseThrow();
        return firstBroken(
                member,
                role -> membersOf(role).stream().anyMatch(in -> in.id().equals(user.id()))
                        ? Link.holds("member of group", "yes")
                        : Link.broken(
                                "member of group",
                                "the user is not in " + role.child().name(),
                                apply()));
    }

    private Link binding(TeamMember member) {
        if (!access().bound()) {
            return Link.broken(
                    "binding",
                    "Waldur restricts access to this resource, or has paused it",
                    "lift the restriction in Waldur");
        }
        return firstBroken(member, role -> {
            boolean bound = state.bindings().stream()
                    .anyMatch(binding -> !binding.deleting()
                            && binding.groupPrincipal().equals(role.principal())
                            && binding.roleTemplate().equals(role.roleTemplate()));
            return bound
                    ? Link.holds("binding", "%s is bound to %s".formatted(role.principal(), role.roleTemplate()))
                    : Link.broken(
                            "binding",
                            "%s is not bound to %s in the project".formatted(role.principal(), role.roleTemplate()),
                            apply());
        });
    }

    private Link claim(TeamMember member) {
        return claim.get()
                .map(sent -> switch (sent) {
                    case GroupsClaim.Sent(var client) -> taken("client %s sends it".formatted(client));
                    case GroupsClaim.Either(var client, var other) ->
                        taken("client %s sends it; if Rancher's is %s, it gets %s"
                                .formatted(client, other.client(), other.what()));
                    case GroupsClaim.Hidden _ ->
                        taken("whether it is sent can't be seen without the right to view clients");
                    case GroupsClaim.Spoiled(var client, var what) ->
                        Link.broken(
                                CLAIM,
                                "the groups mapper of client %s sends %s".formatted(client, what),
                                "set the mapper to full path off, in ID token and userinfo");
                    case GroupsClaim.Missing _ ->
                        Link.broken(
                                CLAIM,
                                "no client of the realm maps groups into a claim `groups`",
                                "add a Group Membership mapper to Rancher's client; siteagent doctor says how");
                })
                .orElseThrow();
    }

    private static Link taken(String how) {
        return Link.holds(
                CLAIM,
                "Rancher learns the group's name from the claim `groups` at the next log-in, or within the hour; "
                        + how);
    }

    /** A person may have several roles; the first that gives no access is what there is to say. */
    private Link firstBroken(TeamMember member, Function<Tenant.Role, Link> look) {
        var links = rolesOf(member).stream().map(look).toList();
        return links.stream().filter(link -> !link.holds()).findFirst().orElseGet(links::getFirst);
    }

    private List<Tenant.Role> rolesOf(TeamMember member) {
        var identity = identityOf(member).orElseThrow();
        return access().roles().stream()
                .filter(role -> role.team().contains(identity))
                .toList();
    }

    private List<User> membersOf(Tenant.Role role) {
        return Optional.ofNullable(known().roles().get(role.child().name()))
                .map(TenantState.RoleGroup::members)
                .orElse(List.of());
    }

    private String apply() {
        return "siteagent apply --resource " + resource.uuid();
    }

    private Tenant.Access access() {
        return tenant.access().orElseThrow();
    }

    private TenantState.AccessState.Known known() {
        if (state.access() instanceof TenantState.AccessState.Known known) {
            return known;
        }
        throw new IllegalStateException("looked at behind the link that says that Keycloak was read");
    }

    private Optional<Identity> identityOf(TeamMember member) {
        return access().team().stream()
                .filter(identity -> identity.person().equals(member.uuid()))
                .findFirst();
    }

    private Optional<User> userOf(TeamMember member) {
        return identityOf(member)
                .flatMap(identity -> access().roles().stream()
                        .flatMap(role -> membersOf(role).stream())
                        .filter(identity::matches)
                        .findFirst()
                        .or(() -> Optional.ofNullable(known().users().get(identity))));
    }
}
