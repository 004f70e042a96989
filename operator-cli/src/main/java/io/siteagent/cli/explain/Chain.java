package io.siteagent.cli.explain;

import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.TeamMember;
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

    /**
     * Of a resource that nothing can be looked for with: Waldur's word for its project, or for a name, is of no use.
     */
    static Chain unusable(Resource resource, TeamMember member, String why) {
        return new Chain(
                resource.uuid().hex(),
                resource.name(),
                member.uuid().hex(),
                List.of(Link.broken(
                        "Rancher project",
                        why,
                        "put right what Waldur or the configuration says, then siteagent apply --resource "
                                + resource.uuid())));
    }

    Optional<Link> firstBroken() {
        return links.stream().filter(link -> !link.holds()).findFirst();
    }
}
