package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import java.math.BigDecimal;
import java.util.Map;

/** What a Rancher project occupies: all amounts, or why there is none. Unknown is never zero (law 3). */
public sealed interface ProjectUsage {

    /**
     * Everything that was asked for is known.
     *
     * @param amounts by component key, in Waldur's unit, with 2 decimals
     */
    record Known(Map<String, BigDecimal> amounts) implements ProjectUsage {
        public Known {
            amounts = Map.copyOf(amounts);
        }
    }

    /** A list that an amount depends on could not be read to its end. */
    record Unread(RemoteException failure) implements ProjectUsage {}

    /** The cluster has no such project. */
    record NoProject() implements ProjectUsage {}

    /**
     * The cluster says something that can't be true.
     *
     * @param reason which amount and why, for an operator
     */
    record Implausible(String reason) implements ProjectUsage {}
}
