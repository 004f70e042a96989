package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Arranges a Rancher: what an operator, a customer or somebody else did before the test begins. */
public final class Seed {

    private static final String DEFAULT_PROJECT = "authz.management.cattle.io/default-project";
    private static final String SOMEBODY = "kubectl-create";

    private final RancherStandIn rancher;
    private final Store store;
    private final Credentials credentials;
    private final ObjectWriter writer;

    Seed(RancherStandIn rancher, Store store, Settings settings, Credentials credentials) {
        this.rancher = rancher;
        this.store = store;
        this.credentials = credentials;
        this.writer = new ObjectWriter(store, new Admission(store, settings));
    }

    /** Whether an object belongs to what every cluster has from the start. */
    static boolean comesWithTheCluster(JsonNode object) {
        return Json.label(object, DEFAULT_PROJECT).isPresent()
                || Json.label(object, NormanProjects.SYSTEM_PROJECT).isPresent();
    }

    /** An API key, {@code NAME:SECRET}, with an owner's rights on everything. */
    public Seed key(String token) {
        return key(token, Rights.OWNER);
    }

    /** An API key, {@code NAME:SECRET}, of a user with these rights. */
    public Seed key(String token, Rights rights) {
        return done(() -> credentials.add(token, "u-" + store.suffix(5), rights, Optional.empty()));
    }

    /** A key that is good for one cluster only. */
    public Seed scopedKey(String token, String cluster) {
        return done(() -> credentials.add(token, "u-" + store.suffix(5), Rights.OWNER, Optional.of(cluster)));
    }

    public Seed expireKey(String token) {
        return done(() -> credentials.expire(token));
    }

    public Seed revokeKey(String token) {
        return done(() -> credentials.remove(token));
    }

    /** A downstream cluster with its Default and System project. */
    public Seed cluster(String id) {
        return done(() -> {
            var cluster = Json.object();
            cluster.putObject("spec").put("displayName", id);
            store.create(ObjectKey.ofCluster(id), cluster, Store.RANCHER);
            var own = ObjectKey.ofNamespace(ObjectKey.MANAGEMENT, id);
            store.create(own, Namespaces.ofRancherItself(id), Store.RANCHER);
            birthProject(id, "Default", DEFAULT_PROJECT, "default");
            birthProject(id, "System", NormanProjects.SYSTEM_PROJECT, "kube-system");
        });
    }

    /** A role that projects can be bound to. */
    public Seed roleTemplate(String id) {
        return roleTemplate(id, id, "project");
    }

    /** A role for what the context says: {@code project} or {@code cluster}. */
    public Seed roleTemplate(String id, String name, String context) {
        return done(() -> role(id, name, context, false));
    }

    /** Somebody else's project, made as kubectl would; the answer is its id, {@code cluster:name}. */
    public String project(String cluster, String displayName) {
        return rancher.settled(() -> {
            var project = Json.object();
            project.putObject("spec").put("clusterName", cluster).put("displayName", displayName);
            var key = ObjectKey.ofProject(cluster, "p-" + store.suffix(5));
            writer.create(key, project, SOMEBODY);
            return ProjectId.of(key).toString();
        });
    }

    /** Somebody else's namespace, made as kubectl would, in a project {@code cluster:name} or, if empty, in none. */
    public Seed namespace(String cluster, String name, String projectId) {
        var namespace = Json.object();
        if (!projectId.isEmpty()) {
            Json.ensure(namespace, "metadata", "annotations").put(ProjectId.ANNOTATION, projectId);
        }
        return done(() -> writer.create(ObjectKey.ofNamespace(cluster, name), namespace, SOMEBODY));
    }

    /** Somebody else's binding of a group, for instance {@code keycloakoidc_group://staff}. */
    public Seed groupBinding(String projectId, String roleTemplate, String principal) {
        return done(() -> {
            var project = ProjectId.parse(projectId).flatMap(id -> store.find(id.key()));
            var backing = project.orElseThrow(() -> new IllegalArgumentException("No project " + projectId))
                    .path("status")
                    .path("backingNamespace")
                    .asText();
            var binding = Json.object()
                    .put("projectName", projectId)
                    .put("roleTemplateName", roleTemplate)
                    .put("groupPrincipalName", principal);
            writer.create(ObjectKey.ofBinding(backing, "prtb-" + store.suffix(5)), binding, SOMEBODY);
        });
    }

