package io.siteagent.core.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What {@code backend_settings} of an offering says: Rancher, Keycloak and how things are named there. */
record BackendSettings(
        RancherSettings rancher,
        Optional<KeycloakSettings> keycloak,
        String projectPrefix,
        String defaultRole,
        Map<String, String> namespaceLabels,
        GroupNames groupNames,
        QuotaSettings quotas,
        DeletionMode deletion,
        UsageSettings usage) {

    private static final Pattern CLUSTER_ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Set<String> PARENT_PLACEHOLDERS = new TreeSet<>(List.of("cluster_uuid_hex", "cluster_id_8"));
    private static final Set<String> CHILD_PLACEHOLDERS =
            new TreeSet<>(List.of("project_uuid_hex", "project_slug", "resource_uuid_hex", "role_name"));

    private static final Set<String> RANCHER_OWN_LABELS =
            Set.of("field.cattle.io/projectId", "kubernetes.io/metadata.name");

    private static final Map<String, String> WITHOUT_EFFECT = Map.of(
            "keycloak_sync_frequency", "set the schedule in template.yaml",
            "soft_delete", "see `deletion_mode`",
            "check_backend_id_uniqueness", "object names are unique by design",
            "check_all_offerings", "",
            "backend_id_max_retries", "",
            "allocation_prefix", "",
            "periodic_limits", "");

    private static final Map<String, String> MISPLACED = Map.of(
            "keycloak_role_name", "is called `default_role` now",
            "keycloak_url", "belongs into the map `keycloak`",
            "keycloak_realm", "belongs into the map `keycloak`",
            "keycloak_user_realm", "belongs into the map `keycloak`",
            "keycloak_username", "belongs into the map `keycloak`",
            "keycloak_password", "belongs into the map `keycloak`",
            "keycloak_client_id", "belongs into the map `keycloak`",
            "keycloak_client_secret", "belongs into the map `keycloak`",
            "keycloak_ssl_verify", "belongs into the map `keycloak`",
            "verify_ssl", "is about Waldur and belongs to the offering; Rancher's is `verify_cert`");

    static Optional<BackendSettings> read(Section section, Findings findings) {
        var rancher = rancher(section);
        boolean useUserId = section.flag("keycloak_use_user_id", true);
        var keycloak = section.flag("keycloak_enabled", false)
                ? KeycloakReader.read(section, useUserId)
                : withoutKeycloak(section);
        var prefix = prefix(section);
        var role = role(section);
        var labels = section.section("namespace_labels").map(BackendSettings::labels);
        var parent = OfferingReader.template(section, "keycloak_parent_group", PARENT_PLACEHOLDERS);
        var child = OfferingReader.template(section, "keycloak_child_group", CHILD_PLACEHOLDERS);
        var quotas = ProvisioningReader.quotas(section);
        var deletion = ProvisioningReader.deletion(section);
        var usage = UsageReader.read(section);
        section.finish(WITHOUT_EFFECT, MISPLACED);
        if (!findings.clean()) {
            return Optional.empty();
        }
        return rancher.map(reached -> new BackendSettings(
                reached,
                keycloak,
                prefix,
                role,
                labels.orElse(Map.of()),
                new GroupNames(parent.orElse(GroupNames.DEFAULT.parent()), child.orElse(GroupNames.DEFAULT.child())),
                quotas,
                deletion,
                usage));
    }

    private static Optional<RancherSettings> rancher(Section section) {
        var baseUri = ServerUrl.read(section, "backend_url", "https://rancher.example.com", "v3");
        var accessKey = section.asWritten("username", "write the access key of a Rancher API token (token-xxxxx)");
        var secretKey = section.asWritten("password", "write the secret key of the Rancher API token");
        var cluster = section.required("cluster_id", "write the cluster's id, e.g. c-m-1234abcd")
                .filter(id -> isCluster(section, id));
        boolean verify = section.flag("verify_cert", true);
        return baseUri.flatMap(uri -> accessKey.flatMap(access -> secretKey.flatMap(
                secret -> cluster.map(id -> new RancherSettings(uri, access, new Secret(secret), id, verify)))));
    }

    private static boolean isCluster(Section section, String id) {
        if (id.indexOf(':') > 0
                && CLUSTER_ID.matcher(id.substring(0, id.indexOf(':'))).matches()) {
            section.problem(
                    "cluster_id",
                    "names a project; write the cluster only: \"" + id.substring(0, id.indexOf(':')) + "\"");
            return false;
        }
        if (!CLUSTER_ID.matcher(id).matches()) {
            section.problem("cluster_id", "is not a cluster's id; write it like c-j8276, c-m-1234abcd or local");
            return false;
        }
        return true;
    }

    private static Optional<KeycloakSettings> withoutKeycloak(Section section) {
        if (section.has("keycloak")) {
            section.notice("keycloak", "without effect here, because keycloak_enabled is not true");
        }
        section.ignore("keycloak");
        return Optional.empty();
    }

    private static String prefix(Section section) {
        var prefix = section.textOrEmpty("project_prefix").orElse("waldur-");
        if (!prefix.isEmpty() && !KubernetesNames.beginsDnsLabel(prefix)) {
            section.problem(
                    "project_prefix",
                    "can't begin the name of a namespace: lower-case letters, digits and `-`, starting with a letter"
                            + " or digit, at most 40");
        }
        return prefix;
    }

    private static String role(Section section) {
        var role = section.text("default_role").orElse("workloads-manage");
        if (!KubernetesNames.isSubdomain(role)) {
            section.problem(
                    "default_role",
                    "is not the id of a Rancher role template; write one like project-member or rt-abcde");
        }
        return role;
    }

    private static Map<String, String> labels(Section section) {
        var labels = new TreeMap<String, String>();
        for (var key : section.keys()) {
            if (RANCHER_OWN_LABELS.contains(key)) {
                section.ignore(key);
                section.problem(key, "is a label that Rancher or Kubernetes sets; it can't be chosen");
            } else if (!KubernetesNames.isQualifiedName(key)) {
                section.ignore(key);
                section.problem(
                        key,
                        "is not a label's key for Kubernetes: `name` or `domain/name`, at most 63 letters,"
                                + " digits, `-`, `_`, `.`");
            } else {
                section.textOrEmpty(key).ifPresent(value -> {
                    if (!KubernetesNames.isLabelValue(value)) {
                        section.problem(
                                key,
                                "is not a label's value for Kubernetes: at most 63 letters, digits, `-`,"
                                        + " `_`, `.`, beginning and ending with a letter or digit");
                    }
                    labels.put(key, value);
                });
            }
        }
        section.finish(Map.of(), Map.of());
        return Map.copyOf(labels);
    }
}
