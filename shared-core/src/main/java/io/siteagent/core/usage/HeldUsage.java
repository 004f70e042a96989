package io.siteagent.core.usage;

import static java.util.stream.Collectors.groupingBy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.waldur.ComponentUsage;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** What Waldur holds already for the resources of an offering in one month. */
public final class HeldUsage {

    private final Map<WaldurUuid, Map<String, List<ComponentUsage>>> rows;

    public HeldUsage(Collection<ComponentUsage> rows) {
        this.rows = rows.stream().collect(groupingBy(ComponentUsage::resource, groupingBy(ComponentUsage::type)));
    }

    /**
     * Whether sending these amounts would change nothing. A component with two rows was split by a change of plan
     * within the month; which row the server would replace can't be told from here, so it never counts as equal.
     */
    public boolean matches(WaldurUuid resource, Map<String, BigDecimal> amounts) {
        var held = rows.getOrDefault(resource, Map.of());
        return amounts.entrySet().stream()
                .allMatch(amount -> isHeld(held.getOrDefault(amount.getKey(), List.of()), amount.getValue()));
    }

    private static boolean isHeld(List<ComponentUsage> rows, BigDecimal amount) {
        return rows.size() == 1 && rows.getFirst().amount().compareTo(amount) == 0;
    }
}
