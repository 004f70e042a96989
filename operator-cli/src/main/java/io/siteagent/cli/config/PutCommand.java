package io.siteagent.cli.config;

import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.AgentConfiguration.Problem;
import io.siteagent.core.config.Parameter;
import io.siteagent.core.config.ParameterStore;
import io.siteagent.core.config.ParameterTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent config put}: the documents of a folder into Parameter Store, validated first. */
@Command(
        name = "put",
        mixinStandardHelpOptions = true,
        description = {
            "Stores the documents of a folder, laid out as migrate writes it, in Parameter Store: validated together"
                    + " with the secrets that are stored, only what differs, and never a secret: rotate-secret takes"
                    + " those from standard input.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stored, or nothing to store",
            "1:not usable: problems, nothing was stored; or stored, and a secret is missing",
            "2:with --dry-run: there is something to store",
            "64:bad usage"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent config put site --prefix /waldur-site-agent/prod")
public final class PutCommand implements Callable<Integer> {

    private static final int STANDARD = 4096;
    private static final int ADVANCED = 8192;

    private final Shell shell;

    @Parameters(paramLabel = "FOLDER", description = "Folder with the documents.")
    private @Nullable Path folder;

    @Mixin
    private StoreAccess access = new StoreAccess();

    @Option(names = "--dry-run", description = "Say what would be stored, and store nothing.")
    private boolean dryRun;

    @Option(
            names = "--advanced-tier",
            description = "Store documents of 4 to 8 KB as advanced parameters, which AWS charges for.")
    private boolean advancedTier;

    /** Prepares it for a shell. */
    public PutCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (folder == null || !Files.isDirectory(folder)) {
            return shell.refuse(
                    "name a folder with the documents; siteagent migrate makes one of the Python agent's file");
        }
        var place = folder;
        int code = access.open(shell, (store, prefix) -> put(SiteDocuments.in(place, prefix), store, prefix));
        shell.out().flush();
        return code;
    }

    private int put(SiteDocuments documents, ParameterStore store, String prefix) {
        if (documents.texts().isEmpty()) {
            return shell.refuse(folder + " holds no document; it is laid out as Parameter Store: settings.yaml,"
                    + " offerings/NAME/settings.yaml");
        }
        var inside = documents.secretsInside();
        if (!inside.isEmpty()) {
            return shell.refuse("a secret stands in a document: " + String.join(", ", inside)
                    + "; take it out and store it with siteagent config rotate-secret");
        }
        var stored = store.below(prefix);
        var configuration = together(documents, stored, prefix);
        var problems = configuration.problems().stream()
                .filter(problem -> !isMissingSecret(problem))
                .toList();
        problems.forEach(problem -> shell.err().println("problem: " + problem));
        var tooLarge = documents.texts().entrySet().stream()
                .filter(text -> size(text.getValue()) > (advancedTier ? ADVANCED : STANDARD))
                .map(text -> "%s has %d bytes".formatted(text.getKey(), size(text.getValue())))
                .toList();
        tooLarge.forEach(text -> shell.err()
                .println("problem: " + text
                        + ", and a parameter holds %d; put its backend_components into a file"
                                .formatted(advancedTier ? ADVANCED : STANDARD)
                        + " components.yaml beside it" + (advancedTier ? "" : ", or use --advanced-tier")));
        if (!problems.isEmpty() || !tooLarge.isEmpty()) {
            shell.err().println("nothing was stored");
            return ExitCode.INCOMPLETE;
        }
        return put(documents, Differences.between(documents, SiteDocuments.of(stored)), store, configuration);
    }

    private int put(
            SiteDocuments documents, Differences differences, ParameterStore store, AgentConfiguration configuration) {
        var colours = new Colours(shell);
        differences.lines().forEach(line -> shell.out().println(colours.change(line)));
        differences
                .onlyStored()
                .forEach(name -> shell.err()
                        .println(
                                "note: " + name + " is stored and not in the folder; delete it in Parameter Store if it"
                                        + " is to go"));
        if (dryRun) {
            shell.out()
                    .println("%d to store; nothing was stored"
                            .formatted(differences.changed().size()));
            return differences.changed().isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
        }
        for (var name : differences.changed()) {
            var text = documents.texts().getOrDefault(name, "");
            store.putDocument(name, text, size(text) > STANDARD);
        }
        shell.out().println("%d stored".formatted(differences.changed().size()));
        return missing(configuration);
    }

    private int missing(AgentConfiguration configuration) {
        var missing = configuration.problems().stream()
                .filter(PutCommand::isMissingSecret)
                .toList();
        missing.forEach(problem ->
                shell.err().println("not usable yet: " + problem + "; store it with siteagent config rotate-secret"));
        return missing.isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private static AgentConfiguration together(SiteDocuments documents, List<Parameter> stored, String prefix) {
        return ParameterTree.read(
                prefix,
                Stream.concat(documents.parameters().stream(), stored.stream().filter(Parameter::secure))
                        .toList());
    }

    private static boolean isMissingSecret(Problem problem) {
        return problem.what().startsWith("is missing")
                && ParameterTree.secretPlaces().stream()
                        .anyMatch(place -> problem.where().contains(place.getLast()));
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
