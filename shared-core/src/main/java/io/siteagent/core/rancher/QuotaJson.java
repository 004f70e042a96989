package io.siteagent.core.rancher;

import io.siteagent.core.http.JsonValues;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rancher's {@code ResourceQuotaLimit} and {@code ContainerResourceLimit} in JSON: fixed keys, and since 2.14
 * {@code extended} for everything that has a Kubernetes name of its own.
 */
final class QuotaJson {

    private static final String EXTENDED = "extended";

    /**
     * In which Rancher itself writes the keys; any other order in a namespace's annotation costs it a write of its own.
     */
    private static final List<String> ORDER = List.of(
            "pods",
            "services",
            "replicationControllers",
            "secrets",
            "configMaps",
            "persistentVolumeClaims",
            "servicesNodePorts",
            "servicesLoadBalancers",
            "requestsCpu",
            "requestsMemory",
            "requestsStorage",
            "limitsCpu",
            "limitsMemory");

    private QuotaJson() {}

    /** Amounts that can't be read are left out: a quota that somebody else broke must not hide all others. */
    static QuotaLimit read(JsonValues json) {
        var amounts = new HashMap<String, Quantity>();
        read(json.at(EXTENDED), amounts);
        read(json, amounts);
        return amounts.isEmpty() ? QuotaLimit.NONE : new QuotaLimit(amounts);
    }

    private static void read(JsonValues json, Map<String, Quantity> amounts) {
        json.members().forEach((key, value) -> {
            if (!key.equals(EXTENDED)) {
                value.asText().flatMap(Quantity::tryParse).ifPresent(amount -> amounts.put(key, amount));
            }
        });
    }

    /** Keys in Rancher's order, so that the same limit is the same text each time. */
    static Map<String, Object> write(QuotaLimit limit) {
        var known = new TreeMap<String, Object>(
                Comparator.comparingInt(QuotaJson::position).thenComparing(key -> key));
        var extended = new TreeMap<String, String>();
        limit.amounts().forEach((key, amount) -> {
            if (isExtended(key)) {
                extended.put(key, QuotaLimit.print(key, amount));
            } else {
                known.put(key, QuotaLimit.print(key, amount));
            }
        });
        if (!extended.isEmpty()) {
            known.put(EXTENDED, extended);
        }
        return known;
    }

    private static int position(String key) {
        var position = ORDER.indexOf(key);
        return position < 0 ? ORDER.size() : position;
    }

    private static boolean isExtended(String key) {
        return key.indexOf('.') >= 0 || key.indexOf('/') >= 0;
    }
}
