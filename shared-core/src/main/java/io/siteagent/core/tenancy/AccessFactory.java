package io.siteagent.core.tenancy;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.TeamMember;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which Rancher role the people of a team get. */
final class AccessFactory {

    private final Offering offering;
    private final Identities identities;
    private final Instant now;

    AccessFactory(Offering offering, Identities identities, Instant now) {
        this.offering = offering;
        this.identities = identities;
        this.now = now;
    }

    /**
     * The people of a team by Rancher role.
     *
     * @param teams every role that is configured, also one that nobody has
     * @param people how many people the team has
     * @param unidentified those whom nothing identifies in Keycloak
     */
    record Roles(Map<String, Set<Identity>> teams, int people, List<WaldurUuid> unidentified, List<String> remarks) {}

    Roles roles(Team team) {
        var teams = new TreeMap<String, Set<Identity>>();
        configured(offering).forEach(template -> teams.put(template, new LinkedHashSet<>()));
        var people = new HashSet<WaldurUuid>();
        var unidentified = new LinkedHashSet<WaldurUuid>();
        var unmapped = new TreeSet<String>();
        for (var member : team.rows()) {
            if (member.expires().map(now::isBefore).orElse(true)) {
                people.add(member.uuid());
                var identity = identities.of(member);
                var template = template(member);
                if (identity.isEmpty()) {
                    unidentified.add(member.uuid());
                } else if (template.isEmpty()) {
                    unmapped.add(member.roleName());
                } else {
                    teams.computeIfAbsent(template.get(), _ -> new LinkedHashSet<>())
                            .add(identity.get());
                }
            }
        }
        for (var account : team.accounts()) {
            if (account.active() && !account.username().isBlank()) {
                people.add(account.uuid());
                teams.computeIfAbsent(templateOfAccounts(offering), _ -> new LinkedHashSet<>())
                        .add(identities.of(account));
            }
        }
        return new Roles(teams, people.size(), List.copyOf(unidentified), remarks(unmapped));
    }

    private static String templateOfAccounts(Offering offering) {
        return offering.membership().roleMap().getOrDefault(MembershipSettings.ANY_ROLE, offering.defaultRole());
    }

    /** Every role that somebody may get. */
    static Set<String> templates(Offering offering) {
        var templates = new HashSet<>(configured(offering));
        templates.add(templateOfAccounts(offering));
        return templates;
    }

    private static Set<String> configured(Offering offering) {
        var map = offering.membership().roleMap();
        return map.isEmpty() ? Set.of(offering.defaultRole()) : Set.copyOf(map.values());
    }

    private Optional<String> template(TeamMember member) {
        var map = offering.membership().roleMap();
        if (map.isEmpty()) {
            return Optional.of(offering.defaultRole());
        }
        return Optional.ofNullable(map.get(member.roleName()))
                .or(() -> Optional.ofNullable(map.get(MembershipSettings.ANY_ROLE)));
    }

    private static List<String> remarks(Set<String> unmapped) {
        return unmapped.stream()
                .map(role -> "role %s of the Waldur project is not in role_map and gives no access".formatted(role))
                .toList();
    }
}
