package io.siteagent.sandbox.waldur;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The language in which tests arrange a Waldur. Names are keys: saying one twice means the same thing, and every uuid
 * follows from the names.
 *
 * <pre>{@code
 * var offering = seed.customer("Provider").offering("Rancher").component("cpu", "limit").component("ram", "limit");
 * var project = seed.customer("Uni").project("Genomics").member("alice", "PROJECT.MEMBER");
 * var order = project.orders(offering, "genome", Map.of("cpu", 4L));
 * var token = offering.ownerToken("agent");
 * }</pre>
 */
public final class Seed {

    private final WaldurStandIn waldur;

    Seed(WaldurStandIn waldur) {
        this.waldur = waldur;
    }

    public CustomerSeed customer(String name) {
        return new CustomerSeed(waldur.edit(e -> e.customer(name)));
    }

    /** Somebody whose username is a Keycloak user id. */
    public Person person(String name) {
        return waldur.edit(e -> e.person(name));
    }

    /** Somebody with a username of that text, such as a local user. Must be said before the person is used. */
    public Person person(String name, String username) {
        return waldur.edit(e -> e.person(name, username, "default"));
    }

    /** A token of a person, always the same for one person. */
    public String token(Person person) {
        return waldur.edit(e -> e.token(person));
    }

    /** A token of somebody who may do everything. */
    public String staffToken(String name) {
        return waldur.edit(e -> {
            var p = e.person(name, name, "default");
            return e.token(e.put(new Person(
                    p.uuid(), p.username(), p.fullName(), p.email(), p.registrationMethod(), true, true, false)));
        });
    }

    /** A token of somebody who may read everything and write nothing. */
    public String supportToken(String name) {
        return waldur.edit(e -> {
            var p = e.person(name, name, "default");
            return e.token(e.put(new Person(
                    p.uuid(), p.username(), p.fullName(), p.email(), p.registrationMethod(), true, false, true)));
        });
    }

    /** A token of a person with a role in a customer, project or offering. */
    public String tokenWithRole(String name, String role, String scope) {
        return waldur.edit(e -> {
            var person = e.person(name, name, "default");
            e.grant(person, role, Caller.hex(scope), Optional.empty());
            return e.token(person);
        });
    }

    /** An organisation. */
    public final class CustomerSeed {
        private final Customer customer;

        private CustomerSeed(Customer customer) {
            this.customer = customer;
        }

        public String uuid() {
            return customer.uuid();
        }

        public ProjectSeed project(String name) {
            return new ProjectSeed(waldur.edit(e -> e.project(customer, name)));
        }

        /** An offering that an agent serves, with one plan "Standard" of price 1.5 a unit and no component yet. */
        public OfferingSeed offering(String name) {
            return offering(name, Offering.SITE_AGENT);
        }

        public OfferingSeed offering(String name, String type) {
            return new OfferingSeed(waldur.edit(e -> e.offering(customer, name, type)));
        }
    }

    /** A project and its people. */
    public final class ProjectSeed {
        private final Project project;

        private ProjectSeed(Project project) {
            this.project = project;
        }

        public String uuid() {
            return project.uuid();
        }

        public Project project() {
            return project;
        }

        /** Several roles of one person: say it several times. */
        public ProjectSeed member(String name, String role) {
            waldur.consumer().addMember(project.uuid(), name, role);
            return this;
        }

        public ProjectSeed member(String name, String role, Instant expires) {
            waldur.consumer().addMember(project.uuid(), name, role, Optional.of(expires));
            return this;
        }

        /**
         * A service or course account; said again, with another state.
         *
         * @param kind {@code service} or {@code course}
         * @param state {@code OK} or {@code Closed}
         */
        public ProjectSeed account(String kind, String username, String state) {
            waldur.edit(e -> {
                var uuid = Uuids.of("account", project.uuid() + username);
                e.state().accounts().put(uuid, new Account(uuid, kind, project.uuid(), username, state));
                return uuid;
            });
            return this;
        }

        /** A Create order that waits for the provider, and its resource. */
        public Order orders(OfferingSeed offering, String name, Map<String, Long> limits) {
            return waldur.consumer().create(project.uuid(), offering.uuid(), name, limits);
        }

        /** A resource that has long been there: OK, with a plan period and a backend id (may be empty). */
        public Resource owns(OfferingSeed offering, String name, Map<String, Long> limits, String backendId) {
            return waldur.edit(e -> {
                var made = e.resource(project, WorldState.known(e.state().offerings(), offering.uuid()), name, limits);
                var resource = made.edit()
                        .state(Resource.State.OK)
                        .backendId(backendId)
                        .planPeriod(Uuids.of("plan-period", made.uuid()))
                        .at(e.now());
                e.state().put(resource);
                return resource;
            });
        }
    }

    /** An offering in the making. */
    public final class OfferingSeed {
        private final Offering offering;

        private OfferingSeed(Offering offering) {
            this.offering = offering;
        }

        public String uuid() {
            return offering.uuid();
        }

        /**
         * A component without bounds.
         *
         * @param billingType {@code limit}, {@code usage}, {@code fixed}, {@code one} or {@code few}
         */
        public OfferingSeed component(String type, String billingType) {
            return component(type, billingType, Optional.empty());
        }

        /**
         * A component whose usage may be bounded.
         *
         * @param limitAmount the most usage a month takes, for a usage component
         */
        public OfferingSeed component(String type, String billingType, Optional<Integer> limitAmount) {
            waldur.edit(e -> {
                var uuid = Uuids.of("component", offering.name() + "/" + type);
                e.component(
                        offering.uuid(),
                        new Component(uuid, type, type, "units", billingType, limitAmount, Optional.empty()));
                return uuid;
            });
            return this;
        }

        public OfferingSeed plan(String name, double price) {
            waldur.edit(e -> {
                var uuid = Uuids.of("plan", offering.name() + "/" + name);
                e.plan(offering.uuid(), new Plan(uuid, name, price));
                return uuid;
            });
            return this;
        }

        /** Gives a person a username of this offering; empty = an offering user without one. */
        public OfferingSeed username(String person, String username) {
            waldur.edit(e -> {
                e.offeringUsername(offering.uuid(), e.person(person), username);
                return username;
            });
            return this;
        }

        /** A token of an owner of the provider: what an agent needs to approve orders. */
        public String ownerToken(String name) {
            return tokenWithRole(name, "CUSTOMER.OWNER", offering.customer());
        }

        /** A token that reads orders and reports usage, and is refused when it approves. */
        public String managerToken(String name) {
            return tokenWithRole(name, "OFFERING.MANAGER", offering.uuid());
        }
    }
}
