package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A marketplace order ({@code /api/marketplace-orders/}).
 *
 * @param resource the marketplace resource ({@code marketplace_resource_uuid}; {@code resource_uuid} is Waldur's hidden
 *     object)
 * @param rawType the type's word as sent, for messages about unknown ones
 * @param rawState the state's word as sent
 * @param limits amounts by component type; may be partial or empty
 * @param changesLimits whether an update is about limits; otherwise it is about the plan or the contract
 * @param customerSlug empty where the server does not send it
 * @param projectSlug empty where the server does not send it
 * @param created when it was placed; empty where the server does not send it
 */
public record Order(
        WaldurUuid uuid,
        WaldurUuid offering,
        WaldurUuid resource,
        String resourceName,
        OrderType type,
        String rawType,
        OrderState state,
        String rawState,
        Map<String, BigDecimal> limits,
        boolean changesLimits,
        Optional<String> customerSlug,
        Optional<String> projectSlug,
        Optional<Instant> created) {

    /** The same order in another state. */
    Order in(String newState) {
        return new Order(
                uuid,
                offering,
                resource,
                resourceName,
                type,
                rawType,
                OrderState.ofWireName(newState),
                newState,
                limits,
                changesLimits,
                customerSlug,
                projectSlug,
                created);
    }
}
