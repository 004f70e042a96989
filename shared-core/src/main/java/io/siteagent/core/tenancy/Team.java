package io.siteagent.core.tenancy;

import io.siteagent.core.waldur.ProjectAccount;
import io.siteagent.core.waldur.TeamMember;
import java.util.List;
import java.util.Optional;

/**
 * The people of a Waldur project and what is known about that knowledge.
 *
 * @param rows one for each person and role; a role that has ended does not count
 * @param accounts service and course accounts, which are members like people
 * @param incomplete why rows and accounts may not be everybody, so that nobody may be removed (law 3); empty when they
 *     are
 * @param acquaintance whom Waldur knows besides
 * @param remarks what an operator should know about it
 */
public record Team(
        List<TeamMember> rows,
        List<ProjectAccount> accounts,
        Optional<String> incomplete,
        Acquaintance acquaintance,
        List<String> remarks) {

    /** Everybody, and nobody else is known. */
    public static Team of(List<TeamMember> rows) {
        return new Team(rows, List.of(), Optional.empty(), Acquaintance.NONE, List.of());
    }
}
