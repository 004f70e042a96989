package io.siteagent.cli.migrate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * The file to migrate, as maps and lists. Numbers stay text, so that a secret of digits is carried over as it was
 * written. Messages never quote the file: it is full of secrets.
 */
final class OldDocument {

    private static final long LARGEST = 3L * 1024 * 1024;

    private OldDocument() {}

    /** Why a file can't be migrated; the message is a sentence with a remedy. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnreadableException(String message) {
            super(message);
        }
    }

    static Map<?, ?> read(Path file) throws UnreadableException {
        try {
            if (!Files.isRegularFile(file)) {
                throw new UnreadableException(file + " is not a file; name the predecessor's configuration file");
            }
            if (Files.size(file) > LARGEST) {
                throw new UnreadableException(file + " is larger than 3 MiB, so it is not a configuration file");
            }
            return parse(Files.readString(file), file);
        } catch (IOException e) {
            throw new UnreadableException(
                    file + " cannot be read as text in UTF-8; check its permissions and encoding");
        }
    }

    private static Map<?, ?> parse(String text, Path file) throws UnreadableException {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        var yaml = new Yaml(
                new SafeConstructor(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new TextResolver());
        try {
            if (yaml.load(text) instanceof Map<?, ?> document) {
                return document;
            }
        } catch (MarkedYAMLException e) {
            var mark = e.getProblemMark();
            throw new UnreadableException(
                    "%s cannot be read as YAML from line %d on; check indentation, quotes and keys"
                                    .formatted(file, mark == null ? 1 : mark.getLine() + 1)
                            + " that are written twice");
        } catch (YAMLException e) {
            throw new UnreadableException(file + " cannot be read as YAML");
        }
        throw new UnreadableException(file + " holds no map of keys and values, so it is no configuration");
    }

    /** Knows switches, nothing and merge keys; everything else is text. */
    private static final class TextResolver extends Resolver {

        private static final Pattern SWITCH =
                Pattern.compile("^(?:true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$");

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, SWITCH, "yYnNtTfFoO");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.MERGE, MERGE, "<");
        }
    }
}
