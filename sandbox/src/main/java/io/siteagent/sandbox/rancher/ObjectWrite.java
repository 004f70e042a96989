package io.siteagent.sandbox.rancher;

/**
 * One change of one stored object. A request that changes nothing leaves no such entry.
 *
 * @param resourceVersion version of the object after it
 * @param verb {@code created}, {@code updated} or {@code deleted}
 * @param cluster id of the cluster whose API holds the object
 * @param kind {@code Project}, {@code Namespace} …
 * @param namespace empty for an object that has none
 * @param manager the field manager that wrote; Rancher's own controllers are {@code rancher}
 */
public record ObjectWrite(
        long resourceVersion,
        String verb,
        String cluster,
        String kind,
        String namespace,
        String name,
        String manager) {}
