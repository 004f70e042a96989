package io.siteagent.core.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Who gets access, as what, and how carefully it is taken away again.
 *
 * @param roleMap Rancher role templates by Waldur role ({@code role_map}); empty when everybody gets
 *     {@code default_role}
 * @param unmanaged what becomes of members whom Waldur does not know ({@code unmanaged_members})
 * @param brake how many removals may be made at once ({@code removal_brake})
 * @param downscaling what is left of the limits of a downscaled resource
 * @param userAttribute attribute of Keycloak users that holds Waldur's name of the person
 *     ({@code keycloak_user_attribute}); empty when people are found by user id or username
 * @param refreshPrincipals whether Rancher is asked to look at once at the groups of people who were removed
 *     ({@code refresh_principals})
 * @param lastSyncInterval how often Waldur is told that nothing had to be changed ({@code last_sync_minutes})
 */
public record MembershipSettings(
        Map<String, String> roleMap,
        Unmanaged unmanaged,
        RemovalBrake brake,
        Downscaling downscaling,
        Optional<String> userAttribute,
        boolean refreshPrincipals,
        Duration lastSyncInterval) {

    /** Key of {@link #roleMap} for every role that has no entry of its own. */
    public static final String ANY_ROLE = "*";

    public static final MembershipSettings DEFAULT = new MembershipSettings(
            Map.of(),
            Unmanaged.KEEP,
            RemovalBrake.DEFAULT,
            Downscaling.DEFAULT,
            Optional.empty(),
            false,
            Duration.ofHours(1));

    /** What becomes of a group's members whom Waldur does not know: an administrator has put them there. */
    public enum Unmanaged {
        /** They stay, and the report names them. */
        KEEP,
        /** They are removed like everybody who is not in the team. */
        REMOVE
    }

    /**
     * What a downscaled resource may use.
     *
     * @param share part of what was sold, for components without an amount of their own
     * @param amounts amounts by component key, in Waldur's units
     */
    public record Downscaling(BigDecimal share, Map<String, BigDecimal> amounts) {
        public static final Downscaling DEFAULT = new Downscaling(new BigDecimal("0.5"), Map.of());
    }
}
