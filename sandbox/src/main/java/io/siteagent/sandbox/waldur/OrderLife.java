package io.siteagent.sandbox.waldur;

import static io.siteagent.sandbox.waldur.Resource.State.CREATING;
import static io.siteagent.sandbox.waldur.Resource.State.ERRED;
import static io.siteagent.sandbox.waldur.Resource.State.OK;
import static io.siteagent.sandbox.waldur.Resource.State.TERMINATED;
import static io.siteagent.sandbox.waldur.Resource.State.TERMINATING;
import static io.siteagent.sandbox.waldur.Resource.State.UPDATING;

import java.time.Instant;

/** What an order's progress does to the order and its resource. */
final class OrderLife {

    private OrderLife() {}

    static void approve(Caller caller, Order pending) {
        var state = caller.state();
        var now = caller.now();
        var order = pending.reviewed(caller.person().uuid(), now);
        var resource = state.resourceOf(order);
        if (order.isPlanSwitch()) {
            state.put(order.with(Order.State.DONE, now));
            state.put(resource.edit()
                    .plan(order.plan().orElseThrow())
                    .planPeriod(Uuids.of("plan-period", order.uuid()))
                    .at(now));
            return;
        }
        if (order.type() == Order.Type.UPDATE && isAllocationInTheWay(resource, state)) {
            state.put(
                    order.with(Order.State.ERRED, "Can't switch from state '5' using method 'schedule_updating'", now));
            state.put(resource.edit().state(ERRED).at(now));
            return;
        }
        state.put(order.with(Order.State.EXECUTING, now));
        var edit = switch (order.type()) {
            case CREATE, RESTORE -> resource.edit().state(CREATING);
            case UPDATE -> resource.edit().state(UPDATING);
            case TERMINATE -> resource.edit().state(TERMINATING);
        };
        if (order.type() == Order.Type.CREATE
                && state.version() == ServerVersion.V7
                && state.offeringOf(resource).isServedByAgent()) {
            edit.allocation(Uuids.of("allocation", resource.uuid()));
        }
        state.put(edit.at(now));
    }

    /** 7.0.7 hides an object behind the resource that must have been set to ok before limits change. */
    private static boolean isAllocationInTheWay(Resource resource, WorldState state) {
        return state.version() == ServerVersion.V7 && resource.allocation().isPresent() && !resource.allocationOk();
    }

    static void done(Caller caller, Order order) {
        var state = caller.state();
        var now = caller.now();
        var resource = state.resourceOf(order);
        state.put(order.with(Order.State.DONE, now));
        var edit = switch (order.type()) {
            case CREATE, RESTORE -> created(resource);
            case UPDATE -> resource.edit().state(OK).limits(order.limits());
            case TERMINATE -> resource.edit().state(TERMINATED);
        };
        state.put(edit.at(now));
    }

    private static ResourceEdit created(Resource resource) {
        var edit = resource.edit().state(OK);
        return resource.state() == CREATING ? edit.planPeriod(Uuids.of("plan-period", resource.uuid())) : edit;
    }

    static void erred(Caller caller, Order order, String message, String traceback) {
        var state = caller.state();
        boolean executing = order.state() == Order.State.EXECUTING;
        var next = executing ? Order.State.ERRED : order.state();
        state.put(order.with(next, message, caller.now()));
        boolean survives = executing && order.type() == Order.Type.TERMINATE;
        state.put(state.resourceOf(order)
                .edit()
                .state(survives ? OK : ERRED)
                .error(message, traceback)
                .at(caller.now()));
    }

    static void reject(Caller caller, Order order) {
        rejected(caller.state(), order.reviewed(caller.person().uuid(), caller.now()), caller.now());
    }

    private static void rejected(WorldState state, Order order, Instant now) {
        state.put(order.with(Order.State.REJECTED, now));
        var wasThere = order.type() == Order.Type.UPDATE || order.type() == Order.Type.TERMINATE;
        state.put(
                state.resourceOf(order).edit().state(wasThere ? OK : TERMINATED).at(now));
    }
}
