package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.keycloak.Group;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Parent and child groups, and the children's members. */
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
        if (access.roles().stream().anyMatch(role -> known.of(role).group().isEmpty())) {
            known.parent()
                    .ifPresentOrElse(
                            parent -> reportForeign(parent, draft),
                            () -> draft.add(new Change.CreateGroup(access.parent())));
        }
        access.roles().forEach(role -> new MemberPlanner(access, role, known, brake, draft).plan());
        warnOfMissing();
        access.remarks().forEach(draft::warn);
    }

    private void warnOfMissing() {
        var missing = access.team().stream()
                .filter(identity -> !known.users().containsKey(identity))
                .filter(identity -> access.roles().stream()
                        .filter(role -> role.team().contains(identity))
                        .anyMatch(role -> known.of(role).members().stream().noneMatch(identity::matches)))
                .map(Identity::person)
                .collect(Collectors.toCollection(() -> new TreeSet<>(Comparator.comparing(WaldurUuid::hex))));
        missing.forEach(person ->
                draft.warn("Waldur user %s is not in Keycloak and gets no access until they are".formatted(person)));
        access.unidentified()
                .forEach(person ->
                        draft.warn("Waldur user %s has no name by which Keycloak could know them".formatted(person)));
        missing.addAll(access.unidentified());
        draft.count(new Tally(0, Set.copyOf(missing), 0));
    }

    static void reportForeign(Group group, TenantPlan.Draft draft) {
        if (!Marks.isManagedGroup(group.attributes())) {
            draft.obstacle(
                    Obstacle.operator(("group %s exists and is not ours; if it may be used, set its attribute %s to %s,"
                                    + " otherwise rename it")
                            .formatted(group.path(), Marks.MANAGED_BY, Marks.AGENT)));
        }
    }
}
