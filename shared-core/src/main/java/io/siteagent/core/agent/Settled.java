package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.waldur.BusyResource;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.ResourceState;
import io.siteagent.core.waldur.WaldurClient;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

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

    /** Those of a list, as far as it tells; one of which it can't be known is left to its order. */
    List<Resource> among(List<Resource> resources) {
        var looks = resources.stream()
                .filter(resource -> CHANGING.contains(resource.state()))
                .map(Resource::uuid)
                .<Callable<Optional<WaldurUuid>>>map(
                        uuid -> () -> Optional.of(uuid).filter(this::isSettledNow))
                .toList();
        var settled =
                Parallel.all(AT_ONCE, looks).stream().flatMap(Optional::stream).collect(Collectors.toSet());
        return resources.stream()
                .filter(resource -> AT_REST.contains(resource.state()) || settled.contains(resource.uuid()))
                .toList();
    }

    private boolean isSettledNow(WaldurUuid resource) {
        try {
            return isSettled(waldur.busyResource(resource));
        } catch (RemoteException unknown) {
            return false;
        }
    }

    /** A list does not tell of an order that is carried out while the resource is at rest. */
    private static boolean isSettled(BusyResource busy) {
        var state = busy.resource().state();
        return AT_REST.contains(state)
                ? !busy.isBeingChanged()
                : CHANGING.contains(state) && busy.waitsForSomebodyElse();
    }

    /** Why a resource of {@link #among} can't be looked at; empty when it can. */
    Optional<Outcome> objection(Resource listed) {
        return listed.backendId().isEmpty()
                ? Optional.of(new Outcome.Skipped("the resource has no backend id yet"))
                : Optional.empty();
    }

    /** Does something with the resource as it is at this moment, unless it is to be left alone. */
    Outcomes.Result afresh(WaldurUuid resource, Function<Resource, Outcomes.Result> work) {
        var now = waldur.busyResource(resource);
        return objection(now).map(Outcomes.Result::of).orElseGet(() -> work.apply(now.resource()));
    }

    private Optional<Outcome> objection(BusyResource now) {
        var resource = now.resource();
        if (!resource.offering().equals(offering.uuid())) {
            return Optional.of(new Outcome.Skipped("the resource belongs to offering " + resource.offering()));
        }
        if (!isSettled(now)) {
            return Optional.of(new Outcome.Skipped("the resource is "
                    + resource.state().wireName()
                    + (AT_REST.contains(resource.state()) ? ", and an order for it is being carried out" : "")));
        }
        return objection(resource);
    }
}
