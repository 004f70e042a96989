package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The configuration in a file, for local runs: YAML or JSON, UTF-8. Or in a folder laid out as Parameter Store is, with
 * a file for each parameter, so that secrets lie apart from the document.
 */
public final class ConfigurationFile {

    private static final long LARGEST = 3L * 1024 * 1024;
    private static final int DEEPEST = 4;
    private static final String UNREADABLE = "cannot be read: check its permissions";

    private ConfigurationFile() {}

    /** Never throws: a file that can't be read is a problem of the configuration as well. */
    public static AgentConfiguration load(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return folder(file);
            }
            if (Files.size(file) > LARGEST) {
                return unreadable(file, "is larger than 3 MiB, so it is not a configuration file");
            }
            return ConfigurationDocument.parse(Files.readString(file));
        } catch (NoSuchFileException e) {
            return unreadable(file, "does not exist");
        } catch (FileSystemException e) {
            return unreadable(
                    Path.of(e.getFile()), Optional.ofNullable(e.getReason()).orElse(UNREADABLE));
        } catch (CharacterCodingException e) {
            return unreadable(file, "is not text in UTF-8");
        } catch (IOException e) {
            return unreadable(file, UNREADABLE);
        }
    }

    private static AgentConfiguration folder(Path folder) throws IOException {
        return ParameterTree.read(folder.toString(), parameters(folder, folder.toString()));
    }

    /**
     * The files of a folder as the parameters that they would be below a prefix; endings are for people.
     *
     * @throws IOException when one can't be read, or is larger than any configuration
     */
    public static List<Parameter> parameters(Path folder, String prefix) throws IOException {
        var parameters = new ArrayList<Parameter>();
        try (var files = Files.walk(folder, DEEPEST)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.size(file) > LARGEST) {
                    throw new FileSystemException(
                            file.toString(), null, "is larger than 3 MiB, so it is not part of a configuration");
                }
                var name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                var secure = ("/" + name).contains("/secrets/");
                var text = Files.readString(file);
                parameters.add(new Parameter(
                        prefix + "/" + name.replaceAll("\\.(ya?ml|json)$", ""), secure ? text.strip() : text, secure));
            }
        }
        return parameters;
    }

    private static AgentConfiguration unreadable(Path file, String what) {
        return new AgentConfiguration(List.of(), List.of(new Problem(file.toString(), what)), List.of());
    }
}
