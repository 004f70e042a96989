package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** What a Rancher project occupies: all amounts, or why there is none. Unknown is never zero (law 3). */
public sealed interface ProjectUsage {

    /**
     * The project was read to its end.
     *
     * @param amounts by component key, in Waldur's unit, with 2 decimals
     * @param unmetered components that nothing in the cluster counts for this project, as when no ResourceQuota has
     *     such a key
     */
    record Known(Map<String, BigDecimal> amounts, List<String> unmetered) implements ProjectUsage {
        public Known {
            amounts = Map.copyOf(amounts);
            unmetered = List.copyOf(unmetered);
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
