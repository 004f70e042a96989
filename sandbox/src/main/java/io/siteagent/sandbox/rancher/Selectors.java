package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Label and field selectors of Kubernetes lists. */
final class Selectors {

    private static final Pattern TERMS = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s+\\(([^)]*)\\)");
    private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!\\s]*)");
    private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([A-Za-z0-9][-A-Za-z0-9_./]*)");
    private static final Set<String> FIELDS =
            Set.of("metadata.name", "metadata.namespace", "status.phase", "spec.nodeName");

    private Selectors() {}

    /** @throws Refused 400 for a selector that can't be read */
    static Predicate<JsonNode> labels(String selector) {
        return TERMS.splitAsStream(selector)
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .map(Selectors::label)
                .reduce(object -> true, Predicate::and);
    }

    /** @throws Refused 400 for a field that lists can't be selected by */
    static Predicate<JsonNode> fields(String selector) {
        return Arrays.stream(selector.split(",", -1))
                .map(String::strip)
                .filter(term -> !term.isEmpty())
                .map(Selectors::field)
                .reduce(object -> true, Predicate::and);
    }

    private static Predicate<JsonNode> label(String term) {
        var set = SET.matcher(term);
        if (set.matches()) {
            var key = set.group(1);
            var values = List.of(set.group(3).split("\\s*,\\s*", -1));
            boolean in = set.group(2).equals("in");
            return object ->
                    in == Json.label(object, key).filter(values::contains).isPresent();
        }
        var equality = EQUALITY.matcher(term);
        if (equality.matches()) {
            var key = equality.group(1);
            var value = Optional.of(equality.group(3));
            boolean equal = !equality.group(2).equals("!=");
            return object -> equal == Json.label(object, key).equals(value);
        }
        var existence = EXISTENCE.matcher(term);
        if (existence.matches()) {
            boolean present = existence.group(1).isEmpty();
            return object -> present == Json.label(object, existence.group(2)).isPresent();
        }
        throw Refused.kubernetes(
                400, "BadRequest", "unable to parse requirement: found '%s', expected: identifier".formatted(term));
    }

    private static Predicate<JsonNode> field(String term) {
        var equality = EQUALITY.matcher(term);
        if (!equality.matches()) {
            throw Refused.kubernetes(
                    400, "BadRequest", "invalid selector: '%s'; can't understand '%s'".formatted(term, term));
        }
        var field = equality.group(1);
        if (!FIELDS.contains(field)) {
            throw Refused.kubernetes(400, "BadRequest", "field label not supported: " + field);
        }
        var path = field.split("\\.", -1);
        boolean equal = !equality.group(2).equals("!=");
        return object -> equal == Json.text(object, path).orElse("").equals(equality.group(3));
    }
}
