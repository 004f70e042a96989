package io.siteagent.core.config;

import io.siteagent.core.config.Value.Doubled;
import io.siteagent.core.config.Value.Mapping;
import io.siteagent.core.config.Value.Scalar;
import io.siteagent.core.config.Value.Sequence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration document as it lies in Parameter Store, put together again. The layout below the prefix is
 * described in docs/configuration.md; one key may be written in one parameter only, secrets excepted, which replace
 * what the document says.
 */
public final class ParameterTree {

    /** Secret parameters, with the keys that lead to their place in an offering. */
    private static final Map<String, List<String>> SECRETS = Map.of(
            "waldur_api_token", List.of("waldur_api_token"),
            "oidc_client_secret", List.of("oidc_client_secret"),
            "password", List.of("backend_settings", "password"),
            "keycloak_password", List.of("backend_settings", "keycloak", "keycloak_password"),
            "keycloak_client_secret", List.of("backend_settings", "keycloak", "keycloak_client_secret"));

    /** Secret parameters of the whole installation, with the keys that lead to their place in the document. */
    private static final Map<String, List<String>> ROOT_SECRETS =
            Map.of("webhook", List.of("webhook", "secret"), "webhook_previous", List.of("webhook", "previous_secret"));

    /** Parts of an offering that may have a parameter of their own, for documents above the limit of one parameter. */
    private static final Map<String, String> PARTS = Map.of(
            "components", "backend_components",
            "backend_components", "backend_components",
            "backend_settings", "backend_settings");

    private final String prefix;
    private final Findings findings = new Findings();
    private final Map<String, Value> root = new LinkedHashMap<>();
    private final List<Value> offerings = new ArrayList<>();

    private ParameterTree(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Names of the secret parameters below the prefix of an installation.
     *
     * @param slugs of its offerings
     */
    public static SortedSet<String> secretNames(Collection<String> slugs) {
        var names = new TreeSet<String>();
        ROOT_SECRETS.keySet().forEach(name -> names.add("secrets/" + name));
        slugs.forEach(slug -> SECRETS.keySet().forEach(name -> names.add("offerings/" + slug + "/secrets/" + name)));
        return names;
    }

    /** Where secrets stand in the document of an offering, or in that of the installation, if they are not apart. */
    public static Set<List<String>> secretPlaces() {
        return Stream.concat(SECRETS.values().stream(), ROOT_SECRETS.values().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * The configuration that parameters make up.
     *
     * @param prefix path without a slash at its end
     */
    public static AgentConfiguration read(String prefix, List<Parameter> parameters) {
        return new ParameterTree(prefix).read(parameters);
    }

    private AgentConfiguration read(List<Parameter> parameters) {
        var bySlug = new TreeMap<String, SortedMap<String, Parameter>>();
        var secrets = new ArrayList<Parameter>();
        for (var parameter : parameters) {
            var path = parameter.name().substring(prefix.length() + 1).split("/", 3);
            if (path.length == 3 && path[0].equals("offerings")) {
                bySlug.computeIfAbsent(path[1], _ -> new TreeMap<>()).put(path[2], parameter);
            } else if (path.length == 2 && path[0].equals("secrets") && ROOT_SECRETS.containsKey(path[1])) {
                secrets.add(parameter);
            } else if (path.length == 1 && (path[0].equals("config") || path[0].equals("settings"))) {
                DocumentText.read(parameter.value(), parameter.name(), findings)
                        .ifPresentOrElse(this::addRoot, () -> root.put("timezone", unreadable(parameter)));
            } else {
                findings.notice(parameter.name(), "is not a parameter of the configuration and was not read");
            }
        }
        secrets.forEach(this::rootSecret);
        bySlug.forEach((slug, parts) -> offerings.add(offering(prefix + "/offerings/" + slug, parts)));
        if (parameters.isEmpty()) {
            findings.problem(prefix, "there is no parameter below this path, or this function may not read it");
        } else {
            root.put("offerings", new Sequence(List.copyOf(offerings), prefix));
        }
        return parameters.isEmpty()
                ? findings.with(List.of())
                : ConfigurationDocument.read(new Mapping(root, prefix), findings);
    }

    private void addRoot(Mapping document) {
        document.entries().forEach((key, value) -> {
            if (key.equals("offerings") && value instanceof Sequence listed) {
                offerings.addAll(listed.items());
            } else {
                put(root, key, value);
            }
        });
    }

    private Mapping offering(String path, SortedMap<String, Parameter> parts) {
        var entries = new LinkedHashMap<String, Value>();
        parts.forEach((name, parameter) -> {
            if (!name.startsWith("secrets/")) {
                part(name, parameter, entries, path);
            }
        });
        parts.forEach((name, parameter) -> {
            if (name.startsWith("secrets/")) {
                secret(name, parameter, entries, path);
            }
        });
        return new Mapping(entries, path);
    }

    /** A part that nobody knows is put in as a key that nobody knows. */
    private void part(String name, Parameter parameter, Map<String, Value> offering, String path) {
        var key = PARTS.get(name);
        if (key == null && !name.equals("settings")) {
            offering.put(name, unreadable(parameter));
            return;
        }
        var text = DocumentText.read(parameter.value(), parameter.name(), findings);
        if (text.isEmpty()) {
            offering.put(key == null ? "backend_settings" : key, unreadable(parameter));
            return;
        }
        var place = key == null ? offering : mapAt(offering, key, path);
        text.get().entries().forEach((below, value) -> put(place, below, value));
    }

    /** Stands where a text should that can't be read, so that its offering is not served without it. */
    private static Value unreadable(Parameter parameter) {
        return new Scalar("", Scalar.Kind.OTHER, parameter.name());
    }

    private void rootSecret(Parameter parameter) {
        var name = parameter.name().substring(parameter.name().lastIndexOf('/') + 1);
        secret(ROOT_SECRETS.getOrDefault(name, List.of(name)), parameter, root, prefix);
    }

    private void secret(String name, Parameter parameter, Map<String, Value> offering, String path) {
        var keys = SECRETS.get(name.substring("secrets/".length()));
        if (keys == null) {
            offering.put(name, unreadable(parameter));
        } else {
            secret(keys, parameter, offering, path);
        }
    }

    private void secret(List<String> keys, Parameter parameter, Map<String, Value> entries, String path) {
        if (!parameter.secure()) {
            findings.notice(parameter.name(), "is a plain String; store it as SecureString");
        }
        var place = entries;
        for (var key : keys.subList(0, keys.size() - 1)) {
            place = mapAt(place, key, path);
        }
        place.put(keys.getLast(), new Scalar(parameter.value(), Scalar.Kind.TEXT, parameter.name()));
    }

    /** The map at a key, made writable; made when it is not there yet. */
    private static Map<String, Value> mapAt(Map<String, Value> entries, String key, String path) {
        var present = entries.get(key);
        var below = new LinkedHashMap<String, Value>();
        var at = path;
        if (present instanceof Mapping mapping) {
            below.putAll(mapping.entries());
            at = mapping.at();
        }
        entries.put(key, new Mapping(below, at));
        return below;
    }

    private static void put(Map<String, Value> entries, String key, Value value) {
        var present = entries.get(key);
        if (present instanceof Mapping before && value instanceof Mapping more) {
            var merged = mapAt(entries, key, before.at());
            more.entries().forEach((below, item) -> put(merged, below, item));
        } else if (present != null) {
            entries.put(key, new Doubled(present.at() + " and " + value.at()));
        } else {
            entries.put(key, value);
        }
    }
}
