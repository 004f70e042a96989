package io.siteagent.sandbox.waldur;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A role of a person.
 *
 * @param scope uuid of the project, customer or offering
 * @param expires an expired role stays in force until Waldur's daily task revokes it
 */
public record Grant(String uuid, String person, String role, String scope, Instant created, Optional<Instant> expires) {

    private static final Set<String> OLD_NAMES = Set.of("PROJECT.ADMIN", "PROJECT.MANAGER", "PROJECT.MEMBER");

    /** {@code admin}, {@code manager} or {@code member}; empty for a role that staff added. */
    Optional<String> oldName() {
        return OLD_NAMES.contains(role)
                ? Optional.of(role.substring(role.indexOf('.') + 1).toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    Grant withExpires(Optional<Instant> expires) {
        return new Grant(uuid, person, role, scope, created, expires);
    }
}
