package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A resource as it is while an order is carried out.
 *
 * @param order the order that the resource is busy with; empty where the server does not say, or there is none
 * @param orderState that order's state, in the server's word
 */
public record BusyResource(Resource resource, Optional<WaldurUuid> order, Optional<String> orderState) {

    private static final Set<OrderState> OUT_OF_OUR_HANDS =
            EnumSet.of(OrderState.PENDING_CONSUMER, OrderState.PENDING_PROJECT, OrderState.PENDING_START_DATE);

    /**
     * Whether the order waits for a consent or a date, which may take days: newer servers let a resource be updating or
     * terminating from the moment that the order is placed.
     */
    public boolean waitsForSomebodyElse() {
        return orderState
                .map(OrderState::ofWireName)
                .filter(OUT_OF_OUR_HANDS::contains)
                .isPresent();
    }

    /** Whether the order is being carried out: some servers call the resource OK meanwhile. */
    public boolean isBeingChanged() {
        return orderState
                .map(OrderState::ofWireName)
                .filter(OrderState.EXECUTING::equals)
                .isPresent();
    }

    /** The order as it is now, if it is the one that the resource is busy with. */
    public Optional<Order> progress(Order earlier) {
        return order.filter(earlier.uuid()::equals).flatMap(_ -> orderState).map(earlier::in);
    }
}
