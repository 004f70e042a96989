package io.siteagent.core.usage;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.ComponentUsage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What Waldur holds already for the resources of an offering in one month. After a change of plan within the month a
 * component has a row for each plan; the one begun last is that of the present plan, and the only one that a report
 * replaces.
 */
public final class HeldUsage {

    private static final Comparator<ComponentUsage> BY_AGE = Comparator.comparing(
                    (ComponentUsage row) -> row.created().orElse(Instant.MIN))
            .thenComparing(row -> row.reported().orElse(Instant.MIN));

    private final Map<WaldurUuid, Map<String, ComponentUsage>> rows = new HashMap<>();

    public HeldUsage(Collection<ComponentUsage> rows) {
        for (var row : rows) {
            this.rows
                    .computeIfAbsent(row.resource(), _ -> new HashMap<>())
                    .merge(row.type(), row, (one, other) -> BY_AGE.compare(one, other) <= 0 ? other : one);
        }
    }

    /** The row of the present plan. */
    public Optional<ComponentUsage> of(WaldurUuid resource, String component) {
        return Optional.ofNullable(rows.getOrDefault(resource, Map.of()).get(component));
    }

    /** Whether anything is held for the resource. */
    public boolean knows(WaldurUuid resource) {
        return rows.containsKey(resource);
    }

    /** Whether sending these amounts would change nothing. */
    public boolean matches(WaldurUuid resource, Map<String, BigDecimal> amounts) {
        return amounts.entrySet().stream()
                .allMatch(amount -> of(resource, amount.getKey())
                        .filter(row -> row.amount().compareTo(amount.getValue()) == 0)
                        .isPresent());
    }
}
