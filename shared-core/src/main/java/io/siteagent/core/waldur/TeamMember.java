package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A person of a resource's Waldur project ({@code …/team/}). Names and addresses are not read: nothing here needs them
 * (law 12).
 *
 * @param username Waldur's own user name; the OIDC {@code sub} for people who logged in through Keycloak
 * @param offeringUsername name in the offering; empty when none is set
 * @param role Waldur's short role name; empty for custom roles
 * @param expires when the role ends; Waldur revokes it up to a day later, so it has to be honoured by the reader
 */
public record TeamMember(
        WaldurUuid uuid,
        String username,
        Optional<String> offeringUsername,
        Optional<String> role,
        Optional<Instant> expires) {

    private static final Set<String> BUILT_IN = Set.of("admin", "manager", "member");

    /** The role's full name ({@code PROJECT.ADMIN}); {@code custom} where Waldur does not tell it. */
    public String roleName() {
        return role.map(name -> BUILT_IN.contains(name) ? "PROJECT." + name.toUpperCase(Locale.ROOT) : name)
                .orElse("custom");
    }
}
