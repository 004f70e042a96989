package io.siteagent.core.usage;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.rancher.RancherClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The clusters of one run: offerings that share a cluster and a token share what is read of it. Thread-safe. */
public final class Clusters {

    private final Map<RancherSettings, ClusterUsage> clusters = new ConcurrentHashMap<>();

    /**
     * The usage of one cluster; nothing is read before it is asked for.
     *
     * @param rancher reaches the cluster, if nobody did before
     */
    public ClusterUsage of(RancherSettings settings, RancherClient rancher) {
        return clusters.computeIfAbsent(settings, _ -> ClusterUsage.of(rancher));
    }
}
