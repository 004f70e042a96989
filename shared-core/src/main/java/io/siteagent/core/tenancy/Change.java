package io.siteagent.core.tenancy;

import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.keycloak.Group;
import io.siteagent.core.keycloak.User;
import io.siteagent.core.rancher.Namespace;
import io.siteagent.core.rancher.NamespaceApply;
import io.siteagent.core.rancher.ProjectApply;
import io.siteagent.core.rancher.Quantity;
import io.siteagent.core.rancher.RoleTemplateBinding;
import java.util.List;
import java.util.Map;

/** One step from what is to what should be. It can describe itself to a person, and it knows how to be done. */
public sealed interface Change {

    /** {@code + ~ -} and what is done to what, and why where it is not plain; no secret and no personal data. */
    String describe();

    /** Does it; doing it again, or finding it done already, is success. */
    void apply(Workbench bench);

    record CreateProject(ProjectApply desired) implements Change {
        @Override
        public String describe() {
            return "+ project %s (%s)%s"
                    .formatted(desired.displayName(), desired.name(), Wording.quotaSuffix(desired.limit()));
        }

        @Override
        public void apply(Workbench bench) {
            bench.putProject(bench.rancher().createProject(desired), true);
        }
    }

    /** Brings a project of ours in line. Lowering a quota is a step of its own, {@link LowerProjectQuota}. */
    record UpdateProject(ProjectApply desired, List<String> differences) implements Change {
        @Override
        public String describe() {
            return Wording.projectChange(desired, differences);
        }

        @Override
        public void apply(Workbench bench) {
            bench.putProject(bench.rancher().applyProject(desired), false);
        }
    }

    /**
     * Rancher refuses a project quota below what its namespaces have reserved, and notices their lowering a moment
     * later.
     */
    record LowerProjectQuota(ProjectApply desired, List<String> differences) implements Change {
        @Override
        public String describe() {
            return Wording.projectChange(desired, differences);
        }

        @Override
        public void apply(Workbench bench) {
            bench.patience()
                    .until(
                            fits -> fits,
                            bench.deadline(),
                            () -> bench.rancher()
                                    .project(desired.name())
                                    .map(project -> desired.limit().isEmpty()
                                            || !Quotas.lowers(project.used(), desired.limit()))
                                    .orElse(true));
            bench.putProject(bench.rancher().applyProject(desired), false);
        }
    }

    /** Tells Waldur which project it is. */
    record RecordBackendId(WaldurUuid resource, String backendId) implements Change {
        @Override
        public String describe() {
            return "~ Waldur resource %s: backend id %s".formatted(resource, backendId);
        }

        @Override
        public void apply(Workbench bench) {
            bench.waldur().setBackendId(resource, backendId);
        }
    }

    record EnsureNamespace(NamespaceApply desired, List<String> differences) implements Change {
        @Override
        public String describe() {
            return differences.isEmpty()
                    ? "+ namespace %s%s".formatted(desired.name(), Wording.quotaSuffix(desired.quota()))
                    : "~ namespace %s: %s".formatted(desired.name(), String.join(", ", differences));
        }

        @Override
        public void apply(Workbench bench) {
            bench.rancher().applyNamespace(desired);
        }
    }

    /** A ResourceQuota of our own. */
    record EnsureQuota(
            String namespace,
            String name,
            Map<String, String> labels,
            Map<String, Quantity> hard,
            List<String> differences)
            implements Change {
        @Override
        public String describe() {
            return differences.isEmpty()
                    ? "+ resource quota %s/%s: %s".formatted(namespace, name, Wording.hard(hard))
                    : "~ resource quota %s/%s: %s".formatted(namespace, name, String.join(", ", differences));
        }

        @Override
        public void apply(Workbench bench) {
            bench.rancher().applyResourceQuota(namespace, name, labels, hard);
        }
    }

    /** Goes only when what replaces it is enforced, so that nothing is unlimited in between. */
    record DeleteQuota(String namespace, String name, Map<String, Quantity> awaited) implements Change {
        @Override
        public String describe() {
            return "- resource quota %s/%s: replaced".formatted(namespace, name);
        }

        @Override
        public void apply(Workbench bench) {
            var enforced = bench.patience()
                    .until(
                            done -> done,
                            bench.deadline(),
                            () -> Quotas.enforce(
                                    bench.rancher().resourceQuotas(namespace).stream()
                                            .filter(quota -> !quota.name().equals(name))
                                            .toList(),
                                    awaited));
            if (!enforced) {
                throw new RemoteException(
                        RemoteException.Reason.TRANSIENT,
                        RemoteSystem.RANCHER,
                        "replace resource quota",
                        namespace + "/" + name,
                        0,
                        "what replaces it is not enforced yet",
                        null);
            }
            bench.rancher().deleteResourceQuota(namespace, name);
        }
    }

    record CreateGroup(Tenant.GroupSpec group) implements Change {
        @Override
        public String describe() {
            return "+ group /" + group.name();
        }

        @Override
        public void apply(Workbench bench) {
            bench.putGroup(bench.createdOrFound(
                    group, "/" + group.name(), () -> bench.keycloak().createGroup(group.name(), group.mark())));
        }
    }

    record CreateChildGroup(String parentName, Tenant.GroupSpec group) implements Change {
        @Override
        public String describe() {
            return "+ group /%s/%s".formatted(parentName, group.name());
        }

