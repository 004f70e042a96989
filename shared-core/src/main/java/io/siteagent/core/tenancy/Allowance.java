package io.siteagent.core.tenancy;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.Offering;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.QuotaLimit;
import io.siteagent.core.waldur.Resource;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.Map;

/**
 * What a resource may use at the moment: what was sold, less while Waldur has it downscaled, and no new pod while it is
 * paused. Lifting the flag gives back what was sold.
 */
final class Allowance {

    /** Key of Rancher's quota for the number of pods. */
    static final String PODS = "pods";

    private static final BigDecimal BYTES_OF_MEBIBYTE = BigDecimal.valueOf(1024L * 1024L);
    private static final int MILLICORES = 3;

    private Allowance() {}

    static QuotaLimit of(Resource resource, QuotaLimit sold, Offering offering) {
        var allowed = resource.downscaled() ? downscaled(sold, offering) : sold;
        return resource.paused() ? withoutPods(allowed) : allowed;
    }

    /** Running pods go on running, and what namespaces have reserved stays theirs: only nothing new starts. */
    private static QuotaLimit withoutPods(QuotaLimit allowed) {
        var amounts = new HashMap<>(allowed.amounts());
        amounts.put(PODS, Quantity.ZERO);
        return new QuotaLimit(amounts);
    }

    private static QuotaLimit downscaled(QuotaLimit sold, Offering offering) {
        var downscaling = offering.membership().downscaling();
        var fixed = Quotas.sold(offering.components(), known(downscaling.amounts(), offering), true);
        var amounts = new HashMap<String, Quantity>();
        sold.amounts().forEach((key, amount) -> {
            var share = rounded(key, amount.value().multiply(downscaling.share()));
            var wanted = fixed.amounts().getOrDefault(key, new Quantity(share));
            amounts.put(key, wanted.compareTo(amount) < 0 ? wanted : amount);
        });
        return new QuotaLimit(amounts);
    }

    private static Map<String, BigDecimal> known(Map<String, BigDecimal> amounts, Offering offering) {
        var known = new HashMap<String, BigDecimal>();
        offering.components().stream()
                .map(Component::key)
                .filter(amounts::containsKey)
                .forEach(key -> known.put(key, amounts.getOrDefault(key, BigDecimal.ZERO)));
        return known;
    }

    /** In steps that Rancher writes back unchanged: millicores, mebibytes, whole devices; never upwards. */
    private static BigDecimal rounded(String key, BigDecimal amount) {
        return switch (key) {
            case Quotas.LIMITS_CPU -> amount.setScale(MILLICORES, RoundingMode.DOWN);
            case Quotas.LIMITS_MEMORY ->
                amount.divide(BYTES_OF_MEBIBYTE, 0, RoundingMode.DOWN).multiply(BYTES_OF_MEBIBYTE);
            default -> amount.setScale(0, RoundingMode.DOWN);
        };
    }
}
