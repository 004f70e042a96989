package io.siteagent.cli.shell;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ConfigurationFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Option {@code --config}: the document that says what is served. */
public final class SiteFile {

    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "Configuration document, YAML or JSON.")
    private @Nullable Path file;

    /** Reads it and tells the person what is noteworthy or wrong in it. */
    public AgentConfiguration load(Shell shell) {
        var configuration = ConfigurationFile.load(path());
        configuration.notices().forEach(notice -> shell.err().println("note: " + notice));
        configuration.problems().forEach(problem -> shell.err().println("problem: " + problem));
        return configuration;
    }

    /** Where it is. */
    public Path path() {
        if (file == null) {
            throw new IllegalStateException("picocli requires --config");
        }
        return file;
    }
}
