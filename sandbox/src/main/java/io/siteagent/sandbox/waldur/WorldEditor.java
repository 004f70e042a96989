package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Changes that don't come over the API, at one moment. New people get their ids from that realm. */
record WorldEditor(WorldState state, Instant now, String realm) {

    private static final int SLUG_LENGTH = 8;

    /** Waldur's: the first characters of the name in lower case, then a number; double dashes occur. */
    static String slug(String name, int number) {
        var words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return words.substring(0, Math.min(SLUG_LENGTH, words.length())) + "-" + number;
    }

    Customer customer(String name) {
        return state.customers()
                .computeIfAbsent(Uuids.of("customer", name), uuid -> new Customer(uuid, name, slug(name, 1)));
    }

    Project project(Customer customer, String name) {
        return state.projects().computeIfAbsent(Uuids.of("project", customer.name() + "/" + name), uuid -> {
            var slug = slug(name, 1);
            for (int n = 2; isTaken(slug); n++) {
                slug = slug(name, n);
            }
            return new Project(uuid, customer.uuid(), name, slug, "", now);
        });
    }

    private boolean isTaken(String projectSlug) {
        return state.projects().values().stream().anyMatch(p -> p.slug().equals(projectSlug));
    }

    /** Somebody who logs in through Keycloak: the username is a user id there. */
    Person person(String name) {
        return person(name, Uuids.dashed(realm, name), "keycloak");
    }

    Person person(String name, String username, String registrationMethod) {
        return state.people()
                .computeIfAbsent(
                        Uuids.of("person", name),
                        uuid -> new Person(
                                uuid,
                                username,
                                name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + " Example",
                                name.toLowerCase(Locale.ROOT) + "@example.org",
                                registrationMethod,
                                true,
                                false,
                                false));
    }

    Person put(Person person) {
        state.people().put(person.uuid(), person);
        return person;
    }

    String token(Person person) {
        var value = (Uuids.of("token", person.uuid()) + "00000000").substring(0, 40);
        state.tokens().put(value, new Token(value, person.uuid(), false));
        return value;
    }

    void expireToken(String value) {
        var token = WorldState.known(state.tokens(), value);
        state.tokens().put(value, new Token(value, token.person(), true));
    }

    Grant grant(Person person, String role, String scope, Optional<Instant> expires) {
        var uuid = Uuids.of("grant", person.uuid() + role + scope);
        var grant = new Grant(uuid, person.uuid(), role, scope, now, expires);
        state.put(grant);
        return grant;
    }

    Offering offering(Customer provider, String name, String type) {
        return state.offerings()
                .computeIfAbsent(
                        Uuids.of("offering", name),
                        uuid -> new Offering(
                                uuid,
                                name,
                                slug(name, 1),
                                type,
                                provider.uuid(),
                                List.of(),
                                List.of(new Plan(Uuids.of("plan", name + "/Standard"), "Standard", 1.5)),
                                Map.of(),
                                now));
    }

    void component(String offering, Component component) {
        var old = WorldState.known(state.offerings(), offering);
        var components = new ArrayList<>(old.components());
        components.removeIf(c -> c.type().equals(component.type()));
        components.add(component);
        put(new Offering(
                old.uuid(),
                old.name(),
                old.slug(),
                old.type(),
                old.customer(),
                List.copyOf(components),
                old.plans(),
                old.usernames(),
                old.created()));
    }

    void plan(String offering, Plan plan) {
        var old = WorldState.known(state.offerings(), offering);
        var plans = new ArrayList<>(old.plans());
        plans.add(plan);
        put(new Offering(
                old.uuid(),
                old.name(),
                old.slug(),
                old.type(),
                old.customer(),
                old.components(),
                List.copyOf(plans),
                old.usernames(),
                old.created()));
    }

    void offeringUsername(String offering, Person person, String username) {
        var old = WorldState.known(state.offerings(), offering);
        var usernames = new LinkedHashMap<>(old.usernames());
        usernames.put(person.uuid(), username);
        put(new Offering(
                old.uuid(),
                old.name(),
                old.slug(),
                old.type(),
                old.customer(),
                old.components(),
                old.plans(),
                usernames,
                old.created()));
    }

    private void put(Offering offering) {
        state.offerings().put(offering.uuid(), offering);
    }

    Resource resource(Project project, Offering offering, String name, Map<String, Long> limits) {
        var uuid =
                Uuids.of("resource", project.uuid() + name + state.resources().size());
        var resource = new Resource(
                uuid,
                name,
                slug(name, 1 + count(name)),
                offering.uuid(),
                offering.plans().getFirst().uuid(),
                project.uuid(),
                Resource.State.CREATING,
                "",
                new LinkedHashMap<>(limits),
                attributes(name),
                Views.object(),
                Map.of(),
                "",
                "",
                Resource.Flags.NONE,
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        state.put(resource);
        return resource;
    }

    private int count(String name) {
        return Math.toIntExact(state.resources().values().stream()
                .filter(r -> slug(r.name(), 0).equals(slug(name, 0)))
                .count());
    }

    private static ObjectNode attributes(String name) {
        return Views.object().put("name", name).put("description", "");
    }

    Order order(Resource resource, Order.Type type, OrderWish wish) {
        if (state.orders().values().stream().anyMatch(o -> o.resource().equals(resource.uuid()) && o.isOpen())) {
            throw new IllegalStateException("Pending order for resource already exists.");
        }
        var offering = state.offeringOf(resource);
        var cost = wish.plan().map(plan -> price(offering, plan, wish.limits()));
        var order = new Order(
                Uuids.of("order", resource.uuid() + "/" + state.orders().size()),
                resource.uuid(),
                type,
                Order.State.PENDING_PROVIDER,
                new LinkedHashMap<>(wish.limits()),
                wish.attributes(),
                wish.plan(),
                price(offering, resource.plan(), resource.limits()),
                cost,
                wish.by().uuid(),
                "",
                "",
                Optional.empty(),
                Optional.empty(),
                now,
                now);
        state.put(order);
        return order;
    }

    /** What an order asks for. */
    record OrderWish(Map<String, Long> limits, Optional<String> plan, ObjectNode attributes, Person by) {}

    private static double price(Offering offering, String plan, Map<String, Long> limits) {
        return limits.values().stream().mapToLong(Long::longValue).sum()
                * offering.plan(plan).price();
    }
}
