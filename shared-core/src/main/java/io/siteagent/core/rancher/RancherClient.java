package io.siteagent.core.rancher;

import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.http.Wire;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Rancher for one cluster: projects and bindings through Rancher's Kubernetes API, the rest through the cluster proxy.
 * Lists are read to their end. A 404 of a single read is an empty answer; every other failure is a
 * {@link io.siteagent.core.http.RemoteException}. Thread-safe.
 */
public final class RancherClient {

    private final RancherSettings settings;
    private final Wire wire;

    public RancherClient(RancherSettings settings, Wire wire) {
        this.settings = settings;
        this.wire = wire;
    }

    private UnsupportedOperationException todo() {
        return new UnsupportedOperationException(settings.baseUri() + " until " + wire.deadline());
    }

    public String clusterId() {
        throw todo();
    }

    public Optional<Project> project(String name) {
        throw todo();
    }

    /** All projects of the cluster. */
    public List<Project> projects() {
        throw todo();
    }

    /** Creates or changes a project in one idempotent call. */
    public Project applyProject(ProjectApply project) {
        throw todo();
    }

    /** Starts the deletion; done already counts as success. */
    public void deleteProject(String name) {
        throw todo();
    }

    public Optional<Namespace> namespace(String name) {
        throw todo();
    }

    /** All namespaces of the cluster; membership is told by {@link Namespace#projectId()}. */
    public List<Namespace> namespaces() {
        throw todo();
    }

    public Namespace applyNamespace(NamespaceApply namespace) {
        throw todo();
    }

    public void deleteNamespace(String name) {
        throw todo();
    }

    public List<ResourceQuota> resourceQuotas(String namespace) {
        throw todo();
    }

    /** Bindings of one project, read from its backing namespace. */
    public List<RoleTemplateBinding> bindings(String backingNamespace) {
        throw todo();
    }

    /** Bindings of one group principal in every project and cluster that the token may see. */
    public List<RoleTemplateBinding> bindingsOfGroup(String groupPrincipal) {
        throw todo();
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
        throw todo();
    }

    public void deleteBinding(String backingNamespace, String name) {
        throw todo();
    }

    /**
     * Pods of the whole cluster that are neither succeeded nor failed, page by page, without holding more than a page.
     */
    public void forEachPod(Consumer<PodUsage> action) {
        throw todo();
    }

    public void forEachVolumeClaim(Consumer<VolumeClaim> action) {
        throw todo();
    }
}
