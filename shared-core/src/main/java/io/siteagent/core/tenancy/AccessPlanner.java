package io.siteagent.core.tenancy;

import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Parent and child group, and the child's members. */
final class AccessPlanner {

    private final Tenant.Access access;
    private final TenantState.AccessState.Known known;
    private final Brake brake;
    private final TenantPlan.Draft draft;

    AccessPlanner(Tenant.Access access, TenantState.AccessState.Known known, Brake brake, TenantPlan.Draft draft) {
        this.access = access;
        this.known = known;
        this.brake = brake;
        this.draft = draft;
    }

    void plan() {
        known.doubles().stream().filter(group -> !isSibling(group)).forEach(this::reportDouble);
        known.child().ifPresentOrElse(this::planMark, this::planGroups);
        planAdditions();
        known.child().filter(child -> Marks.isManagedGroup(child.attributes())).ifPresent(this::planRemovals);
    }

    /** The same Waldur project and role on another cluster: a group of the same team. */
    private boolean isSibling(Group group) {
        return group.attributes()
                        .getOrDefault(Marks.GROUP_PROJECT, List.of())
                        .equals(access.child().mark().get(Marks.GROUP_PROJECT))
                && Marks.isManagedGroup(group.attributes());
    }

    private void reportDouble(Group group) {
        draft.obstacle(
                Obstacle.operator(("group %s bears the name of our group /%s/%s and Rancher tells groups by name only: "
                                + "its members would get access; rename or remove it")
                        .formatted(
                                group.path(),
                                access.parent().name(),
                                access.child().name())));
    }

    private void planGroups() {
        known.parent().ifPresentOrElse(this::checkForeign, () -> draft.add(new Change.CreateGroup(access.parent())));
        draft.add(new Change.CreateChildGroup(access.parent().name(), access.child()));
    }

    private void planMark(Group child) {
        checkForeign(child);
        if (Marks.isManagedGroup(child.attributes())
                && !carriesMark(child, access.child().mark())) {
            draft.add(new Change.MarkGroup(child, access.child().mark()));
        }
    }

    private static boolean carriesMark(Group group, Map<String, List<String>> mark) {
        return mark.entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(group.attributes().get(entry.getKey())));
    }

    private void checkForeign(Group group) {
        if (!Marks.isManagedGroup(group.attributes())) {
            draft.obstacle(
                    Obstacle.operator(("group %s exists and is not ours; if it may be used, set its attribute %s to %s,"
                                    + " otherwise rename it")
                            .formatted(group.path(), Marks.MANAGED_BY, Marks.AGENT)));
        }
    }

    private void planAdditions() {
        for (var identity : access.team()) {
            if (known.members().stream().noneMatch(identity::matches)) {
                var user = known.users().get(identity);
                if (user == null) {
                    draft.warn("Waldur user %s is not in Keycloak and gets no access until they are"
                            .formatted(identity.person()));
                } else {
                    draft.add(
                            new Change.AddMember(identity, user, access.child().name()));
                }
            }
        }
        access.unidentified()
                .forEach(person ->
                        draft.warn("Waldur user %s has no name by which Keycloak could know them".formatted(person)));
    }

    private void planRemovals(Group child) {
        var leaving = known.members().stream()
                .filter(member -> access.team().stream().noneMatch(identity -> identity.matches(member)))
                .sorted(Comparator.comparing(User::id))
                .toList();
        var people = access.team().size() + access.unidentified().size();
        brake.refuses(known.members().size(), leaving.size(), people)
                .ifPresentOrElse(
                        why -> draft.refusal("removals from group %s refused: %s".formatted(child.path(), why)),
                        () -> leaving.forEach(user -> draft.add(new Change.RemoveMember(user, child))));
    }
}
