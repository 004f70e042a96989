package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Which resources membership may touch: those that no order is at work on. One that waits for somebody's consent or for
 * a date is not at work, and people come and go meanwhile.
 */
final class Settled {

    private static final int AT_ONCE = 8;
    private static final Set<ResourceState> AT_REST = EnumSet.of(ResourceState.OK, ResourceState.ERRED);
    private static final Set<ResourceState> CHANGING = EnumSet.of(ResourceState.UPDATING, ResourceState.TERMINATING);

    private final Offering offering;
    private final WaldurClient waldur;

    Settled(Offering offering, WaldurClient waldur) {
        this.offering = offering;
        this.waldur = waldur;
    }

    /** Those of a list; one of which it can't be known is left to its order. */
    List<Resource> among(List<Resource> resources) {
        var looks = resources.stream()
                .<Callable<Stream<Resource>>>map(
                        resource -> () -> isKnownToBeSettled(resource) ? Stream.of(resource) : Stream.empty())
                .toList();
        return Parallel.all(AT_ONCE, looks).stream().flatMap(stream -> stream).toList();
    }

    private boolean isKnownToBeSettled(Resource resource) {
        try {
            return isSettled(resource);
        } catch (RemoteException unknown) {
            return false;
        }
    }

    private boolean isSettled(Resource resource) {
        return AT_REST.contains(resource.state())
                || (CHANGING.contains(resource.state())
                        && waldur.busyResource(resource.uuid()).waitsForSomebodyElse());
    }

    /** Why a resource is left alone; empty when it is not. */
    Optional<Outcome> objection(Resource resource) {
        if (!resource.offering().equals(offering.uuid())) {
            return Optional.of(new Outcome.Skipped("the resource belongs to offering " + resource.offering()));
        }
        if (!isSettled(resource)) {
            return Optional.of(
                    new Outcome.Skipped("the resource is " + resource.state().wireName()));
        }
        return resource.backendId().isEmpty()
                ? Optional.of(new Outcome.Skipped("the resource has no backend id yet"))
                : Optional.empty();
    }
}
