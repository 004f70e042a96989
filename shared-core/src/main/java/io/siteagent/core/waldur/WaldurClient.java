package io.siteagent.core.waldur;

import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Waldur's provider-side API. Every method is one exchange (a list: one for each page) and throws
 * {@link io.siteagent.core.http.RemoteException} when it does not succeed. Thread-safe.
 */
public final class WaldurClient {

    private static final String ORDERS = "marketplace-orders";
    private static final String RESOURCES = "marketplace-provider-resources";
    private static final String USAGES = "marketplace-component-usages";
    private static final Set<OrderState> OPEN = EnumSet.of(OrderState.PENDING_PROVIDER, OrderState.EXECUTING);
    private static final int DECIMALS = 2;

    private final Transport transport;

    public WaldurClient(WaldurSettings settings, Wire wire) {
        this.transport = WaldurLogin.transport(settings, wire);
    }

    /** Who belongs to the projects of a whole offering, and what Waldur is told about it. */
    public MembershipApi membership() {
        return new MembershipApi(transport);
    }

    /** Orders of the offering in pending-provider or executing, oldest first, read to the last page. */
    public List<Order> openOrders(WaldurUuid offering) {
        var exchange = Exchange.get("list open orders", offering.hex(), "api", ORDERS, "")
                .query("offering_uuid", offering.hex());
        for (var state : OPEN) {
            exchange = exchange.query("state", state.wireName());
        }
        return WaldurList.read(
                        transport,
                        WaldurJson.trimmed(exchange, WaldurJson.ORDER_FIELDS),
                        WaldurJson::order,
                        Order::uuid)
                .stream()
                .filter(order -> order.offering().equals(offering) && OPEN.contains(order.state()))
                .toList();
    }

    public Order order(WaldurUuid order) {
        var exchange = Exchange.get("read order", order.hex(), "api", ORDERS, order.hex(), "");
        return transport.call(
                WaldurJson.trimmed(exchange, WaldurJson.ORDER_FIELDS), answer -> WaldurJson.order(answer.json()));
    }

    /** pending-provider → executing. CONFLICT when it is not pending-provider any more; never repeated by itself. */
    public void approve(WaldurUuid order) {
        act("approve order", order, "approve_by_provider", Map.of());
    }

    /**
     * pending-provider → executing without Waldur's own processing of an approval. CONFLICT when it is executing
     * already, REFUSED where the offering's type does not know it.
     */
    public void setExecuting(WaldurUuid order) {
        act("set order executing", order, "set_state_executing", Map.of());
    }

    /** executing → done. CONFLICT when it is not executing (also when done already); never repeated by itself. */
    public void setDone(WaldurUuid order) {
        act("set order done", order, "set_state_done", Map.of());
    }

    /** Marks the order erred. The server checks no state: the caller must know that the order is executing (law 5). */
    public void setErred(WaldurUuid order, String message) {
        // Waldur 7.0.7 answers 500 when either of the two is missing.
        act("set order erred", order, "set_state_erred", Map.of("error_message", message, "error_traceback", ""));
    }

    private void act(String operation, WaldurUuid order, String action, Map<String, String> body) {
        transport.call(
                Exchange.postOnce(operation, order.hex(), body, "api", ORDERS, order.hex(), action, ""), Answer.DONE);
    }

    public Resource resource(WaldurUuid resource) {
        var exchange = Exchange.get("read resource", resource.hex(), "api", RESOURCES, resource.hex(), "");
        return transport.call(
                WaldurJson.trimmed(exchange, WaldurJson.RESOURCE_FIELDS), answer -> WaldurJson.resource(answer.json()));
    }

    /** A resource together with the order that is carried out for it: both of the same moment. */
    public BusyResource busyResource(WaldurUuid resource) {
        var exchange = Exchange.get("read resource", resource.hex(), "api", RESOURCES, resource.hex(), "");
        return transport.call(
                WaldurJson.trimmed(exchange, WaldurJson.BUSY_RESOURCE_FIELDS),
                answer -> WaldurJson.busyResource(answer.json()));
    }

    /** Resources of the offering in the given states, read to the last page. */
    public List<Resource> resources(WaldurUuid offering, Set<ResourceState> states) {
        return resources(
                Exchange.get("list resources", offering.hex(), "api", RESOURCES, "")
                        .query("offering_uuid", offering.hex()),
                offering,
                states);
    }

    /** As {@link #resources}, of one Waldur project. */
    public List<Resource> resourcesOfProject(WaldurUuid offering, WaldurUuid project, Set<ResourceState> states) {
        return resources(
                        Exchange.get("list resources of project", project.hex(), "api", RESOURCES, "")
                                .query("offering_uuid", offering.hex())
                                .query("project_uuid", project.hex()),
                        offering,
                        states)
                .stream()
                .filter(resource -> resource.projectUuid().equals(project))
                .toList();
    }

