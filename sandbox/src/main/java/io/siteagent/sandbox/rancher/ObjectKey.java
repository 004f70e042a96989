package io.siteagent.sandbox.rancher;

import java.util.Comparator;

/**
 * Where an object lives.
 *
 * @param cluster id of the cluster whose API holds it; Rancher's own objects are in {@link #MANAGEMENT}
 * @param namespace empty for objects that have none
 */
record ObjectKey(String cluster, Kind kind, String namespace, String name) implements Comparable<ObjectKey> {

    /** The cluster that Rancher itself runs in. */
    static final String MANAGEMENT = "local";

    private static final Comparator<ObjectKey> ORDER = Comparator.comparing(ObjectKey::cluster)
            .thenComparing(ObjectKey::kind)
            .thenComparing(ObjectKey::namespace)
            .thenComparing(ObjectKey::name);

    static ObjectKey ofProject(String cluster, String name) {
        return new ObjectKey(MANAGEMENT, Kind.PROJECT, cluster, name);
    }

    static ObjectKey ofBinding(String backingNamespace, String name) {
        return new ObjectKey(MANAGEMENT, Kind.BINDING, backingNamespace, name);
    }

    static ObjectKey ofNamespace(String cluster, String name) {
        return new ObjectKey(cluster, Kind.NAMESPACE, "", name);
    }

    static ObjectKey ofCluster(String id) {
        return new ObjectKey(MANAGEMENT, Kind.CLUSTER, "", id);
    }

    static ObjectKey ofRoleTemplate(String id) {
        return new ObjectKey(MANAGEMENT, Kind.ROLE_TEMPLATE, "", id);
    }

    static ObjectKey inside(String cluster, String namespace, Kind kind, String name) {
        return new ObjectKey(cluster, kind, namespace, name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        return ORDER.compare(this, other);
    }
}
