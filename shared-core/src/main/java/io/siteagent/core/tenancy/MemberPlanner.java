package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The group of one role and its members. */
final class MemberPlanner {

    private final Tenant.Access access;
    private final Tenant.Role role;
    private final TenantState.RoleGroup found;
    private final Map<Identity, User> users;
    private final Brake brake;
    private final TenantPlan.Draft draft;

    MemberPlanner(
            Tenant.Access access,
            Tenant.Role role,
            TenantState.AccessState.Known known,
            Brake brake,
            TenantPlan.Draft draft) {
        this.access = access;
        this.role = role;
        this.found = known.of(role);
        this.users = known.users();
        this.brake = brake;
        this.draft = draft;
    }

    void plan() {
        found.doubles().stream()
                .filter(group -> !Marks.areOfTwoClusters(role.child().mark(), group.attributes()))
                .forEach(this::reportDouble);
        found.group().ifPresentOrElse(this::planMark, this::planGroup);
        joining()
                .forEach((identity, user) -> draft.add(
                        new Change.AddMember(identity, user, role.child().name())));
        found.group().filter(group -> Marks.isManagedGroup(group.attributes())).ifPresent(this::planRemovals);
    }

    private void reportDouble(Group group) {
        draft.obstacle(
                Obstacle.operator(("group %s bears the name of our group /%s/%s and Rancher tells groups by name only: "
                                + "its members would get access; rename or remove it")
                        .formatted(
                                group.path(),
                                access.parent().name(),
                                role.child().name())));
    }

    private Map<Identity, User> joining() {
        return role.team().stream()
                .filter(identity ->
                        users.containsKey(identity) && found.members().stream().noneMatch(identity::matches))
                .sorted(Comparator.comparing(Identity::value))
                .collect(Collectors.toMap(
                        identity -> identity, users::get, (one, _) -> one, java.util.LinkedHashMap::new));
    }

    private void planGroup() {
        var spec = role.child();
        var mark = new HashMap<>(spec.mark());
        mark.put(Marks.GROUP_RECORD, List.copyOf(idsOf(joining().values().stream())));
        draft.add(new Change.CreateChildGroup(
                access.parent().name(), new Tenant.GroupSpec(spec.name(), Map.copyOf(mark))));
    }

    private void planMark(Group group) {
        AccessPlanner.reportForeign(group, draft);
        if (!Marks.isManagedGroup(group.attributes())) {
            return;
        }
        var mark = new HashMap<>(role.child().mark());
        var adopted = !carries(group, mark);
        outdatedRecord(group).ifPresent(record -> mark.put(Marks.GROUP_RECORD, List.copyOf(record)));
        if (!carries(group, mark)) {
            draft.add(new Change.MarkGroup(
                    group, mark, adopted ? Change.MarkGroup.Occasion.ADOPTED : Change.MarkGroup.Occasion.RECORDED));
        }
    }

    private static boolean carries(Group group, Map<String, List<String>> mark) {
        return mark.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(group.attributes().get(entry.getKey())));
    }

    /**
     * The record as it should be, if somebody is missing in it. It is written before anybody joins, and holds who has
     * yet to leave until they have left: whenever a run dies, everybody whom we put into the group can be told.
     */
    private Optional<Set<String>> outdatedRecord(Group group) {
        var recorded = record(group);
        var ours = idsOf(Stream.concat(
                joining().values().stream(), found.members().stream().filter(member -> isWanted(member))));
        if (recorded.orElse(Set.of()).containsAll(ours)) {
            return Optional.empty();
        }
        found.members().stream()
                .map(User::id)
                .filter(id -> recorded.map(ids -> ids.contains(id)).orElse(true))
                .forEach(ours::add);
        return Optional.of(ours);
    }

    /** Whom we put into the group; empty when nobody has kept a record of it. */
    private static Optional<Set<String>> record(Group group) {
        return Optional.ofNullable(group.attributes().get(Marks.GROUP_RECORD)).map(Set::copyOf);
    }

    private static Set<String> idsOf(Stream<User> people) {
        return people.map(User::id).collect(Collectors.toCollection(TreeSet::new));
    }

    private boolean isWanted(User member) {
        return role.team().stream().anyMatch(identity -> identity.matches(member));
    }

    private void planRemovals(Group group) {
        var strangers = found.members().stream()
                .filter(member -> !isWanted(member) && isStranger(member, group))
                .toList();
        var leaving = found.members().stream()
                .filter(member -> !isWanted(member) && !strangers.contains(member))
                .sorted(Comparator.comparing(User::id))
                .toList();
        if (!strangers.isEmpty()) {
            draft.warn("group %s has members whom Waldur does not know and who stay: %s"
                    .formatted(group.path(), String.join(", ", idsOf(strangers.stream()))));
            draft.count(new Tally(0, Set.of(), strangers.size()));
        }
        var people = access.people();
        access.departures()
                .forbidden()
                .filter(_ -> !leaving.isEmpty())
                .or(() -> brake.refuses(found.members().size(), leaving.size(), people))
                .ifPresentOrElse(
                        why -> refuse(group, leaving.size(), why),
                        () -> leaving.forEach(user -> draft.add(new Change.RemoveMember(user, group))));
    }

    /**
     * Somebody whom we did not put there and whom Waldur does not know; without a record everybody came by an agent.
     */
    private boolean isStranger(User member, Group group) {
        return access.departures().strangersStay()
                && record(group).filter(ids -> !ids.contains(member.id())).isPresent()
                && !access.departures().acquaintance().includes(member);
    }

    private void refuse(Group group, int removals, String why) {
        draft.refusal("removals from group %s refused: %s".formatted(group.path(), why));
        draft.count(new Tally(removals, Set.of(), 0));
    }
}