    private List<Resource> resources(Exchange list, WaldurUuid offering, Set<ResourceState> states) {
        var exchange = list;
        var words = states.stream()
                .filter(state -> state != ResourceState.UNKNOWN)
                .map(ResourceState::wireName)
                .sorted()
                .toList();
        for (var word : words) {
            exchange = exchange.query("state", word);
        }
        return resources(exchange).stream()
                .filter(resource -> resource.offering().equals(offering) && states.contains(resource.state()))
                .toList();
    }

    /** Resources of a project in whatever state, of every offering that the account sees, read to the last page. */
    public List<Resource> everyResourceOfProject(WaldurUuid project) {
        var exchange = Exchange.get("list resources of project", project.hex(), "api", RESOURCES, "")
                .query("project_uuid", project.hex());
        return resources(exchange).stream()
                .filter(resource -> resource.projectUuid().equals(project))
                .toList();
    }

    private List<Resource> resources(Exchange list) {
        return WaldurList.read(
                transport, WaldurJson.trimmed(list, WaldurJson.RESOURCE_FIELDS), WaldurJson::resource, Resource::uuid);
    }

    /** When the offering's resources were created, in whatever state they are; read to the last page. */
    public Map<WaldurUuid, Instant> creationTimes(WaldurUuid offering) {
        var exchange = Exchange.get("list resources", offering.hex(), "api", RESOURCES, "")
                .query("offering_uuid", offering.hex())
                .query("field", "uuid")
                .query("field", "created");
        return WaldurList.read(transport, exchange, WaldurJson::creation, Map.Entry::getKey).stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** People with a direct role in the resource's project; unpaged in the versions known, read to its end anyway. */
    public List<TeamMember> team(WaldurUuid resource) {
        var exchange = Exchange.get("read team", resource.hex(), "api", RESOURCES, resource.hex(), "team", "");
        return WaldurList.read(
                transport,
                WaldurJson.trimmed(exchange, WaldurJson.TEAM_FIELDS),
                WaldurJson::teamMember,
                member -> member);
    }

    /** Stores the backend's id for the resource; idempotent. */
    public void setBackendId(WaldurUuid resource, String backendId) {
        var body = Map.of("backend_id", backendId);
        transport.call(
                Exchange.repeatablePost(
                        "set backend id", resource.hex(), body, "api", RESOURCES, resource.hex(), "set_backend_id", ""),
                Answer.DONE);
    }

    /**
     * Tells Waldur that the resource was just brought in line. Servers before 8 lack it; their 404 or 405 is not a
     * failure.
     */
    public void refreshLastSync(WaldurUuid resource) {
        try {
            transport.call(
                    Exchange.repeatablePost(
                            "refresh last sync",
                            resource.hex(),
                            Map.of(),
                            "api",
                            RESOURCES,
                            resource.hex(),
                            "refresh_last_sync",
                            ""),
                    Answer.DONE);
        } catch (RemoteException e) {
            var status = e.status().orElse(0);
            if (status != 404 && status != 405) {
                throw e;
            }
        }
    }

    public List<OfferingComponent> components(WaldurUuid offering) {
        var exchange = Exchange.get(
                "read offering", offering.hex(), "api", "marketplace-provider-offerings", offering.hex(), "");
        return transport.call(exchange.query("field", "components"), answer -> WaldurJson.components(answer.json()));
    }

    /** What Waldur holds for the whole offering in that month, read to the last page. */
    public List<ComponentUsage> usages(WaldurUuid offering, YearMonth month) {
        var exchange = Exchange.get("list usage", offering.hex(), "api", USAGES, "")
                .query("offering_uuid", offering.hex())
                .query("billing_period", month.atDay(1).toString());
        return WaldurList.read(
                        transport,
                        WaldurJson.trimmed(exchange, WaldurJson.USAGE_FIELDS),
                        WaldurJson::usage,
                        WaldurJson.UsageRow::uuid)
                .stream()
                .filter(row -> row.offering().equals(offering) && row.month().equals(month))
                .map(WaldurJson.UsageRow::usage)
                .toList();
    }

    /**
     * Replaces the month's usage of a resource: all its components in one request, at most 2 decimals.
     *
     * @param date a moment of the month that is meant; servers up to 7.0.7 take their own month instead, newer ones too
     *     unless the user is staff or the component is sold by limit
     */
    public void setUsage(WaldurUuid resource, Instant date, Map<String, BigDecimal> amounts) {
        var usages = new TreeMap<>(amounts)
                .entrySet().stream()
                        .map(amount -> Map.of("type", amount.getKey(), "amount", twoDecimals(amount.getValue())))
                        .toList();
        var body = Map.of(
                "resource",
                resource.hex(),
                "usages",
                usages,
                "date",
                date.truncatedTo(ChronoUnit.SECONDS).toString());
        transport.call(
                Exchange.repeatablePost("report usage", resource.hex(), body, "api", USAGES, "set_usage", ""),
                Answer.DONE);
    }

    private static String twoDecimals(BigDecimal amount) {
        return amount.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
    }
}
