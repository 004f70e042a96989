package io.siteagent.core.tenancy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a look at a tenant has shown, before anything is changed.
 *
 * @param inLine whether nothing is to be done; only a fresh look may conclude that something is
 * @param members how many members each group of the tenant has, by the group's id
 */
public record Preview(boolean inLine, TenantPlan plan, Map<String, Integer> members) {

    static Preview of(boolean inLine, TenantPlan plan, TenantState state) {
        return new Preview(
                inLine,
                plan,
                state.access() instanceof TenantState.AccessState.Known known
                        ? known.roles().values().stream()
                                .filter(role -> role.group().isPresent())
                                .collect(Collectors.toMap(
                                        role -> role.group().orElseThrow().id(),
                                        role -> role.members().size(),
                                        Math::max))
                        : Map.of());
    }

    /** Memberships that would end, each by a text that is the same for every tenant that shares the group. */
    public Set<String> removals() {
        return plan.changes().stream()
                .filter(Change.RemoveMember.class::isInstance)
                .map(Change.RemoveMember.class::cast)
                .map(change -> change.group().id() + "/" + change.user().id())
                .collect(Collectors.toSet());
    }
}
