package io.siteagent.sandbox.waldur;

import io.siteagent.sandbox.waldur.WorldEditor.OrderWish;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What happens on the consumer's side of a Waldur, as commands. Orders come out as pending-provider. Uuids may have
 * dashes; one that nothing has is an {@link IllegalArgumentException}. Thread-safe.
 */
public final class Consumer {

    private final WaldurStandIn waldur;

    Consumer(WaldurStandIn waldur) {
        this.waldur = waldur;
    }

    /** Orders a new resource. */
    public Order create(String project, String offering, String name, Map<String, Long> limits) {
        return waldur.edit(e -> {
            var state = e.state();
            var resource = e.resource(
                    WorldState.known(state.projects(), Caller.hex(project)),
                    WorldState.known(state.offerings(), Caller.hex(offering)),
                    name,
                    limits);
            var attributes = Views.object().put("name", name).put("description", "");
            return e.order(
                    resource,
                    Order.Type.CREATE,
                    new OrderWish(limits, Optional.of(resource.plan()), attributes, e.person("olga")));
        });
    }

    /** Orders other limits for a resource. */
    public Order updateLimits(String resource, Map<String, Long> limits) {
        return waldur.edit(e -> {
            var old = known(e, resource);
            var attributes = Views.object();
            Views.putLimits(attributes, "old_limits", old.limits());
            var order = e.order(
                    old,
                    Order.Type.UPDATE,
                    new OrderWish(limits, Optional.of(old.plan()), attributes, e.person("olga")));
            placed(e, old, Resource.State.UPDATING);
            return order;
        });
    }

    /** Orders another plan for a resource, by the plan's name. */
    public Order switchPlan(String resource, String planName) {
        return waldur.edit(e -> {
            var old = known(e, resource);
            var plan = e.state().offeringOf(old).plans().stream()
                    .filter(p -> p.name().equals(planName))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("No plan is called " + planName));
            var attributes = Views.object().put("old_plan_uuid", old.plan()).put("new_plan_uuid", plan.uuid());
            return e.order(
                    old,
                    Order.Type.UPDATE,
                    new OrderWish(old.limits(), Optional.of(plan.uuid()), attributes, e.person("olga")));
        });
    }

    /** Orders the end of a resource. */
    public Order terminate(String resource) {
        return waldur.edit(e -> {
            var old = known(e, resource);
            var order = e.order(
                    old,
                    Order.Type.TERMINATE,
                    new OrderWish(Map.of(), Optional.empty(), Views.object(), e.person("olga")));
            placed(e, old, Resource.State.TERMINATING);
            return order;
        });
    }

    /** Orders a terminated resource back, with the limits that it had: newer servers only. */
    public Order restore(String resource) {
        return waldur.edit(e -> {
            var old = known(e, resource);
            return e.order(
                    old,
                    Order.Type.RESTORE,
                    new OrderWish(old.limits(), Optional.of(old.plan()), Views.object(), e.person("olga")));
        });
    }

    /** Newer servers move the resource when the order is placed; 7.0.7 when it is approved. */
    private static void placed(WorldEditor e, Resource resource, Resource.State state) {
        if (e.state().version() == ServerVersion.V8) {
            e.state().put(resource.edit().state(state).at(e.now()));
        }
    }

    /** The order waits for somebody of the customer to approve it. */
    public void awaitApproval(String order) {
        waldur.edit(e -> {
            var old = WorldState.known(e.state().orders(), Caller.hex(order));
            e.state().put(old.with(Order.State.PENDING_CONSUMER, e.now()));
            return old;
        });
    }

    /** Takes an order back while it waits. */
    public void cancel(String order) {
        waldur.edit(e -> {
            var old = WorldState.known(e.state().orders(), Caller.hex(order));
            e.state().put(old.with(Order.State.CANCELED, e.now()));
            return old;
        });
    }

    /** Gives a person, made if new, a role in a project. */
    public Person addMember(String project, String name, String role) {
        return addMember(project, name, role, Optional.empty());
    }

    /** Gives a person a role until then; expired roles stay until {@link #revokeExpiredRoles}. */
    public Person addMember(String project, String name, String role, Optional<Instant> expires) {
        return waldur.edit(e -> {
            var person = e.person(name);
            e.grant(
                    person,
                    role,
                    WorldState.known(e.state().projects(), Caller.hex(project)).uuid(),
                    expires);
            return person;
        });
    }

    /** Takes all roles in a project from a person. */
    public void removeMember(String project, String name) {
        waldur.edit(e -> e.state()
                .grants()
                .values()
                .removeIf(g ->
                        g.person().equals(e.person(name).uuid()) && g.scope().equals(Caller.hex(project))));
    }

    /** Takes one role in a project from a person. */
    public void removeMember(String project, String name, String role) {
        waldur.edit(e -> e.state()
                .grants()
                .values()
                .removeIf(g -> g.person().equals(e.person(name).uuid())
                        && g.scope().equals(Caller.hex(project))
                        && g.role().equals(role)));
    }

    /** Lets the roles of a person in a project end at that moment. */
    public void expireRole(String project, String name, Instant at) {
        waldur.edit(e -> {
            var person = e.person(name).uuid();
            e.state()
                    .grants()
                    .replaceAll(
                            (uuid, g) -> g.person().equals(person) && g.scope().equals(Caller.hex(project))
                                    ? g.withExpires(Optional.of(at))
                                    : g);
            return person;
        });
    }

    /** Waldur's daily task. */
    public void revokeExpiredRoles() {
        waldur.edit(e -> e.state()
                .grants()
                .values()
                .removeIf(g -> g.expires().filter(end -> !end.isAfter(e.now())).isPresent()));
    }

    /** Deactivates a person: out of every team, roles kept. */
    public void deactivate(String name) {
        waldur.edit(e -> e.put(e.person(name).withActive(false)));
    }

    /** From now on the token is answered 401. */
    public void expireToken(String token) {
        waldur.edit(e -> {
            e.expireToken(token);
            return token;
        });
    }

    /** Pauses a resource, as a policy of its provider or customer does. */
    public void flags(String resource, Resource.Flags flags) {
        change(resource, edit -> edit.flags(flags));
    }

    /** A resource that some agent has called broken. */
    public void err(String resource) {
        change(resource, edit -> edit.state(Resource.State.ERRED));
    }

    /** Writes a backend id past the API, as another program would. */
    public void backendId(String resource, String backendId) {
        change(resource, edit -> edit.backendId(backendId));
    }

    private void change(String resource, UnaryOperator<ResourceEdit> change) {
        waldur.edit(e -> {
            e.state().put(change.apply(known(e, resource).edit()).at(e.now()));
            return resource;
        });
    }

    private static Resource known(WorldEditor e, String resource) {
        return WorldState.known(e.state().resources(), Caller.hex(resource));
    }

    /** Limits in the order given: {@code limits("cpu", 4, "ram", 8)}. */
    public static Map<String, Long> limits(Object... pairs) {
        var limits = new LinkedHashMap<String, Long>();
        for (int i = 0; i < pairs.length; i += 2) {
            limits.put((String) pairs[i], ((Number) pairs[i + 1]).longValue());
        }
        return limits;
    }
}
