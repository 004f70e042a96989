package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.tenancy.Acquaintance;
import io.siteagent.core.tenancy.Identities;
import io.siteagent.core.tenancy.Team;
import io.siteagent.core.waldur.MembershipApi;
import io.siteagent.core.waldur.ProjectAccount;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.TeamMember;
import io.siteagent.core.waldur.WaldurClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who belongs to the projects of an offering. A few lists tell it for all of them, which is good for finding out that
 * nobody has come or gone; before anything is changed, the team of the one resource is read: only that leaves out
 * people who were deactivated. Thread-safe.
 */
final class TeamDirectory {

    private final WaldurClient waldur;
    private final boolean needsAllRoles;
    private final Optional<Listed> listed;
    private final Accounts accounts;

    private TeamDirectory(WaldurClient waldur, boolean needsAllRoles, Optional<Listed> listed, Accounts accounts) {
        this.waldur = waldur;
        this.needsAllRoles = needsAllRoles;
        this.listed = listed;
        this.accounts = accounts;
    }

    /** What the lists tell: rows by project, and everybody in them. */
    private record Listed(Map<WaldurUuid, List<TeamMember>> rows, Acquaintance acquaintance) {}

    /** @param unread why accounts may be missing */
    private record Accounts(List<ProjectAccount> all, Optional<String> unread) {}

    /**
     * Reads what is the same for all resources. What can't be read is done without: each team by itself is enough.
     *
     * @param several whether many teams will be asked for, so that the lists pay
     */
    static TeamDirectory read(WaldurClient waldur, Offering offering, boolean several) {
        var needsAllRoles = !offering.membership().roleMap().isEmpty();
        return Parallel.both(
                () -> several || needsAllRoles ? list(waldur.membership(), offering) : Optional.<Listed>empty(),
                () -> accounts(waldur.membership(), offering),
                (lists, accounts) -> new TeamDirectory(waldur, needsAllRoles, lists, accounts));
    }

    private static Optional<Listed> list(MembershipApi api, Offering offering) {
        try {
            return api.provider(offering.uuid())
                    .map(provider -> Parallel.both(
                            () -> api.permissions(provider),
                            () -> Parallel.both(
                                    () -> api.people(provider), () -> api.usernames(offering.uuid()), Names::new),
                            (permissions, names) -> listed(permissions, names, offering)));
        } catch (RemoteException unavailable) {
            return Optional.empty();
        }
    }

    private record Names(Set<WaldurUuid> people, Map<WaldurUuid, String> usernames) {}

    private static Listed listed(List<MembershipApi.Permission> permissions, Names names, Offering offering) {
        var rows = permissions.stream()
                .filter(permission -> names.people.contains(permission.member().uuid()))
                .collect(Collectors.groupingBy(
                        MembershipApi.Permission::project,
                        Collectors.mapping(
                                permission -> named(permission.member(), names), Collectors.toUnmodifiableList())));
        var known = offering.keycloak()
                .map(keycloak -> Identities.of(keycloak, offering.membership()))
                .map(identities -> permissions.stream()
                        .flatMap(permission -> identities.of(named(permission.member(), names)).stream())
                        .collect(Collectors.toSet()))
                .orElse(Set.of());
        return new Listed(rows, new Acquaintance(known));
    }

    private static TeamMember named(TeamMember member, Names names) {
        return new TeamMember(
                member.uuid(),
                member.username(),
                Optional.ofNullable(names.usernames.get(member.uuid())),
                member.role(),
                member.expires());
    }

    private static Accounts accounts(MembershipApi api, Offering offering) {
        if (offering.keycloak().isEmpty()) {
            return new Accounts(List.of(), Optional.empty());
        }
        try {
            return new Accounts(api.accounts(offering.uuid()), Optional.empty());
        } catch (RemoteException failure) {
            return new Accounts(
                    List.of(),
                    Optional.of("Waldur's service and course accounts could not be read, so that it is not known who"
                            + " of the members is one"));
        }
    }

    /** The team as the lists show it; as the server tells it where there are no lists. */
    Team glance(Resource resource) {
        return listed.map(lists -> team(resource, lists.rows.getOrDefault(resource.projectUuid(), List.of())))
                .orElseGet(() -> look(resource));
    }

    /** The team as the server tells it now. */
    Team look(Resource resource) {
        var people = waldur.team(resource.uuid());
        return team(resource, needsAllRoles ? withAllRoles(resource, people) : people);
    }

    /** The team of a resource shows one role of each person only. */
    private List<TeamMember> withAllRoles(Resource resource, List<TeamMember> people) {
        var rows = new ArrayList<>(people);
        var uuids = people.stream().map(TeamMember::uuid).collect(Collectors.toCollection(HashSet::new));
        listed.map(lists -> lists.rows.getOrDefault(resource.projectUuid(), List.of())).orElse(List.of()).stream()
                .filter(row -> uuids.contains(row.uuid()))
                .map(row -> withNameOf(row, people))
                .forEach(rows::add);
        return rows;
    }

    private static TeamMember withNameOf(TeamMember row, List<TeamMember> people) {
        var person = people.stream()
                .filter(member -> member.uuid().equals(row.uuid()))
                .findFirst()
                .orElse(row);
        return new TeamMember(row.uuid(), person.username(), person.offeringUsername(), row.role(), row.expires());
    }

    private Team team(Resource resource, List<TeamMember> rows) {
        var ofProject = accounts.all.stream()
                .filter(account -> account.projectUuid().equals(resource.projectUuid()))
                .toList();
        return new Team(
                rows,
                ofProject,
                accounts.unread,
                listed.map(Listed::acquaintance).orElse(Acquaintance.NONE),
                remarks().toList());
    }

    private Stream<String> remarks() {
        return needsAllRoles && listed.isEmpty()
                ? Stream.of("Waldur does not let this account list the roles of all projects: of a person with several"
                        + " roles only the first one counts")
                : Stream.empty();
    }
}
