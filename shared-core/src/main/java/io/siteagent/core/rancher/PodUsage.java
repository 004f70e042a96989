package io.siteagent.core.rancher;

import java.util.Map;

/**
 * A pod that occupies what it requests (neither succeeded nor failed), and what Kubernetes charges for it.
 *
 * @param requests by resource name ({@code cpu} in cores, {@code memory} in bytes, {@code nvidia.com/gpu} as a count):
 *     the greater of all containers with sidecars and each init container with the sidecars started before it, plus
 *     overhead; pod-level resources win
 */
public record PodUsage(String namespace, Map<String, Quantity> requests) {}
