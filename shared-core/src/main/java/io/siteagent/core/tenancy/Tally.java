package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import java.util.HashSet;
import java.util.Set;

/**
 * What a plan shows besides its changes, for alarms.
 *
 * @param refusedRemovals removals that the brake holds back
 * @param missing people of the team whom Keycloak does not know
 * @param unmanaged members whom Waldur does not know and who stay
 */
public record Tally(int refusedRemovals, Set<WaldurUuid> missing, int unmanaged) {

    public static final Tally NONE = new Tally(0, Set.of(), 0);

    Tally plus(Tally other) {
        var both = new HashSet<>(missing);
        both.addAll(other.missing);
        return new Tally(refusedRemovals + other.refusedRemovals, Set.copyOf(both), unmanaged + other.unmanaged);
    }
}
