package io.siteagent.core.config;

import io.siteagent.core.config.Value.Doubled;
import io.siteagent.core.config.Value.Mapping;
import io.siteagent.core.config.Value.Scalar;
import io.siteagent.core.config.Value.Sequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * YAML or JSON text as a {@link Value}. Works on SnakeYAML's node graph rather than on Jackson's token stream, because
 * the latter reads {@code *alias} as the text "alias" and knows no merge keys, which documents with several offerings
 * use to share settings; the graph also knows lines. Parser messages are not passed on: they quote the text, secrets
 * included.
 */
final class DocumentText {

    private static final int MAX_DEPTH = 40;
    private static final int MAX_VALUES = 100_000;

    private final String origin;
    private final Findings findings;
    private int values;

    private DocumentText(String origin, Findings findings) {
        this.origin = origin;
        this.findings = findings;
    }

    /**
     * Reads the text as one map.
     *
     * @param origin what the text is called in problems: empty for the one document of a file, else the parameter's
     *     name
     * @return empty after a problem that leaves nothing to go on with
     */
    static Optional<Mapping> read(String text, String origin, Findings findings) {
        return new DocumentText(origin, findings).read(text);
    }

    private Optional<Mapping> read(String text) {
        try {
            var options = new LoaderOptions();
            var parser = new ParserImpl(new StreamReader(withoutTabsInJson(text)), options);
            var node = new Composer(parser, new Resolver(), options).getSingleNode();
            if (node == null) {
                findings.problem(place(""), "there is nothing in it");
                return Optional.empty();
            }
            if (convert(node, 0) instanceof Mapping mapping) {
                return Optional.of(mapping);
            }
            findings.problem(at(node), "expected a map of keys and values");
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            findings.problem(
                    place(mark == null ? "" : "line %d, column %d".formatted(mark.getLine() + 1, mark.getColumn() + 1)),
                    "cannot be read as YAML or JSON from here on: check indentation, quotes and brackets"
                            + " (text that starts with one of * & ! % @ ` { [ has to be quoted)");
        } catch (TooLarge e) {
            findings.problem(place(""), "is nested too deeply or too large to be a configuration");
        } catch (YAMLException e) {
            findings.problem(
                    place(""),
                    "cannot be read as YAML or JSON: it holds characters that are not text, " + "or is too large");
        }
        return Optional.empty();
    }

    /** JSON may be indented with tabs, YAML may not; inside a JSON string no bare tab can occur. */
    private static String withoutTabsInJson(String text) {
        var start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? text.replace('\t', ' ') : text;
    }

    private Value convert(Node node, int depth) {
        values++;
        if (depth > MAX_DEPTH || values > MAX_VALUES) {
            throw new TooLarge();
        }
        return switch (node) {
            case ScalarNode scalar -> scalar(scalar);
            case SequenceNode sequence -> {
                var items = new ArrayList<Value>();
                for (var item : sequence.getValue()) {
                    items.add(convert(item, depth + 1));
                }
                yield new Sequence(List.copyOf(items), at(node));
            }
            case MappingNode mapping -> mapping(mapping, depth);
            default -> throw new TooLarge();
        };
    }

    private Value scalar(ScalarNode node) {
        var tag = node.getTag();
        var kind = Tag.STR.equals(tag)
                ? Scalar.Kind.TEXT
                : Tag.BOOL.equals(tag)
                        ? Scalar.Kind.BOOLEAN
                        : Tag.INT.equals(tag) || Tag.FLOAT.equals(tag)
                                ? Scalar.Kind.NUMBER
                                : Tag.NULL.equals(tag) ? Scalar.Kind.NOTHING : Scalar.Kind.OTHER;
        return new Scalar(node.getValue(), kind, at(node));
    }

    /** Keys written here win over merged ones ({@code <<}), earlier merged ones over later. */
    private Mapping mapping(MappingNode node, int depth) {
        var entries = new LinkedHashMap<String, Value>();
        var merged = new ArrayList<Value>();
        for (NodeTuple tuple : node.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                findings.problem(at(tuple.getKeyNode()), "a key has to be a single word");
            } else if (Tag.MERGE.equals(key.getTag())) {
                merged.add(convert(tuple.getValueNode(), depth + 1));
            } else {
                var value = convert(tuple.getValueNode(), depth + 1);
                entries.merge(key.getValue(), value, (before, again) -> new Doubled(before.at() + " and " + at(key)));
            }
        }
        merged.forEach(value -> merge(value, entries));
        return new Mapping(entries, at(node));
    }

    private void merge(Value value, Map<String, Value> into) {
        switch (value) {
            case Mapping mapping -> mapping.entries().forEach(into::putIfAbsent);
            case Sequence sequence -> sequence.items().forEach(item -> merge(item, into));
            case Scalar scalar -> findings.problem(scalar.at(), "only a map can be merged with `<<`");
            case Doubled doubled -> findings.problem(doubled.at(), "a map that is written twice can't be merged");
        }
    }

    private String at(Node node) {
        var start = node.getStartMark();
        return place("line %d, column %d".formatted(start.getLine() + 1, start.getColumn() + 1));
    }

    private String place(String line) {
        if (origin.isEmpty()) {
            return line.isEmpty() ? "document" : line;
        }
        return line.isEmpty() ? origin : origin + ", " + line;
    }

    /** The document is larger, by its aliases perhaps, than any configuration. */
    private static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }
}
