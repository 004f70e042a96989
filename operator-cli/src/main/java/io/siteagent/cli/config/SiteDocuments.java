package io.siteagent.cli.config;

import io.siteagent.core.config.ConfigurationFile;
import io.siteagent.core.config.Parameter;
import io.siteagent.core.config.ParameterTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Documents by the name of their parameter, without the secrets that may lie beside them. */
record SiteDocuments(SortedMap<String, String> texts) {

    static final String COVER = "********";

    /** Those of a folder that is laid out as Parameter Store is. */
    static SiteDocuments in(Path folder, String prefix) throws IOException {
        return of(ConfigurationFile.parameters(folder, prefix));
    }

    static SiteDocuments of(List<Parameter> parameters) {
        var texts = new TreeMap<String, String>();
        parameters.stream()
                .filter(parameter -> !parameter.secure())
                .forEach(parameter -> texts.put(parameter.name(), parameter.value()));
        return new SiteDocuments(texts);
    }

    List<Parameter> parameters() {
        return texts.entrySet().stream()
                .map(text -> new Parameter(text.getKey(), text.getValue(), false))
                .toList();
    }

    /** Where secrets stand in the documents instead of apart from them: {@code parameter: key}. */
    List<String> secretsInside() {
        return texts.entrySet().stream()
                .flatMap(text -> leaves(text.getValue()).keySet().stream()
                        .filter(SiteDocuments::isSecret)
                        .map(key -> text.getKey() + ": " + key))
                .toList();
    }

    /** Parts of a document stand in parameters of their own too, so the end of a key decides. */
    private static boolean isSecret(String key) {
        var plain = "." + key.replaceAll("\\[\\d+]", "");
        return ParameterTree.secretPlaces().stream()
                .anyMatch(place -> plain.endsWith("." + place.getLast())
                        && (place.size() == 1 || !place.getLast().equals("secret") || plain.contains("webhook")));
    }

    /** Whether somebody has left a secret in a document, or nobody can tell because it is no YAML. */
    static boolean mayHoldSecret(String text) {
        return leaves(text).keySet().stream().anyMatch(SiteDocuments::isCovered);
    }

    /** A document key by key, with its secrets covered. */
    static List<String> covered(String text) {
        return leaves(text).entrySet().stream()
                .map(leaf -> "%s: %s".formatted(leaf.getKey(), isCovered(leaf.getKey()) ? COVER : leaf.getValue()))
                .toList();
    }

    /** Whether the value at a key is not to be shown. */
    static boolean isCovered(String key) {
        return key.isEmpty() || isSecret(key);
    }

    /** A document key by key, {@code backend_settings.cluster_id}; the whole below the empty key if it is no map. */
    static SortedMap<String, String> leaves(String text) {
        var leaves = new TreeMap<String, String>();
        try {
            collect("", new Yaml(new SafeConstructor(new LoaderOptions())).load(text), leaves);
        } catch (YAMLException unreadable) {
            leaves.put("", text.strip());
        }
        return leaves;
    }

    private static void collect(String path, Object value, Map<String, String> into) {
        switch (value) {
            case null -> into.put(path, "");
            case Map<?, ?> map ->
                map.forEach((key, below) -> collect(path.isEmpty() ? key + "" : path + "." + key, below, into));
            case List<?> list -> {
                for (int index = 0; index < list.size(); index++) {
                    collect(path + "[" + index + "]", list.get(index), into);
                }
            }
            default -> into.put(path, String.valueOf(value));
        }
    }
}
