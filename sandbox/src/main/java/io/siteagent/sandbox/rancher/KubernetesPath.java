package io.siteagent.sandbox.rancher;

import java.util.List;
import java.util.Optional;

/**
 * What a Kubernetes path names.
 *
 * @param namespace empty for a list over all namespaces, and for kinds that have none
 * @param name empty for a collection
 */
record KubernetesPath(String cluster, Kind kind, String namespace, String name) {

    /** @param segments everything after the API server's root */
    static Optional<KubernetesPath> parse(String cluster, List<String> segments) {
        if (segments.size() >= 3 && segments.getFirst().equals("api")) {
            return inGroup(cluster, "", segments.get(1), segments.subList(2, segments.size()));
        }
        if (segments.size() >= 4 && segments.getFirst().equals("apis")) {
            return inGroup(cluster, segments.get(1), segments.get(2), segments.subList(3, segments.size()));
        }
        return Optional.empty();
    }

    boolean collection() {
        return name.isEmpty();
    }

    boolean overAllNamespaces() {
        return collection() && namespace.isEmpty();
    }

    ObjectKey key() {
        return new ObjectKey(cluster, kind, namespace, name);
    }

    private static Optional<KubernetesPath> inGroup(String cluster, String group, String version, List<String> rest) {
        if (rest.getFirst().equals("namespaces") && rest.size() >= 3) {
            return Kind.of(group, version, rest.get(2))
                    .filter(kind -> kind.namespaced && rest.size() <= 4)
                    .flatMap(kind -> here(cluster, kind, rest.get(1), rest.size() == 4 ? rest.get(3) : ""));
        }
        return Kind.of(group, version, rest.getFirst())
                .filter(kind -> rest.size() == 1 || (rest.size() == 2 && !kind.namespaced))
                .flatMap(kind -> here(cluster, kind, "", rest.size() == 2 ? rest.get(1) : ""));
    }

    /** Rancher's own kinds are served by the management cluster alone. */
    private static Optional<KubernetesPath> here(String cluster, Kind kind, String namespace, String name) {
        return kind.custom() && !cluster.equals(ObjectKey.MANAGEMENT)
                ? Optional.empty()
                : Optional.of(new KubernetesPath(cluster, kind, namespace, name));
    }
}
