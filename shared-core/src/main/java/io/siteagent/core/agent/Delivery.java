package io.siteagent.core.agent;

import io.siteagent.core.waldur.Resource;
import java.math.BigDecimal;
import java.util.Map;

/** What becomes of the amounts of one resource once they are known. Called by several threads at once. */
interface Delivery {

    /**
     * Gives Waldur what it should hold and doesn't yet.
     *
     * @param occupied by component key, in Waldur's unit, what the resource occupies now; not empty
     */
    Outcome deliver(Resource resource, Map<String, BigDecimal> occupied);
}
