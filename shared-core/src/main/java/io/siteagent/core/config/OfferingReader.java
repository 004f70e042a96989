package io.siteagent.core.config;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One entry of {@code offerings} as an {@link Offering}. */
final class OfferingReader {

    private static final String RANCHER = "rancher";
    private static final Set<String> OIDC = Set.of("oidc_token_url", "oidc_client_id", "oidc_client_secret");
    private static final Pattern TEMPLATE_PART = Pattern.compile("\\{([^{}]*)}|[{}]");
    private static final Pattern GROUP_TEXT = Pattern.compile("[A-Za-z0-9_.-]*");

    private static final Map<String, String> WITHOUT_EFFECT = Map.ofEntries(
            Map.entry("username_management_backend", "Waldur names the users"),
            Map.entry("username_reconciliation_enabled", ""),
            Map.entry("resource_import_enabled", ""),
            Map.entry("stomp_enabled", "webhooks and schedules wake the functions"),
            Map.entry("stomp_membership_sync_enabled", ""),
            Map.entry("stomp_ws_host", ""),
            Map.entry("stomp_ws_port", ""),
            Map.entry("stomp_ws_path", ""),
            Map.entry("websocket_use_tls", ""));

    private static final Map<String, String> MISPLACED = Map.of(
            "timezone", "belongs to the root of the document, beside `offerings`",
            "verify_cert", "is about Rancher and belongs into backend_settings; Waldur's is `verify_ssl`",
            "cluster_id", "belongs into backend_settings",
            "backend_url", "belongs into backend_settings");

    private final Section section;
    private final Findings findings;

    private OfferingReader(Section section, Findings findings) {
        this.section = section;
        this.findings = findings;
    }

    /** @param timezone empty when the document's is wrong: the offering then reports no usage */
    static Optional<Offering> read(Section section, Optional<ZoneId> timezone, Findings findings) {
        return new OfferingReader(section, findings).read(timezone);
    }

    private Optional<Offering> read(Optional<ZoneId> timezone) {
        var name = section.asWritten("name", "give the offering a label for logs and reports");
        var uuid = uuid();
        backendType();
        var modes = modes();
        if (timezone.isEmpty()) {
            modes.remove(Mode.REPORT);
        }
        var waldur = waldur();
        if (!section.has("backend_settings")) {
            section.problem("backend_settings", "is missing: it says how Rancher is reached");
        }
        var settings = section.section("backend_settings");
        var backend = settings.flatMap(below -> BackendSettings.read(below, findings));
        var components = ComponentsReader.read(section.section("backend_components"));
        if (!section.has("backend_components")) {
            section.notice("backend_components", "is missing: nothing will be limited and no usage be reported");
        }
        settings.ifPresent(below -> UsageReader.check(below, components));
        section.finish(WITHOUT_EFFECT, MISPLACED);
        if (!findings.clean()) {
            return Optional.empty();
        }
        var rancher = backend.orElseThrow();
        return Optional.of(new Offering(
                name.orElseThrow(),
                uuid.orElseThrow(),
                Set.copyOf(modes),
                waldur.orElseThrow(),
                rancher.rancher(),
                rancher.keycloak(),
                rancher.projectPrefix(),
                rancher.defaultRole(),
                rancher.namespaceLabels(),
                rancher.groupNames(),
                components,
                rancher.quotas(),
                rancher.deletion(),
                rancher.membership(),
                rancher.usage(),
                timezone.orElse(ZoneOffset.UTC)));
    }

    private Optional<WaldurUuid> uuid() {
        var written = section.asWritten("waldur_offering_uuid", "copy the offering's UUID from Waldur");
        try {
            var uuid = written.map(WaldurUuid::of);
            if (uuid.isPresent() && !uuid.get().isWellFormed()) {
                section.notice("waldur_offering_uuid", "does not look like a UUID of Waldur's (32 hex digits)");
            }
            return uuid;
        } catch (IllegalArgumentException e) {
            section.problem("waldur_offering_uuid", "is not a UUID: copy the 32 hex digits from Waldur");
            return Optional.empty();
        }
    }

    private void backendType() {
        section.required("backend_type", "write \"rancher\"")
                .filter(type -> !type.equalsIgnoreCase(RANCHER))
                .ifPresent(type -> section.problem(
                        "backend_type", "is \"%s\"; this agent serves \"rancher\" only".formatted(Text.shown(type))));
    }

    private Set<Mode> modes() {
        var keys = new LinkedHashMap<String, Mode>();
        keys.put("order_processing_backend", Mode.ORDER_PROCESS);
        keys.put("membership_sync_backend", Mode.MEMBERSHIP_SYNC);
        keys.put("reporting_backend", Mode.REPORT);
        var modes = EnumSet.noneOf(Mode.class);
        keys.forEach((key, mode) -> section.textOrEmpty(key)
                .filter(name -> !name.isEmpty())
                .ifPresent(name -> {
                    if (name.equalsIgnoreCase(RANCHER)) {
                        modes.add(mode);
                    } else {
                        section.problem(
                                key,
                                "is \"%s\"; write \"rancher\" to switch the mode on, or leave the key out"
                                        .formatted(Text.shown(name)));
                    }
                }));
        if (modes.isEmpty() && keys.keySet().stream().noneMatch(section::has)) {
            section.notice(
                    "order_processing_backend",
                    "no mode is switched on, so nothing will be done for this offering; write \"rancher\" for "
                            + String.join(", ", keys.keySet()));
        }
        return modes;
    }

    private Optional<WaldurSettings> waldur() {
        var baseUri = ServerUrl.read(section, "waldur_api_url", "https://waldur.example.com/", "api");
        var login = OIDC.stream().anyMatch(section::has) ? clientCredentials() : apiToken();
        boolean verify = section.flag("verify_ssl", true);
        return baseUri.flatMap(uri -> login.map(value -> new WaldurSettings(uri, value, verify)));
    }

    private Optional<WaldurSettings.Login> apiToken() {
        return section.asWritten("waldur_api_token", "write the API token of the agent's user in Waldur")
                .map(token -> new WaldurSettings.Login.ApiToken(new Secret(token)));
    }

    private Optional<WaldurSettings.Login> clientCredentials() {
        if (section.has("waldur_api_token")) {
            section.ignore("waldur_api_token");
            section.notice("waldur_api_token", "is not used, as `oidc_token_url` and its client are given");
        }
        var url = ServerUrl.endpoint(
                section, "oidc_token_url", "https://sso.example.com/realms/waldur/protocol/openid-connect/token");
        var id = section.asWritten("oidc_client_id", "write the client's id, it goes with oidc_token_url");
        var secret = section.asWritten("oidc_client_secret", "write the secret of the client");
        return url.flatMap(address -> id.flatMap(client ->
                secret.map(value -> new WaldurSettings.Login.ClientCredentials(address, client, new Secret(value)))));
    }

    /** Templates are checked for their placeholders here, so that rendering one can't fail later. */
    static Optional<String> template(Section section, String key, Set<String> known) {
        return section.text(key).filter(template -> {
            var parts = TEMPLATE_PART.matcher(template);
            while (parts.find()) {
                if (parts.group(1) == null || !known.contains(parts.group(1))) {
                    section.problem(
                            key,
                            "has `%s`, which is not one of {%s}"
                                    .formatted(Text.shown(parts.group()), String.join("}, {", known)));
                    return false;
                }
            }
            if (!GROUP_TEXT.matcher(parts.replaceAll("")).matches()) {
                section.problem(key, "may hold letters, digits, `_`, `.` and `-` besides its placeholders");
                return false;
            }
            return true;
        });
    }
}
