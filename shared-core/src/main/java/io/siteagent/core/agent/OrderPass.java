package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Backends;
import io.siteagent.core.waldur.Order;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Orders of one offering: finds those that wait for the provider or are under way, and handles each. */
final class OrderPass {

    private static final int AT_ONCE = 4;

    /** An order is only begun when there is time to bring it to an end. */
    private static final Duration NEEDED = Duration.ofSeconds(10);

    private final Offering offering;
    private final Backends backends;
    private final OrderHandling handling;
    private final Deadline deadline;
    private final Effect effect;
    private final Gauges gauges;

    OrderPass(
            Offering offering,
            Backends backends,
            OrderHandling handling,
            Deadline deadline,
            Effect effect,
            Gauges gauges) {
        this.offering = offering;
        this.backends = backends;
        this.handling = handling;
        this.deadline = deadline;
        this.effect = effect;
        this.gauges = gauges;
    }

    List<PassReport.Item> run(Trigger trigger) {
        return switch (trigger) {
            case Trigger.Sweep _ ->
                Stream.concat(
                                handleAll(backends.waldur().openOrders(offering.uuid())).stream(),
                                handling.deleteRetained(effect).stream())
                        .toList();
            case Trigger.OneResource one ->
                Stream.concat(
                                handleAll(backends.waldur().openOrders(offering.uuid()).stream()
                                                .filter(order ->
                                                        order.resource().equals(one.resource()))
                                                .toList())
                                        .stream(),
                                handling.deleteRetained(effect, one.resource()).stream())
                        .toList();
            case Trigger.OneProject(var _, var project) ->
                List.of(new PassReport.Item(
                        offering.name(),
                        "project",
                        project.hex(),
                        "",
                        new Outcome.Skipped("orders are looked for by order or resource; name one, or sweep"),
                        List.of()));
            case Trigger.OneOrder(var _, var order) -> List.of(handleOne(order));
            case Trigger.OrphanGroups _ ->
                List.of(Outcomes.skipped(offering, "groups are membership's business; name an order, or sweep"));
            case Trigger.ReportShard _, Trigger.PastMonth _ ->
                List.of(Outcomes.skipped(offering, "that is about usage; name an order, or sweep"));
        };
    }

    private PassReport.Item handleOne(WaldurUuid uuid) {
        try {
            return handle(backends.waldur().order(uuid));
        } catch (RemoteException failure) {
            return new PassReport.Item(offering.name(), "order", uuid.hex(), "", Outcomes.of(failure), List.of());
        }
    }

    /**
     * The list is read to its end before the first order is touched: approving one shifts the pages. Orders of one
     * Waldur project share groups, so they are handled one after another; otherwise two that end at the same time would
     * each leave the group to the other.
     */
    private List<PassReport.Item> handleAll(List<Order> orders) {
        orders.stream().flatMap(order -> order.created().stream()).forEach(gauges::openOrder);
        var byProject = orders.stream()
                .collect(Collectors.groupingBy(
                        order -> order.projectSlug().orElseGet(order.uuid()::hex),
                        LinkedHashMap::new,
                        Collectors.toList()));
        var runs = byProject.values().stream()
                .<Callable<List<PassReport.Item>>>map(
                        ofProject -> () -> ofProject.stream().map(this::handle).toList())
                .toList();
        return Parallel.all(AT_ONCE, runs).stream().flatMap(List::stream).toList();
    }

    private PassReport.Item handle(Order order) {
        return Outcomes.contain(
                offering.name(), "order", order.uuid().hex(), order.resourceName(), () -> switch (effect) {
                    case APPLY -> apply(order);
                    case PREVIEW ->
                        Outcomes.Result.of(
                                new Outcome.Planned(List.of("carry out the order: " + order.rawType()), List.of()));
                    case QUEUE ->
                        Outcomes.Result.of(new Outcome.Queued(
                                new Trigger.OneOrder(offering.uuid(), order.uuid()),
                                order.resource().hex()));
                });
    }

    private Outcomes.Result apply(Order order) {
        return deadline.allows(NEEDED)
                ? handling.handle(order)
                : Outcomes.Result.of(new Outcome.Deferred("time is up; the next run goes on"));
    }
}
