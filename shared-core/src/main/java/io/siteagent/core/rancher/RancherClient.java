package io.siteagent.core.rancher;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.http.Authorization;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import io.siteagent.core.http.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Rancher for one cluster: projects and bindings through Rancher's Kubernetes API, the rest through the cluster proxy.
 * Lists are read to their end. A 404 of a single read is an empty answer; every other failure is a
 * {@link io.siteagent.core.http.RemoteException}. Thread-safe.
 */
public final class RancherClient {

    private final String clusterId;
    private final ProjectApi projects;
    private final NamespaceApi namespaces;
    private final BindingApi bindings;
    private final ResourceQuotaApi quotas;
    private final WorkloadApi workloads;
    private final SchemaApi schemas;

    public RancherClient(RancherSettings settings, Wire wire) {
        var transport = new Transport(
                RemoteSystem.RANCHER,
                settings.baseUri(),
                settings.verifyCert(),
                Authorization.fixed("Bearer " + settings.accessKey().strip() + ":"
                        + settings.secretKey().value().strip()),
                wire);
        this.clusterId = settings.clusterId();
        this.projects = new ProjectApi(transport, clusterId);
        this.namespaces = new NamespaceApi(transport, clusterId);
        this.bindings = new BindingApi(transport);
        this.quotas = new ResourceQuotaApi(transport, clusterId);
        this.schemas = new SchemaApi(transport);
        this.workloads = new WorkloadApi(transport, clusterId);
    }

    /** Asks Rancher to look at everybody's groups at once, and not when it would by itself. */
    public void refreshPrincipals() {
        bindings.refreshPrincipals();
    }

    public String clusterId() {
        return clusterId;
    }

    public Optional<Project> project(String name) {
        return projects.find(name);
    }

    /** All projects of the cluster. */
    public List<Project> projects() {
        return projects.all();
    }

    /** Projects of the cluster with that display name, which Rancher does not keep unique. */
    public List<Project> projectsCalled(String displayName) {
        return projects.called(displayName);
    }

    /** Whether project quotas can hold extended resources (Rancher 2.14 and later). */
    public boolean knowsExtendedQuotas() {
        return schemas.knowsExtendedQuotas();
    }

    /** Creates a project; CONFLICT when it exists, which it then does with what was asked for. */
    public Project createProject(ProjectApply project) {
        return projects.create(project);
    }

    /** Creates or changes a project in one idempotent call. */
    public Project applyProject(ProjectApply project) {
        return projects.apply(project);
    }

    /** Starts the deletion; done already counts as success. */
    public void deleteProject(String name) {
        projects.delete(name);
    }

    public Optional<Namespace> namespace(String name) {
        return namespaces.find(name);
    }

    /** Namespaces that a token may see which may not list the cluster's: one that is missing here may exist. */
    public List<VisibleNamespace> visibleNamespaces() {
        return namespaces.visible();
    }

    /** All namespaces of the cluster; membership is told by {@link Namespace#projectId()}. */
    public List<Namespace> namespaces() {
        return namespaces.all(_ -> true);
    }

    /**
     * Namespaces of a project, and the one of that name wherever it is. All are read, because Rancher copies membership
     * to a label only some time later; only these are kept.
     */
    public List<Namespace> namespaces(String projectId, String name) {
        return namespaces.all(namespace -> namespace.name().equals(name)
                || namespace.projectId().filter(projectId::equals).isPresent());
    }

    /** Creates or changes a namespace in one idempotent call. */
    public Namespace applyNamespace(NamespaceApply namespace) {
        return namespaces.apply(namespace);
    }

    /** Starts the deletion; started or done already counts as success. */
    public void deleteNamespace(String name) {
        namespaces.delete(name);
    }

    public List<ResourceQuota> resourceQuotas(String namespace) {
        return quotas.in(namespace);
    }

    /** ResourceQuotas of the whole cluster. */
    public List<ResourceQuota> allResourceQuotas() {
        return quotas.all();
    }

    /**
     * Creates or changes a ResourceQuota in one idempotent call. MISSING while the namespace does not exist.
     *
     * @param hard amounts by Kubernetes key
     */
    public void applyResourceQuota(
            String namespace, String name, Map<String, String> labels, Map<String, Quantity> hard) {
        quotas.apply(namespace, name, labels, hard);
    }

    /** Done already counts as success. */
    public void deleteResourceQuota(String namespace, String name) {
        quotas.delete(namespace, name);
    }

    /** Bindings of every project that the token may see: one that is missing here may exist. */
    public List<RoleTemplateBinding> visibleBindings() {
        return bindings.visible();
    }

    /** Bindings of one project, read from its backing namespace. */
    public List<RoleTemplateBinding> bindings(String backingNamespace) {
        return bindings.in(backingNamespace);
    }

    /** Bindings of one group principal in every project and cluster that the token may see. */
    public List<RoleTemplateBinding> bindingsOfGroup(String groupPrincipal) {
        return bindings.ofGroup(groupPrincipal);
    }

    /**
     * Binds a group to a role of a project in one idempotent call. MISSING while the backing namespace does not exist
     * yet.
     */
    public RoleTemplateBinding applyBinding(
            String backingNamespace,
            String name,
            String projectId,
            String roleTemplate,
            String groupPrincipal,
            Map<String, String> annotations,
            Map<String, String> labels) {
        return bindings.apply(new RoleTemplateBinding(
                backingNamespace, name, projectId, roleTemplate, groupPrincipal, annotations, labels, false));
    }

    /** Starts the deletion; done already counts as success. */
    public void deleteBinding(String backingNamespace, String name) {
        bindings.delete(backingNamespace, name);
    }

    /**
     * What the requests of pods add up to, without holding the pods. A sum is given out only when the list was read to
     * its end.
     *
     * @param start nothing added yet; asked anew when a list has to be read again from its beginning
     * @param add adds a pod; one that has succeeded or failed requests nothing
     */
    public <S> S foldPods(Area area, Supplier<S> start, BiConsumer<S, Listed<PodUsage>> add) {
        return workloads.foldPods(area, start, add);
    }

    /** As {@link #foldPods}, for volume claims. */
    public <S> S foldVolumeClaims(Area area, Supplier<S> start, BiConsumer<S, Listed<VolumeClaim>> add) {
        return workloads.foldVolumeClaims(area, start, add);
    }

    /** As {@link #foldPods}, for ResourceQuotas. */
    public <S> S foldResourceQuotas(Area area, Supplier<S> start, BiConsumer<S, Listed<ResourceQuota>> add) {
        return workloads.foldResourceQuotas(area, start, add);
    }
}
