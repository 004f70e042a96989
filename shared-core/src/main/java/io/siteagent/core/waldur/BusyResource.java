package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurUuid;
import java.util.Optional;

/**
 * A resource as it is while an order is carried out.
 *
 * @param order the order that the resource is busy with; empty where the server does not say, or there is none
 * @param orderState that order's state, in the server's word
 */
public record BusyResource(Resource resource, Optional<WaldurUuid> order, Optional<String> orderState) {

    /** The order as it is now, if it is the one that the resource is busy with. */
    public Optional<Order> progress(Order earlier) {
        return order.filter(earlier.uuid()::equals).flatMap(_ -> orderState).map(earlier::in);
    }
}
