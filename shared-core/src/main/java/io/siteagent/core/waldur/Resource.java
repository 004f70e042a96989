package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A marketplace resource as its provider sees it ({@code /api/marketplace-provider-resources/}).
 *
 * @param slug empty where the server does not send it
 * @param backendId id that the backend gave it; empty while it has none
 * @param projectUuid the Waldur project whose team gets access
 * @param projectSlug empty on Waldur 7.0.7
 * @param customerSlug empty on Waldur 7.0.7
 * @param limits amounts by component type
 * @param lastSync when an agent last said that all is in line, the epoch when none ever did; empty where the server
 *     does not keep it
 */
public record Resource(
        WaldurUuid uuid,
        WaldurUuid offering,
        String name,
        Optional<String> slug,
        ResourceState state,
        Optional<String> backendId,
        WaldurUuid projectUuid,
        String projectName,
        Optional<String> projectSlug,
        String customerName,
        Optional<String> customerSlug,
        Map<String, BigDecimal> limits,
        boolean restrictMemberAccess,
        boolean paused,
        boolean downscaled,
        Optional<Instant> lastSync) {

    /** As a server that keeps no time of the last sync shows it. */
    public Resource(
            WaldurUuid uuid,
            WaldurUuid offering,
            String name,
            Optional<String> slug,
            ResourceState state,
            Optional<String> backendId,
            WaldurUuid projectUuid,
            String projectName,
            Optional<String> projectSlug,
            String customerName,
            Optional<String> customerSlug,
            Map<String, BigDecimal> limits,
            boolean restrictMemberAccess,
            boolean paused,
            boolean downscaled) {
        this(
                uuid,
                offering,
                name,
                slug,
                state,
                backendId,
                projectUuid,
                projectName,
                projectSlug,
                customerName,
                customerSlug,
                limits,
                restrictMemberAccess,
                paused,
                downscaled,
                Optional.empty());
    }
}
