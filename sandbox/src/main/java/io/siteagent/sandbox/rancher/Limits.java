package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * Amounts by Kubernetes quota key ({@code limits.cpu}), and the way Rancher writes them ({@code limitsCpu}, and since
 * 2.14 {@code extended}).
 */
record Limits(SortedMap<String, Quantity> amounts) {

    static final Limits NONE = new Limits(Collections.emptySortedMap());

    /** Rancher's keys in the order in which Rancher itself writes them. */
    private static final Map<String, String> KEYS = keys();

    Limits {
        amounts = Collections.unmodifiableSortedMap(new TreeMap<>(amounts));
    }

    /**
     * Reads Rancher's form.
     *
     * @throws IllegalArgumentException for an amount that is no quantity, in Rancher's own words
     */
    static Limits ofRancher(JsonNode limit) {
        var amounts = new TreeMap<String, Quantity>();
        limit.path("extended")
                .properties()
                .forEach(entry -> amounts.put(
                        entry.getKey(), parse(entry.getKey(), entry.getValue().asText())));
        KEYS.forEach((rancher, kubernetes) ->
                Json.text(limit, rancher).ifPresent(text -> amounts.put(kubernetes, parse(rancher, text))));
        return new Limits(amounts);
    }

    /** Reads the {@code hard} or {@code used} of a ResourceQuota, or the resources of a container. */
    static Limits ofKubernetes(JsonNode resources) {
        var amounts = new TreeMap<String, Quantity>();
        resources
                .properties()
                .forEach(entry -> amounts.put(
                        entry.getKey(), parse(entry.getKey(), entry.getValue().asText())));
        return new Limits(amounts);
    }

    /**
     * The share of a namespace as Rancher completes it: only keys of the project's namespace default, missing ones from
     * there, in Rancher's own order.
     */
    static ObjectNode complete(JsonNode own, JsonNode byDefault) {
        var completed = Json.object();
        KEYS.keySet()
                .forEach(key -> Json.text(byDefault, key)
                        .ifPresent(
                                text -> completed.put(key, Json.text(own, key).orElse(text))));
        var extended = new TreeMap<String, String>();
        byDefault
                .path("extended")
                .properties()
                .forEach(entry -> extended.put(
                        entry.getKey(),
                        Json.text(own, "extended", entry.getKey())
                                .orElse(entry.getValue().asText())));
        if (!extended.isEmpty()) {
            completed.set("extended", Json.object(extended));
        }
        return completed;
    }

    Limits plus(Limits other) {
        var sum = new TreeMap<>(amounts);
        other.amounts.forEach((key, amount) -> sum.merge(key, amount, Quantity::plus));
        return new Limits(sum);
    }

    /** For every key that either has, the larger amount. */
    Limits max(Limits other) {
        var larger = new TreeMap<>(amounts);
        other.amounts.forEach((key, amount) -> larger.merge(key, amount, Quantity::max));
        return new Limits(larger);
    }

    /** Those of these amounts that are above a bound; a key without a bound is not. */
    Limits above(Limits bound) {
        return filtered(
                (key, amount) -> bound.amounts.containsKey(key) && amount.compareTo(bound.amounts.get(key)) > 0);
    }

    Limits negative() {
        return filtered((key, amount) -> amount.negative());
    }

    Limits only(Limits keys) {
        return filtered((key, amount) -> keys.amounts.containsKey(key));
    }

    Limits zeroing(Limits keys) {
        var zeroed = new TreeMap<>(amounts);
        zeroed.replaceAll((key, amount) -> keys.amounts.containsKey(key) ? Quantity.ZERO : amount);
        return new Limits(zeroed);
    }

    boolean isEmpty() {
        return amounts.isEmpty();
    }

    ObjectNode toKubernetes() {
        var node = Json.object();
        amounts.forEach((key, amount) -> node.put(key, amount.toString()));
        return node;
    }

    ObjectNode toRancher() {
        var rest = new TreeMap<>(amounts);
        var node = Json.object();
        KEYS.forEach((rancher, kubernetes) -> {
            var amount = rest.remove(kubernetes);
            if (amount != null) {
                node.put(rancher, amount.toString());
            }
        });
        if (!rest.isEmpty()) {
            node.set("extended", new Limits(rest).toKubernetes());
        }
        return node;
    }

    /** {@code limits.cpu=2,requests.nvidia.com/gpu=4}, as in Rancher's and Kubernetes' messages. */
    @Override
    public String toString() {
        return amounts.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    private Limits filtered(BiPredicate<String, Quantity> condition) {
        var kept = new TreeMap<String, Quantity>();
        amounts.forEach((key, amount) -> {
            if (condition.test(key, amount)) {
                kept.put(key, amount);
            }
        });
        return new Limits(kept);
    }

    private static Quantity parse(String key, String text) {
        try {
            return Quantity.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(
                    "parsing quantity \"" + key + "\": " + malformed.getMessage(), malformed);
        }
    }

    private static Map<String, String> keys() {
        var keys = new LinkedHashMap<String, String>();
        keys.put("pods", "pods");
        keys.put("services", "services");
        keys.put("replicationControllers", "replicationcontrollers");
        keys.put("secrets", "secrets");
        keys.put("configMaps", "configmaps");
        keys.put("persistentVolumeClaims", "persistentvolumeclaims");
        keys.put("servicesNodePorts", "services.nodeports");
        keys.put("servicesLoadBalancers", "services.loadbalancers");
        keys.put("requestsCpu", "requests.cpu");
        keys.put("requestsMemory", "requests.memory");
        keys.put("requestsStorage", "requests.storage");
        keys.put("limitsCpu", "limits.cpu");
        keys.put("limitsMemory", "limits.memory");
        return Collections.unmodifiableMap(keys);
    }
}
