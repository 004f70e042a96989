package io.siteagent.core.agent;

import io.siteagent.core.http.Parallel;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.tenancy.Counts;
import io.siteagent.core.tenancy.Preview;
import io.siteagent.core.waldur.Resource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Membership of many resources: first all are looked at, then the brake judges what would come of it, then each is
 * brought in line from a fresh look.
 */
final class MembershipRun {

    private static final int AT_ONCE = 8;

    private final MembershipWork work;
    private final Settled settled;
    private final MembershipSync sync;

    MembershipRun(MembershipWork work, Settled settled, MembershipSync sync) {
        this.work = work;
        this.settled = settled;
        this.sync = sync;
    }

    /** What a first look at a resource has come to: an end, or work that the brake has to judge with all the other. */
    private sealed interface Look {
        record Settled(PassReport.Item item) implements Look {}

        record Pending(Resource resource, Preview preview) implements Look {}
    }

    /** One item for each of them. */
    List<PassReport.Item> of(List<Resource> resources) {
        var looks = Parallel.all(
                AT_ONCE,
                resources.stream()
                        .<Callable<Look>>map(resource -> () -> look(resource))
                        .toList());
        var brake = brake(looks.stream()
                .filter(Look.Pending.class::isInstance)
                .map(Look.Pending.class::cast)
                .map(Look.Pending::preview)
                .toList());
        var done = bringInLine(looks, brake);
        return looks.stream()
                .map(look -> switch (look) {
                    case Look.Settled(var item) -> item;
                    case Look.Pending(var resource, var _) ->
                        done.get(resource.uuid().hex());
                })
                .flatMap(item -> Optional.ofNullable(item).stream())
                .toList();
    }

    private Look look(Resource resource) {
        var found = new AtomicReference<Optional<Preview>>(Optional.empty());
        var item = work.contain(resource, () -> {
            var objection = settled.objection(resource);
            if (objection.isPresent()) {
                return Outcomes.Result.of(objection.get());
            }
            var glance = sync.glance(resource, work.effect());
            found.set(Optional.of(glance.preview()).filter(_ -> glance.settled().isEmpty()));
            return glance.settled().orElseGet(() -> Outcomes.Result.of(new Outcome.Unchanged()));
        });
        return found.get()
                .<Look>map(preview -> new Look.Pending(resource, preview))
                .orElseGet(() -> new Look.Settled(item));
    }

    /** More removals in the run than its limits allow: then there is none. */
    private Brake brake(List<Preview> previews) {
        var members = new HashMap<String, Integer>();
        previews.forEach(preview -> members.putAll(preview.members()));
        var removals = previews.stream()
                .flatMap(preview -> preview.removals().stream())
                .distinct()
                .count();
        var limits = work.offering().membership().brake();
        return Brake.refusesRun(
                        limits,
                        members.values().stream().mapToInt(Integer::intValue).sum(),
                        Math.toIntExact(removals))
                .<Brake>map(Brake.Locked::new)
                .orElseGet(() -> new Brake.Limited(limits));
    }

    /** Resources of one Waldur project share groups, so they are brought in line one after another. */
    private Map<String, PassReport.Item> bringInLine(List<Look> looks, Brake brake) {
        var byProject = looks.stream()
                .filter(Look.Pending.class::isInstance)
                .map(Look.Pending.class::cast)
                .collect(Collectors.groupingBy(
                        pending -> pending.resource().projectUuid(), LinkedHashMap::new, Collectors.toList()));
        var runs = byProject.values().stream()
                .<Callable<List<PassReport.Item>>>map(ofProject -> () -> ofProject.stream()
                        .map(pending -> work.contain(pending.resource(), () -> bringInLine(pending, brake)))
                        .toList())
                .toList();
        return Parallel.all(AT_ONCE, runs).stream()
                .flatMap(List::stream)
                .collect(Collectors.toMap(PassReport.Item::id, item -> item));
    }

    /** What is left to the queue would be judged one by one there: what the run may not remove is not left to it. */
    private Outcomes.Result bringInLine(Look.Pending pending, Brake brake) {
        var removals = pending.preview().removals().size();
        return work.effect() == Effect.QUEUE && removals > 0 && brake instanceof Brake.Locked(var why)
                ? new Outcomes.Result(
                        new Outcome.Failed("%d removals refused: %s".formatted(removals, why)),
                        List.of(),
                        new Counts(0, 0, 0, removals, 0, 0))
                : work.effect() == Effect.QUEUE
                        ? work.queued(pending.resource())
                        : settled.afresh(
                                pending.resource().uuid(), resource -> work.bringInLine(resource, sync, brake));
    }
}
