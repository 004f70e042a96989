package io.siteagent.core.agent;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.tenancy.Team;
import io.siteagent.core.waldur.MembershipApi.SyncStatus;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.TeamMember;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What Waldur is told about a resource that is in line: when that was, how far each person's access is, and that an
 * Erred resource has recovered. What the server does not offer is not asked for again in the same pass. Thread-safe.
 */
final class WaldurNotices {

    private final WaldurClient waldur;
    private final MembershipSettings settings;
    private final Clock clock;
    private final AtomicBoolean takesStatuses = new AtomicBoolean(true);
    private final AtomicBoolean takesRecovery = new AtomicBoolean(true);

    WaldurNotices(WaldurClient waldur, MembershipSettings settings, Clock clock) {
        this.waldur = waldur;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Tells what is due.
     *
     * @param changed whether something was changed just now
     * @param missing people of the team whom Keycloak does not know
     * @return what could not be told, for the operator
     */
    Optional<String> tell(Resource resource, Team team, boolean changed, Set<WaldurUuid> missing) {
        try {
            if (changed || isDue(resource)) {
                if (takesStatuses.get()) {
                    takesStatuses.set(waldur.membership().setSyncStatuses(resource.uuid(), statuses(team, missing)));
                }
                waldur.refreshLastSync(resource.uuid());
            }
            if (resource.state() == ResourceState.ERRED && takesRecovery.get()) {
                takesRecovery.set(waldur.membership().setAsOk(resource.uuid()));
            }
            return Optional.empty();
        } catch (RemoteException failure) {
            return Optional.of("all is in line, but Waldur could not be told: " + failure.getMessage());
        }
    }

    /** A server that keeps no time of the last sync is told about changes only. */
    private boolean isDue(Resource resource) {
        return resource.lastSync()
                .filter(last -> !last.plus(settings.lastSyncInterval()).isAfter(clock.instant()))
                .isPresent();
    }

    private List<SyncStatus> statuses(Team team, Set<WaldurUuid> missing) {
        var now = clock.instant();
        return team.rows().stream()
                .filter(member -> isActive(member, now))
                .map(member -> new SyncStatus(
                        member.uuid(),
                        member.roleName(),
                        missing.contains(member.uuid()) ? SyncStatus.State.MISSING : SyncStatus.State.SYNCED))
                .distinct()
                .toList();
    }

    private static boolean isActive(TeamMember member, Instant now) {
        return member.expires().map(now::isBefore).orElse(true);
    }
}
