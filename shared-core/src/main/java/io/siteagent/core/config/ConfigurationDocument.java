package io.siteagent.core.config;

import io.siteagent.core.config.Value.Mapping;
import io.siteagent.core.config.Value.Scalar;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The configuration document in YAML or JSON, in the predecessor's layout: a few root keys and a list of
 * {@code offerings}. Reading never fails: whatever is wrong becomes a problem of the {@link AgentConfiguration}, all of
 * them at once, and offerings without a problem are usable. docs/configuration.md describes every key.
 */
public final class ConfigurationDocument {

    private static final Map<String, String> ROOT_WITHOUT_EFFECT = Map.ofEntries(
            Map.entry("sentry_dsn", "errors go to the function's log"),
            Map.entry("elastic_apm_server_url", "the functions log what they do"),
            Map.entry("global_proxy", "set the proxy on the function's network"),
            Map.entry("log_level", "the functions log at INFO"),
            Map.entry("logging", "the functions log at INFO"),
            Map.entry("log_shipping", "logs go to CloudWatch"),
            Map.entry("reporting_periods", "Rancher knows the present only"),
            Map.entry("expose_backend_error_details", "customers get a message without internals, always"));

    private static final ZoneId UTC = ZoneId.of("UTC");

    private final Findings findings;

    private ConfigurationDocument(Findings findings) {
        this.findings = findings;
    }

    /** Reads a whole document. */
    public static AgentConfiguration parse(String text) {
        var findings = new Findings();
        return DocumentText.read(text, "", findings)
                .map(root -> read(root, findings))
                .orElseGet(() -> findings.with(List.of()));
    }

    /** The JSON Schema (2020-12) of the document, for editors; a test holds it equal to the readers. */
    public static InputStream schema() {
        return Objects.requireNonNull(
                ConfigurationDocument.class.getResourceAsStream("site.schema.json"), "the schema is packaged");
    }

    /** Reads a document that was put together elsewhere, with what was found while doing so. */
    static AgentConfiguration read(Mapping root, Findings findings) {
        return new ConfigurationDocument(findings).read(root);
    }

    private AgentConfiguration read(Mapping document) {
        var rewritten = ReadmeLayout.rewrite(document, findings);
        var root = new Section("", "", rewritten, findings);
        var timezone = timezone(root);
        var entries = root.list("offerings");
        if (!root.has("offerings")) {
            root.problem("offerings", "is missing: list the offerings to serve, one `- name: …` for each");
        } else if (entries.isEmpty() && findings.clean()) {
            root.problem("offerings", "is empty: list at least one offering");
        }
        var webhookSecrets = WebhookReader.read(root);
        var before = findings.count();
        root.finish(ROOT_WITHOUT_EFFECT, Map.of());
        var misplaced = findings.count() > before;
        var offerings = new ArrayList<Offering>();
        for (int i = 0; i < entries.size(); i++) {
            read(entries.get(i), i, timezone).ifPresent(offerings::add);
        }
        // An unknown key beside the offerings is often a part of one that slipped out of it: none is served without it.
        return findings.with(misplaced ? List.of() : withoutRivals(withoutDoubles(offerings)), webhookSecrets);
    }

    private Optional<Offering> read(Value entry, int index, Optional<ZoneId> timezone) {
        var owner = "offerings[" + index + "]";
        if (!(entry instanceof Mapping mapping)) {
            findings.problem(owner + " (" + entry.at() + ")", "must be a map of keys and values");
            return Optional.empty();
        }
        var own = new Findings();
        var offering = OfferingReader.read(new Section(owner + named(mapping), "", mapping, own), timezone, own);
        findings.add(own);
        return offering;
    }

    private static String named(Mapping offering) {
        return offering.entries().get("name") instanceof Scalar name
                        && !name.raw().isBlank()
                ? " \"" + Text.shown(name.raw()) + "\""
                : "";
    }

    /** Usage is booked to a month of this zone; empty when it is wrong, because a guess would bill the wrong month. */
    private static Optional<ZoneId> timezone(Section root) {
        if (!root.has("timezone")) {
            root.ignore("timezone");
            return Optional.of(UTC);
        }
        return root.textOrEmpty("timezone").flatMap(name -> {
            try {
                return Optional.of(name.isEmpty() ? UTC : ZoneId.of(name));
            } catch (DateTimeException e) {
                root.problem(
                        "timezone",
                        "is not a time zone; write one like Europe/Tallinn or UTC; until then no usage is reported");
                return Optional.empty();
            }
        });
    }

    /** Two entries for one offering would fight over its resources: the first stands. */
    private List<Offering> withoutDoubles(List<Offering> offerings) {
        var byUuid = new HashMap<WaldurUuid, String>();
        var names = new HashMap<String, WaldurUuid>();
        var kept = new ArrayList<Offering>();
        for (var offering : offerings) {
            var where = "offering \"" + Text.shown(offering.name()) + "\"";
            var holder = byUuid.putIfAbsent(offering.uuid(), offering.name());
            if (holder != null) {
                findings.problem(
                        where + ": waldur_offering_uuid",
                        "is that of offering \"%s\" too; only the first is served, remove one"
                                .formatted(Text.shown(holder)));
            } else if (names.putIfAbsent(offering.name(), offering.uuid()) != null) {
                findings.problem(
                        where + ": name", "is used twice; only the first is served, give the other a name of its own");
            } else {
                kept.add(offering);
            }
        }
        return kept;
    }

    /** Two that disagree about the members of one group would give and take access in turn: the first stands. */
    private List<Offering> withoutRivals(List<Offering> offerings) {
        var kept = new ArrayList<Offering>();
        for (var offering : offerings) {
            var rival = kept.stream()
                    .flatMap(holder ->
                            SharedGroups.disagreement(holder, offering)
                                    .map(key -> new Rival(holder.name(), key))
                                    .stream())
                    .findFirst();
            rival.ifPresentOrElse(found -> report(offering, found), () -> kept.add(offering));
        }
        return kept;
    }

    private record Rival(String offering, String key) {}

    private void report(Offering offering, Rival rival) {
        findings.problem(
                "offering \"%s\": %s".formatted(Text.shown(offering.name()), rival.key()),
                ("says something else than offering \"%s\", and both keep the same groups of cluster %s: each would undo what"
                                + " the other does; only the first is served; give both the same %s, or put"
                                + " {resource_uuid_hex} into keycloak_child_group")
                        .formatted(
                                Text.shown(rival.offering()), offering.rancher().clusterId(), rival.key()));
    }
}
