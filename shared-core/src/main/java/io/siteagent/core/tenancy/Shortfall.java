package io.siteagent.core.tenancy;

import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.ResourceQuota;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a lowering of limits leaves uncovered. Kubernetes would accept it and merely start no more pods; Rancher refuses
 * a project quota below what other namespaces have reserved of it.
 */
public final class Shortfall {

    private Shortfall() {}

    /**
     * One sentence for each amount that is lowered below what is in use or reserved, for the customer; empty when all
     * fits.
     */
    public static List<String> of(Tenant tenant, TenantState state) {
        var sentences = new ArrayList<String>();
        var managed = state.managed(tenant).map(Namespace::name).orElse("");
        Quotas.hard(tenant.project().limit()).forEach((key, wanted) -> {
            var enforced = enforced(state, managed, key);
            if (enforced.filter(now -> wanted.compareTo(now) < 0).isEmpty()) {
                return;
            }
            var used = total(state, namespace -> used(state, namespace, key));
            var reserved = total(
                    state,
                    namespace -> namespace.name().equals(managed)
                            ? Quantity.ZERO
                            : Quotas.hard(namespace.quota()).getOrDefault(key, Quantity.ZERO));
            if (wanted.compareTo(used) < 0) {
                sentences.add(sentence(key, wanted, used, "is in use"));
            } else if (wanted.compareTo(reserved) < 0) {
                sentences.add(sentence(key, wanted, reserved, "is reserved by other namespaces of the project"));
            }
        });
        return List.copyOf(sentences);
    }

    private static String sentence(String key, Quantity wanted, Quantity amount, String how) {
        return "%s %s was ordered, but %s %s"
                .formatted(key, Wording.amount(key, wanted), Wording.amount(key, amount), how);
    }

    private static Optional<Quantity> enforced(TenantState state, String managed, String key) {
        var project = state.project().map(found -> Quotas.hard(found.limit())).orElse(Map.of());
        return Optional.ofNullable(project.get(key))
                .or(() -> Quotas.enforced(state.quotas().getOrDefault(managed, List.of()), key));
    }

    private static Quantity total(TenantState state, Function<Namespace, Quantity> amount) {
        return new Quantity(state.namespaces().stream()
                .map(namespace -> amount.apply(namespace).value())
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    /** Several quotas of one namespace count the same pods. */
    private static Quantity used(TenantState state, Namespace namespace, String key) {
        return state.quotas().getOrDefault(namespace.name(), List.<ResourceQuota>of()).stream()
                .flatMap(quota -> Optional.ofNullable(quota.used().get(key)).stream())
                .max(Quantity::compareTo)
                .orElse(Quantity.ZERO);
    }
}
