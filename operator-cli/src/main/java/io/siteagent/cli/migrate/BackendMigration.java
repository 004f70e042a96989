package io.siteagent.cli.migrate;

import io.siteagent.cli.migrate.MigrationReport.Fate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@code backend_settings}. The predecessor's names of groups and its place of the quota are written out, so that what
 * it built is recognised as it is.
 */
final class BackendMigration {

    private static final List<String> AS_IT_IS = List.of(
            "verify_cert",
            "project_prefix",
            "default_role",
            "namespace_labels",
            "keycloak_enabled",
            "keycloak_use_user_id",
            "keycloak_parent_group",
            "keycloak_child_group",
            "quota_scope",
            "enforce_storage",
            "deletion_mode");

    private static final List<String> KEYCLOAK = List.of(
            "keycloak_url",
            "keycloak_realm",
            "keycloak_user_realm",
            "keycloak_client_id",
            "keycloak_username",
            "client_id",
            "keycloak_ssl_verify");

    private static final SortedMap<String, String> IGNORED = new TreeMap<>(Map.of(
            "keycloak_sync_frequency", "set the schedule in template.yaml",
            "soft_delete", "see deletion_mode",
            "check_backend_id_uniqueness", "object names are unique by design",
            "check_all_offerings", "object names are unique by design",
            "backend_id_max_retries", "object names are unique by design",
            "allocation_prefix", "see project_prefix",
            "periodic_limits", "Rancher has none"));

    private BackendMigration() {}

    static Map<String, Object> of(OldMap old, Map<String, String> secrets) {
        var settings = new LinkedHashMap<String, Object>();
        url(old, settings);
        old.map("username", settings);
        old.secret("password", "password", secrets);
        cluster(old, settings);
        AS_IT_IS.forEach(key -> old.map(key, settings));
        old.rename("keycloak_role_name", "default_role", settings);
        keycloak(old, settings, secrets);
        adopt(old, settings);
        IGNORED.forEach(old::ignore);
        old.finish();
        return settings;
    }

    private static void url(OldMap old, Map<String, Object> settings) {
        old.take("backend_url").map(String::valueOf).ifPresent(url -> {
            var root = url.replaceAll("/+$", "").replaceAll("/v3$", "");
            settings.put("backend_url", root);
            old.say(Fate.MAPPED, "backend_url", root.equals(url) ? "" : "without what the API adds to it");
        });
    }

    private static void cluster(OldMap old, Map<String, Object> settings) {
        old.take("cluster_id").map(String::valueOf).ifPresent(id -> {
            var cluster = id.contains(":") ? id.substring(0, id.indexOf(':')) : id;
            settings.put("cluster_id", cluster);
            old.say(Fate.MAPPED, "cluster_id", cluster.equals(id) ? "" : "the cluster only, without its project");
        });
    }

    /** In a map of its own, or flat as the first version had it. */
    private static void keycloak(OldMap old, Map<String, Object> settings, Map<String, String> secrets) {
        var keycloak = new LinkedHashMap<String, Object>();
        old.section("keycloak").ifPresent(section -> {
            KEYCLOAK.forEach(key -> section.map(key, keycloak));
            section.secret("keycloak_password", "keycloak_password", secrets);
            section.secret("keycloak_client_secret", "keycloak_client_secret", secrets);
            section.rename("keycloak_use_user_id", "keycloak_use_user_id", settings);
            section.rename("keycloak_enabled", "keycloak_enabled", settings);
            section.ignore("keycloak_sync_frequency", "set the schedule in template.yaml");
            section.finish();
        });
        for (var key : KEYCLOAK) {
            old.take(key).ifPresent(value -> {
                if (keycloak.putIfAbsent(key, value) == null) {
                    old.say(Fate.RENAMED, key, "now `keycloak." + key + "`");
                } else {
                    old.say(Fate.IGNORED, key, "`keycloak." + key + "` says it already");
                }
            });
        }
        old.secret("keycloak_password", "keycloak_password", secrets);
        old.secret("keycloak_client_secret", "keycloak_client_secret", secrets);
        if (!keycloak.isEmpty()) {
            settings.put("keycloak", keycloak);
        }
    }

    private static void adopt(OldMap old, Map<String, Object> settings) {
        if (Boolean.TRUE.equals(settings.get("keycloak_enabled"))) {
            add(old, settings, "keycloak_parent_group", "c_{cluster_id_8}");
            add(old, settings, "keycloak_child_group", "project_{project_slug}_{role_name}");
        }
        add(old, settings, "quota_scope", "namespace");
    }

    private static void add(OldMap old, Map<String, Object> settings, String key, String value) {
        if (settings.putIfAbsent(key, value) == null) {
            old.say(Fate.ADDED, key, value + ", as the predecessor made it");
        }
    }
}
