package io.siteagent.core.config;

import io.siteagent.core.config.AgentConfiguration.Problem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** The configuration document in a file, for local runs: YAML or JSON, UTF-8. */
public final class ConfigurationFile {

    private static final long LARGEST = 3L * 1024 * 1024;

    private ConfigurationFile() {}

    /** Never throws: a file that can't be read is a problem of the configuration as well. */
    public static AgentConfiguration load(Path file) {
        try {
            if (Files.isDirectory(file)) {
                return unreadable(file, "is a directory; name the configuration file in it");
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

    private static AgentConfiguration unreadable(Path file, String what) {
        return new AgentConfiguration(List.of(), List.of(new Problem(file.toString(), what)), List.of());
    }
}
