package io.siteagent.core.agent;

import io.siteagent.core.usage.HeldUsage;
import io.siteagent.core.usage.MonthFigures;
import io.siteagent.core.usage.ReportingMonth;
import io.siteagent.core.waldur.ComponentUsage;
import io.siteagent.core.waldur.Resource;
import io.siteagent.core.waldur.WaldurClient;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Gives a past month figures that it has none of. Nobody knows any more what was occupied then, so these are the
 * amounts of now; what Waldur holds is never replaced.
 *
 * <p>Servers up to 7.0.7 book whatever comes in on their own month, newer ones do so with components that are not sold
 * by limit, unless the user is staff. No version says so in its answer, so the first resource is sent and read back. As
 * Waldur shows the amounts of the last request as the resource's present usage, and as it may have booked them there,
 * each resource's figures of the present month are sent again afterwards.
 */
final class BackFill implements Delivery {

    private static final int DAY = 15;

    private final WaldurClient waldur;
    private final ReportingMonth past;
    private final HeldUsage held;
    private final MonthFigures present;
    private final Clock clock;

    /** Components that Waldur books on the past month; empty until one resource was tried. */
    private Optional<Set<String>> booked = Optional.empty();

    /**
     * @param held what Waldur holds of the past month
     * @param present what it holds of the present one
     */
    BackFill(WaldurClient waldur, ReportingMonth past, HeldUsage held, MonthFigures present, Clock clock) {
        this.waldur = waldur;
        this.past = past;
        this.held = held;
        this.present = present;
        this.clock = clock;
    }

    @Override
    public Outcome deliver(Resource resource, Map<String, BigDecimal> occupied) {
        if (held.knows(resource.uuid())) {
            return new Outcome.Skipped("Waldur holds usage of " + past.month() + " already, which is not replaced");
        }
        var accepted = send(resource, occupied);
        if (accepted.isEmpty()) {
            return new Outcome.Failed("Waldur books usage on its own month only, whatever month is named: nothing is"
                    + " back-filled; ask its operators, as only staff can");
        }
        return new Outcome.Done(List.of(describe(occupied, accepted)));
    }

    /** Sends what will be booked on the past month; the first resource finds out what that is. */
    private Set<String> send(Resource resource, Map<String, BigDecimal> occupied) {
        var known = trial(resource, occupied);
        if (known.isEmpty()) {
            return booked(resource);
        }
        var accepted = new HashMap<>(occupied);
        accepted.keySet().retainAll(known.get());
        if (!accepted.isEmpty()) {
            setUsage(resource, accepted, occupied);
        }
        return accepted.keySet();
    }

    /** Empty for the resource that was tried. */
    private synchronized Optional<Set<String>> trial(Resource resource, Map<String, BigDecimal> occupied) {
        if (booked.isPresent()) {
            return booked;
        }
        setUsage(resource, occupied, occupied);
        booked = Optional.of(booked(resource));
        return Optional.empty();
    }

    private Set<String> booked(Resource resource) {
        return waldur.usages(resource.offering(), past.month()).stream()
                .filter(row -> row.resource().equals(resource.uuid()))
                .map(ComponentUsage::type)
                .collect(Collectors.toSet());
    }

    private void setUsage(Resource resource, Map<String, BigDecimal> amounts, Map<String, BigDecimal> occupied) {
        waldur.setUsage(resource.uuid(), middle(), amounts);
        var now = clock.instant();
        waldur.setUsage(resource.uuid(), now, present.of(resource.uuid(), occupied, now));
    }

    /** Within the month in every time zone that the server may keep. */
    private Instant middle() {
        return past.month().atDay(DAY).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private String describe(Map<String, BigDecimal> occupied, Set<String> accepted) {
        var text = new StringBuilder("usage of ").append(past.month()).append(", as occupied now:");
        for (var component : new TreeSet<>(occupied.keySet())) {
            text.append(' ').append(component).append(' ');
            text.append(
                    accepted.contains(component)
                            ? String.valueOf(occupied.get(component))
                            : "(not taken for a past month)");
        }
        return text.toString();
    }
}
