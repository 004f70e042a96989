package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.io.File;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The configuration in a file, for local runs: YAML or JSON, UTF-8. Or in a folder laid out as Parameter Store is, with
 * a file for each parameter, so that secrets lie apart from the document.
 */
public final class ConfigurationFile {

    private static final long LARGEST = 3L * 1024 * 1024;
    private static final int DEEPEST = 4;

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
        } catch (CharacterCodingException e) {
            return unreadable(file, "is not text in UTF-8");
        } catch (IOException e) {
            return unreadable(file, "cannot be read: check its permissions");
        }
    }

    /** Each file is what a parameter would be; endings are for people. */
    private static AgentConfiguration folder(Path folder) throws IOException {
        var parameters = new ArrayList<ParameterTree.Parameter>();
        try (var files = Files.walk(folder, DEEPEST)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                var name = folder.relativize(file).toString().replace(File.separatorChar, '/');
                if (Files.size(file) > LARGEST) {
                    return unreadable(file, "is larger than 3 MiB, so it is not part of a configuration");
                }
                var secure = name.contains("/secrets/");
                parameters.add(new ParameterTree.Parameter(
                        folder + "/" + name.replaceAll("\\.(ya?ml|json)$", ""),
                        secure ? Files.readString(file).strip() : Files.readString(file),
                        secure));
            }
        }
        return ParameterTree.read(folder.toString(), parameters);
    }

    private static AgentConfiguration unreadable(Path file, String what) {
        return new AgentConfiguration(List.of(), List.of(new Problem(file.toString(), what)), List.of());
    }
}
