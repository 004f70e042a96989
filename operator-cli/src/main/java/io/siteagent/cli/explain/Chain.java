package io.siteagent.cli.explain;

import java.util.List;
import java.util.Optional;

/**
 * The way from a role in Waldur to rights in Rancher, for one person and one resource. It ends at its first broken
 * link: what comes behind it can't be.
 *
 * @param person Waldur's UUID of the person; messages hold no name
 */
record Chain(String resource, String resourceName, String person, List<Link> links) {

    /**
     * One link.
     *
     * @param holds whether it is as it must be
     * @param remedy what to do; empty when it holds
     */
    record Link(String name, boolean holds, String what, String remedy) {

        static Link holds(String name, String what) {
            return new Link(name, true, what, "");
        }

        static Link broken(String name, String what, String remedy) {
            return new Link(name, false, what, remedy);
        }
    }

    Optional<Link> firstBroken() {
        return links.stream().filter(link -> !link.holds()).findFirst();
    }
}
