package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What there is, as Kubernetes objects, after everything that is due has happened. Each answer is a copy. The Default
 * and System project of a cluster and what Rancher keeps for itself are left out of the lists.
 */
public final class Inventory {

    private final RancherStandIn rancher;
    private final Store store;

    Inventory(RancherStandIn rancher, Store store) {
        this.rancher = rancher;
        this.store = store;
    }

    /** The projects of a cluster that somebody made. */
    public List<ObjectNode> projects(String cluster) {
        return rancher.settled(() -> copies(
                store.list(ObjectKey.MANAGEMENT, Kind.PROJECT, cluster).values(),
                project -> !Seed.comesWithTheCluster(project)));
    }

    /** One project, as long as it is there. The id is {@code cluster:name}. */
    public Optional<ObjectNode> project(String id) {
        return rancher.settled(() ->
                ProjectId.parse(id).flatMap(found -> store.find(found.key())).map(ObjectNode::deepCopy));
    }

    /** The namespaces of a cluster that somebody made. */
    public List<ObjectNode> namespaces(String cluster) {
        return rancher.settled(() -> copies(
                store.list(cluster, Kind.NAMESPACE).values(),
                namespace -> !Namespaces.isOfRancherItself(namespace) && !Seed.comesWithTheCluster(namespace)));
    }

    /** The namespaces whose annotation names this project, by {@code cluster:name}. */
    public List<ObjectNode> namespacesOf(String projectId) {
        return rancher.settled(() -> ProjectId.parse(projectId)
                .map(id -> copies(store.namespacesOf(id).values(), all -> true))
                .orElse(List.of()));
    }

    public Optional<ObjectNode> namespace(String cluster, String name) {
        return rancher.settled(
                () -> store.find(ObjectKey.ofNamespace(cluster, name)).map(ObjectNode::deepCopy));
    }

    /**
     * The bindings of a project, that of its creator included.
     *
     * @param projectId {@code cluster:name}
     */
    public List<ObjectNode> bindings(String projectId) {
        return rancher.settled(() -> copies(
                store.list(ObjectKey.MANAGEMENT, Kind.BINDING).values(),
                binding -> binding.path("projectName").asText().equals(projectId)));
    }

    /** All bindings of all projects. */
    public List<ObjectNode> bindings() {
        return rancher.settled(
                () -> copies(store.list(ObjectKey.MANAGEMENT, Kind.BINDING).values(), all -> true));
    }

    public List<ObjectNode> resourceQuotas(String cluster, String namespace) {
        return inside(cluster, Kind.RESOURCE_QUOTA, namespace);
    }

    public List<ObjectNode> limitRanges(String cluster, String namespace) {
        return inside(cluster, Kind.LIMIT_RANGE, namespace);
    }

    public List<ObjectNode> pods(String cluster, String namespace) {
        return inside(cluster, Kind.POD, namespace);
    }

    public List<ObjectNode> volumeClaims(String cluster, String namespace) {
        return inside(cluster, Kind.VOLUME_CLAIM, namespace);
    }

    public List<ObjectNode> roleBindings(String cluster, String namespace) {
        return inside(cluster, Kind.ROLE_BINDING, namespace);
    }

    /** The version of the latest write of anything; take it before a run and ask {@link #writesSince} after it. */
    public long resourceVersion() {
        return rancher.settled(store::resourceVersion);
    }

    public List<ObjectWrite> writes() {
        return rancher.settled(store::writes);
    }

    /** What was written after a version, by anybody: empty after a run that found nothing to do. */
    public List<ObjectWrite> writesSince(long resourceVersion) {
        return writes().stream()
                .filter(write -> write.resourceVersion() > resourceVersion)
                .toList();
    }

    private List<ObjectNode> inside(String cluster, Kind kind, String namespace) {
        return rancher.settled(() -> copies(store.list(cluster, kind, namespace).values(), all -> true));
    }

    private static List<ObjectNode> copies(Collection<ObjectNode> objects, Predicate<JsonNode> filter) {
        return objects.stream().filter(filter).map(ObjectNode::deepCopy).toList();
    }
}