    /**
     * A running pod of one container whose limits equal its requests.
     *
     * @param requests for instance {@code cpu: 500m, memory: 1Gi, nvidia.com/gpu: 1}
     */
    public Seed pod(String cluster, String namespace, String name, Map<String, String> requests) {
        var pod = Json.object();
        var container = Json.ensure(pod, "spec")
                .putArray("containers")
                .addObject()
                .put("name", "main")
                .put("image", "x");
        var resources = container.putObject("resources");
        resources.set("requests", Json.object(requests));
        resources.set("limits", Json.object(requests));
        Json.ensure(pod, "metadata").put("name", name);
        return pod(cluster, namespace, pod).podPhase(cluster, namespace, name, "Running");
    }

    /** A pending pod from a whole manifest: init containers, overhead, whatever a test needs. */
    public Seed pod(String cluster, String namespace, ObjectNode manifest) {
        var key = ObjectKey.inside(cluster, namespace, Kind.POD, Json.name(manifest));
        return done(() -> writer.create(key, manifest, SOMEBODY));
    }

    /** Moves a pod on to {@code Pending, Running, Succeeded} or {@code Failed}. */
    public Seed podPhase(String cluster, String namespace, String name, String phase) {
        return done(() -> phase(ObjectKey.inside(cluster, namespace, Kind.POD, name), phase));
    }

    /** A bound volume claim of a size like {@code 10Gi}. */
    public Seed volumeClaim(String cluster, String namespace, String name, String size) {
        var claim = Json.object();
        var spec = claim.putObject("spec").put("storageClassName", "standard");
        spec.putArray("accessModes").add("ReadWriteOnce");
        Json.ensure(spec, "resources", "requests").put("storage", size);
        var key = ObjectKey.inside(cluster, namespace, Kind.VOLUME_CLAIM, name);
        return done(() -> {
            writer.create(key, claim, SOMEBODY);
            phase(key, "Bound");
        });
    }

    /** Somebody applies a manifest with kubectl, taking over the fields it names. */
    public Seed manifest(String cluster, String yaml) {
        var object = Json.parseYaml(yaml).orElseThrow(() -> new IllegalArgumentException("Not a manifest"));
        var kind = kind(object.path("kind").asText());
        var key = new ObjectKey(
                cluster, kind, object.path("metadata").path("namespace").asText(), Json.name(object));
        return done(() -> writer.apply(key, object, SOMEBODY, true));
    }

    /** Somebody deletes an object; the namespace is empty for one that has none. */
    public Seed delete(String cluster, String kind, String namespace, String name) {
        return done(() -> writer.delete(new ObjectKey(cluster, kind(kind), namespace, name), Json.object(), SOMEBODY));
    }

    void managementCluster() {
        cluster(ObjectKey.MANAGEMENT);
        done(() -> {
            BuiltInRoles.ofProjects().forEach((id, name) -> role(id, name, "project", true));
            role("cluster-owner", "Cluster Owner", "cluster", true);
            role("cluster-member", "Cluster Member", "cluster", true);
        });
    }

    private void role(String id, String name, String context, boolean builtIn) {
        var role = Json.object()
                .put("displayName", name)
                .put("context", context)
                .put("builtin", builtIn)
                .put("locked", false);
        store.create(ObjectKey.ofRoleTemplate(id), role, Store.RANCHER);
    }

    private void birthProject(String cluster, String name, String mark, String namespace) {
        var project = Json.object();
        project.putObject("spec").put("clusterName", cluster).put("displayName", name);
        Json.ensure(project, "metadata", "labels").put(mark, "true");
        var key = ObjectKey.ofProject(cluster, "p-" + store.suffix(5));
        writer.create(key, project, Store.RANCHER);
        var first = Json.object();
        var metadata = first.putObject("metadata");
        metadata.putObject("annotations")
                .put(ProjectId.ANNOTATION, ProjectId.of(key).toString());
        metadata.putObject("labels").put(mark, "true");
        writer.create(ObjectKey.ofNamespace(cluster, namespace), first, Store.RANCHER);
    }

    private void phase(ObjectKey key, String phase) {
        store.find(key).ifPresent(found -> {
            var changed = found.deepCopy();
            Json.ensure(changed, "status").put("phase", phase);
            store.update(key, changed, "kubelet");
        });
    }

    private static Kind kind(String name) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.kindName.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown kind '" + name + "'"));
    }

    private Seed done(Runnable arranging) {
        Supplier<Seed> then = () -> {
            arranging.run();
            return this;
        };
        return rancher.settled(then);
    }
}
