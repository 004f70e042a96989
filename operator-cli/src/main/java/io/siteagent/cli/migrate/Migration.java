package io.siteagent.cli.migrate;

import io.siteagent.cli.migrate.MigratedSite.MigratedOffering;
import io.siteagent.cli.migrate.MigrationReport.Fate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Carries the document and its offerings over; the parts of an offering have migrations of their own. */
final class Migration {

    private static final SortedMap<String, String> ROOT_IGNORED = new TreeMap<>(Map.of(
            "sentry_dsn", "errors go to the functions' log",
            "elastic_apm_server_url", "the functions log what they do",
            "global_proxy", "set the proxy on the functions' network",
            "log_level", "the functions log at INFO",
            "logging", "the functions log at INFO",
            "log_shipping", "logs go to CloudWatch",
            "reporting_periods", "Rancher knows the present only",
            "expose_backend_error_details", "customers get a message without internals, always"));

    private static final List<String> OFFERING_IGNORED = List.of(
            "username_management_backend",
            "username_reconciliation_enabled",
            "resource_import_enabled",
            "stomp_enabled",
            "stomp_membership_sync_enabled",
            "stomp_ws_host",
            "stomp_ws_port",
            "stomp_ws_path",
            "websocket_use_tls");

    private static final List<String> MODES =
            List.of("order_processing_backend", "membership_sync_backend", "reporting_backend");

    private final MigrationReport report;
    private final Set<String> slugs = new HashSet<>();

    Migration(MigrationReport report) {
        this.report = report;
    }

    MigratedSite migrate(Map<?, ?> document) {
        var root = new OldMap(document, "", report);
        var settings = new LinkedHashMap<String, Object>();
        root.map("timezone", settings);
        var shared = root.take("waldur").orElse(Map.of());
        var offerings = new ArrayList<MigratedOffering>();
        if (root.take("offerings").orElse(List.of()) instanceof List<?> listed && !listed.isEmpty()) {
            for (int i = 0; i < listed.size(); i++) {
                offering(listed.get(i), i, shared).ifPresent(offerings::add);
            }
        } else {
            root.say(Fate.DECISION, "offerings", "there is none, so there is nothing to serve");
        }
        ROOT_IGNORED.forEach(root::ignore);
        root.finish();
        return new MigratedSite(settings, offerings);
    }

    private Optional<MigratedOffering> offering(Object entry, int index, Object shared) {
        var path = "offerings[" + index + "].";
        if (!(entry instanceof Map<?, ?> map)) {
            report.add(Fate.DECISION, path, "is not a map of keys and values; it was left out");
            return Optional.empty();
        }
        var old = new OldMap(map, path, report);
        var settings = new LinkedHashMap<String, Object>();
        var secrets = new LinkedHashMap<String, String>();
        old.map("name", settings);
        identity(old, settings, secrets);
        if (shared instanceof Map<?, ?> waldur) {
            fromRoot(new OldMap(waldur, "waldur.", report), settings, secrets);
        }
        modes(old, settings);
        OFFERING_IGNORED.forEach(
                key -> old.ignore(key, "webhooks and schedules wake the functions; Waldur names users"));
        old.section("backend_settings")
                .or(() -> renamed(old, "backend", "backend_settings"))
                .ifPresent(backend -> settings.put("backend_settings", BackendMigration.of(backend, secrets)));
        old.section("backend_components")
                .or(() -> renamed(old, "components", "backend_components"))
                .ifPresent(components -> settings.put("backend_components", ComponentMigration.of(components)));
        old.finish();
        return Optional.of(new MigratedOffering(slug(settings, index), settings, secrets));
    }

    private static Optional<OldMap> renamed(OldMap old, String key, String to) {
        var section = old.section(key);
        section.ifPresent(_ -> old.say(Fate.RENAMED, key, "now `" + to + "`"));
        return section;
    }

    private static void identity(OldMap old, Map<String, Object> settings, Map<String, String> secrets) {
        old.map("waldur_api_url", settings);
        old.secret("waldur_api_token", "waldur_api_token", secrets);
        old.map("waldur_offering_uuid", settings);
        old.rename("uuid", "waldur_offering_uuid", settings);
        old.map("verify_ssl", settings);
        old.map("oidc_token_url", settings);
        old.map("oidc_client_id", settings);
        old.secret("oidc_client_secret", "oidc_client_secret", secrets);
        old.map("backend_type", settings);
    }

    private static void fromRoot(OldMap waldur, Map<String, Object> settings, Map<String, String> secrets) {
        waldur.rename("api_url", "waldur_api_url", settings);
        waldur.secret("token", "waldur_api_token", secrets);
        waldur.finish();
    }

    private static void modes(OldMap old, Map<String, Object> settings) {
        MODES.forEach(mode -> old.map(mode, settings));
        if (MODES.stream().noneMatch(settings::containsKey)) {
            old.say(
                    Fate.DECISION,
                    "order_processing_backend",
                    "no mode is switched on; write \"rancher\" for those of %s that shall run"
                            .formatted(String.join(", ", MODES)));
        }
    }

    private String slug(Map<String, Object> settings, int index) {
        var name = String.valueOf(settings.getOrDefault("name", "offering-" + index));
        var words = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
        var slug = words.isEmpty() || !slugs.add(words) ? words + "-" + index : words;
        slugs.add(slug);
        return slug;
    }
}