        @Override
        public void apply(Workbench bench) {
            bench.putGroup(bench.createdOrFound(group, "/" + parentName + "/" + group.name(), () -> create(bench)));
        }

        /** A parent that a sibling's end has just deleted is made again by the next attempt. */
        private Group create(Workbench bench) {
            try {
                return bench.keycloak().createChild(bench.group(parentName), group.name(), group.mark());
            } catch (RemoteException failure) {
                throw failure.is(RemoteException.Reason.MISSING)
                        ? new RemoteException(
                                RemoteException.Reason.TRANSIENT,
                                RemoteSystem.KEYCLOAK,
                                "create group",
                                group.name(),
                                404,
                                "its parent " + parentName + " vanished meanwhile",
                                failure)
                        : failure;
            }
        }
    }

    /** Puts our mark on a group that the predecessor made, or records whom we put into it. */
    record MarkGroup(Group group, Map<String, List<String>> mark, Occasion occasion) implements Change {

        /** Occasion a group's attributes change. */
        enum Occasion {
            ADOPTED("adopted from the previous agent, mark added"),
            RECORDED("record of whom we put into it");

            private final String text;

            Occasion(String text) {
                this.text = text;
            }
        }

        @Override
        public String describe() {
            return "~ group %s: %s".formatted(group.path(), occasion.text);
        }

        @Override
        public void apply(Workbench bench) {
            var attributes = new java.util.HashMap<>(group.attributes());
            attributes.putAll(mark);
            bench.keycloak().setAttributes(group, attributes);
        }
    }

    record AddMember(Identity identity, User user, String groupName) implements Change {
        @Override
        public String describe() {
            return "+ member %s of %s (Waldur user %s)".formatted(user.id(), groupName, identity.person());
        }

        @Override
        public void apply(Workbench bench) {
            if (!bench.keycloak().join(user.id(), bench.group(groupName).id())) {
                throw new RemoteException(
                        RemoteException.Reason.CONFLICT,
                        RemoteSystem.KEYCLOAK,
                        "add member to group",
                        groupName,
                        404,
                        "the user " + user.id() + " vanished meanwhile",
                        null);
            }
        }
    }

    record RemoveMember(User user, Group group) implements Change {
        @Override
        public String describe() {
            return "- member %s of %s".formatted(user.id(), group.name());
        }

        @Override
        public void apply(Workbench bench) {
            bench.keycloak().leave(user.id(), group.id());
        }
    }

    record BindRole(WaldurUuid resource, String projectName, String roleTemplate, String principal) implements Change {
        @Override
        public String describe() {
            return "+ binding of %s to role %s".formatted(principal, roleTemplate);
        }

        @Override
        public void apply(Workbench bench) {
            var project = bench.readyProject(projectName);
            var bound = bench.patience()
                    .whileMissing(
                            bench.deadline(),
                            () -> bench.rancher()
                                    .applyBinding(
                                            project.backingNamespace().orElseThrow(),
                                            Names.binding(resource, roleTemplate, principal),
                                            project.id(),
                                            roleTemplate,
                                            principal,
                                            Marks.of(resource),
                                            Marks.of(resource)));
            if (bound.deleting()) {
                throw new RemoteException(
                        RemoteException.Reason.TRANSIENT,
                        RemoteSystem.RANCHER,
                        "bind role in project",
                        project.id(),
                        200,
                        "the binding's predecessor of the same name is still being deleted",
                        null);
            }
        }
    }

    record Unbind(RoleTemplateBinding binding, Why why) implements Change {

        /** Why a binding goes. */
        enum Why {
            RESTRICTED("Waldur restricts the members' access"),
            TERMINATED("the resource is terminated"),
            /** Goes only when the binding that takes its place is there, so that nobody is locked out in between. */
            REPLACED("no longer the configured role or group");

            private final String text;

            Why(String text) {
                this.text = text;
            }
        }

        @Override
        public String describe() {
            return "- binding of %s to role %s (%s)"
                    .formatted(binding.groupPrincipal(), binding.roleTemplate(), why.text);
        }

        @Override
        public void apply(Workbench bench) {
            bench.rancher().deleteBinding(binding.namespace(), binding.name());
        }
    }

    record DeleteNamespace(Namespace namespace) implements Change {
        @Override
        public String describe() {
            return "- namespace " + namespace.name();
        }

        @Override
        public void apply(Workbench bench) {
            bench.rancher().deleteNamespace(namespace.name());
        }
    }

    record DeleteProject(String name, String displayName) implements Change {
        @Override
        public String describe() {
            return "- project %s (%s)".formatted(displayName, name);
        }

        @Override
        public void apply(Workbench bench) {
            bench.rancher().deleteProject(name);
        }
    }

    record DeleteGroup(Group group) implements Change {
        @Override
        public String describe() {
            return "- group " + group.path();
        }

        @Override
        public void apply(Workbench bench) {
            bench.keycloak().deleteGroup(group.id());
        }
    }

    /**
     * Deletes a parent group if it is still without children when its turn comes: Keycloak would delete them with it.
     */
    record DeleteEmptyParent(Group group) implements Change {
        @Override
        public String describe() {
            return "- group %s (its last child is gone)".formatted(group.path());
        }

        @Override
        public void apply(Workbench bench) {
            if (bench.keycloak().children(group.id()).isEmpty()) {
                bench.keycloak().deleteGroup(group.id());
            }
        }
    }
}
