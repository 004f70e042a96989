package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Wire;
import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Waldur's provider-side API. Every method is one exchange (a list: one for each page) and throws
 * {@link io.siteagent.core.http.RemoteException} when it does not succeed. Thread-safe.
 */
public final class WaldurClient {

    private final WaldurSettings settings;
    private final Wire wire;

    public WaldurClient(WaldurSettings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
    }

    private UnsupportedOperationException todo() {
        return new UnsupportedOperationException(settings.baseUri() + " until " + wire.deadline());
    }

    /** Orders of the offering in pending-provider or executing, oldest first, read to the last page. */
    public List<Order> openOrders(WaldurUuid offering) {
        throw todo();
    }

    public Order order(WaldurUuid order) {
        throw todo();
    }

    /** pending-provider → executing. CONFLICT when it is not pending-provider any more; never repeated by itself. */
    public void approve(WaldurUuid order) {
        throw todo();
    }

    /** executing → done. CONFLICT when it is not executing (also when done already); never repeated by itself. */
    public void setDone(WaldurUuid order) {
        throw todo();
    }

    /** Marks the order erred. The server checks no state: the caller must know that the order is executing (law 5). */
    public void setErred(WaldurUuid order, String message) {
        throw todo();
    }

    public Resource resource(WaldurUuid resource) {
        throw todo();
    }

    /** Resources of the offering in the given states, read to the last page. */
    public List<Resource> resources(WaldurUuid offering, Set<ResourceState> states) {
        throw todo();
    }

    /** People with a direct role in the resource's project; one unpaged answer. */
    public List<TeamMember> team(WaldurUuid resource) {
        throw todo();
    }

    /** Stores the backend's id for the resource; idempotent. */
    public void setBackendId(WaldurUuid resource, String backendId) {
        throw todo();
    }

    /**
     * Tells Waldur that the resource was just brought in line. Servers before 8 lack it; their 404 is not a failure.
     */
    public void refreshLastSync(WaldurUuid resource) {
        throw todo();
    }

    public List<OfferingComponent> components(WaldurUuid offering) {
        throw todo();
    }

    /** What Waldur holds for the whole offering in that month, read to the last page. */
    public List<ComponentUsage> usages(WaldurUuid offering, YearMonth month) {
        throw todo();
    }

    /** Replaces the month's usage of a resource: all its components in one request, at most 2 decimals. */
    public void setUsage(WaldurUuid resource, YearMonth month, Map<String, BigDecimal> amounts) {
        throw todo();
    }
}
