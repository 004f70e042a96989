package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import io.siteagent.sandbox.http.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/marketplace-orders/} and the provider's actions below it. */
final class OrdersApi {

    private OrdersApi() {}

    static Answer list(Caller caller) {
        var query = ListQuery.of(caller);
        var states = query.choices("state", Order.State::isOne);
        var types = query.choices(
                "type",
                t -> Stream.of(Order.Type.values()).anyMatch(v -> v.text().equals(t)));
        var offering = query.uuid("offering_uuid");
        var resource = query.uuid("resource_uuid");
        var project = query.uuid("project_uuid");
        var modified = since(caller, "modified");
        var created = since(caller, "created");
        var state = caller.state();
        var views = Views.of(caller);
        var order = Comparator.comparing(Order::created);
        var orders = state.orders().values().stream()
                .filter(caller::sees)
                .filter(o -> states.isEmpty() || states.contains(o.state().text()))
                .filter(o -> types.isEmpty() || types.contains(o.type().text()))
                .filter(o -> offering.isEmpty()
                        || offering.get().equals(state.resourceOf(o).offering()))
                .filter(o -> resource.isEmpty() || resource.get().equals(o.resource()))
                .filter(o -> project.isEmpty()
                        || project.get().equals(state.resourceOf(o).project()))
                .filter(o -> modified.isEmpty() || !o.modified().isBefore(modified.get()))
                .filter(o -> created.isEmpty() || !o.created().isBefore(created.get()))
                .sorted(
                        caller.request()
                                        .parameter("o")
                                        .filter("-created"::equals)
                                        .isPresent()
                                ? order.reversed()
                                : order)
                .map(o -> OrderView.of(views, o))
                .toList();
        return query.page(orders);
    }

    static Answer detail(Caller caller, String uuid) {
        var view = OrderView.of(Views.of(caller), caller.order(uuid));
        return Answer.json(200, ListQuery.of(caller).trimmed(view).toString());
    }

    static Answer approve(Caller caller, String uuid) {
        var order = mine(caller, uuid);
        if (order.state() != Order.State.PENDING_PROVIDER) {
            throw Refused.states("pending-provider");
        }
        OrderLife.approve(caller, order);
        return Answer.empty(200);
    }

    static Answer reject(Caller caller, String uuid) {
        var order = mine(caller, uuid);
        if (order.state() != Order.State.PENDING_PROVIDER) {
            throw Refused.states("pending-provider");
        }
        OrderLife.reject(caller, order);
        return Answer.empty(200);
    }

    static Answer setExecuting(Caller caller, String uuid) {
        var order = servedByAgent(caller, mine(caller, uuid));
        switch (order.state()) {
            case PENDING_CONSUMER, PENDING_PROVIDER, ERRED ->
                caller.state()
                        .put(order.reviewed(caller.person().uuid(), caller.now())
                                .with(Order.State.EXECUTING, caller.now()));
            case PENDING_PROJECT, EXECUTING, DONE, CANCELED, REJECTED ->
                throw Refused.states("pending-consumer", "pending-provider", "erred");
        }
        return Answer.empty(200);
    }

    static Answer setDone(Caller caller, String uuid) {
        var order = mine(caller, uuid);
        if (order.state() != Order.State.EXECUTING) {
            throw Refused.states("executing");
        }
        OrderLife.done(caller, order);
        return Answer.empty(200);
    }

    /** As the real one: from any state, and both texts must be there in 7.0.7. */
    static Answer setErred(Caller caller, String uuid) {
        var order = servedByAgent(caller, mine(caller, uuid));
        var body = caller.body();
        OrderLife.erred(caller, order, text(caller, body, "error_message"), text(caller, body, "error_traceback"));
        return Answer.empty(200);
    }

    static Answer setBackendId(Caller caller, String uuid) {
        var order = mine(caller, uuid);
        caller.state().put(order.withBackendId(caller.body().path("backend_id").asText(""), caller.now()));
        return Answer.json(200, "{\"status\":\"Order backend_id has been changed.\"}");
    }

    private static String text(Caller caller, JsonNode body, String name) {
        if (!body.has(name) && !caller.isNewServer()) {
            throw Refused.serverError();
        }
        return body.path(name).asText("");
    }

    private static Order mine(Caller caller, String uuid) {
        var order = caller.order(uuid);
        if (!caller.owns(offering(caller, order))) {
            throw Refused.forbidden();
        }
        return order;
    }

    private static Order servedByAgent(Caller caller, Order order) {
        var offering = offering(caller, order);
        if (!offering.isServedByAgent()) {
            throw Refused.offeringType(offering.type());
        }
        return order;
    }

    private static Offering offering(Caller caller, Order order) {
        return caller.state().offeringOf(caller.state().resourceOf(order));
    }

    private static Optional<Instant> since(Caller caller, String name) {
        try {
            return caller.request()
                    .parameter(name)
                    .map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            throw Refused.field(name, "Enter a valid date/time.");
        }
    }
}
