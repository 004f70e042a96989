package io.siteagent.sandbox.waldur;

import io.siteagent.sandbox.waldur.Seed.OfferingSeed;
import java.util.List;

/**
 * The world of the demo: two customers, three projects, nine people in them, three orders to create something.
 *
 * @param agentToken of an owner of the provider
 * @param orders of projects with two, three and four people
 */
public record DemoWorld(OfferingSeed offering, String agentToken, List<Order> orders) {

    private static final String MEMBER = "PROJECT.MEMBER";
    private static final String MANAGER = "PROJECT.MANAGER";

    /** Arranges it in an empty Waldur; every uuid is the same each time. */
    public static DemoWorld in(WaldurStandIn waldur) {
        var seed = waldur.seed();
        var offering = seed.customer("Compute Centre").offering("Rancher Projects");
        for (var component : List.of("cpu", "ram", "storage")) {
            offering.component(component, "limit");
        }
        var university = seed.customer("University of Tartu");
        var genomics = university.project("Genomics").member("alice", MANAGER).member("bob", MEMBER);
        var climate = university
                .project("Climate")
                .member("carol", MANAGER)
                .member("dan", MEMBER)
                .member("eve", MEMBER);
        var vision = seed.customer("Institute of Robotics")
                .project("Vision")
                .member("frank", MANAGER)
                .member("grace", MEMBER)
                .member("heidi", MEMBER)
                .member("ivan", "PROJECT.ADMIN");
        return new DemoWorld(
                offering,
                offering.ownerToken("agent"),
                List.of(
                        genomics.orders(offering, "genome", Consumer.limits("cpu", 8, "ram", 32, "storage", 100)),
                        climate.orders(offering, "weather", Consumer.limits("cpu", 4, "ram", 16, "storage", 50)),
                        vision.orders(offering, "camera", Consumer.limits("cpu", 2, "ram", 8, "storage", 20))));
    }
}
