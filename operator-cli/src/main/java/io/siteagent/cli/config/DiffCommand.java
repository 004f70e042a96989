package io.siteagent.cli.config;

import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.ParameterStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code siteagent config diff}: a folder beside what is stored. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {"Says how the documents of a folder differ from those that are stored, key by key.", ""},
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:no difference", "1:Parameter Store can't be read", "2:they differ", "64:bad usage"},
        footerHeading = "%nExample:%n",
        footer = "  siteagent config diff site --prefix /waldur-site-agent/prod")
public final class DiffCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "FOLDER", description = "Folder with the documents.")
    private @Nullable Path folder;

    @Mixin
    private StoreAccess access = new StoreAccess();

    /** Prepares it for a shell. */
    public DiffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (folder == null || !Files.isDirectory(folder)) {
            return shell.refuse("name a folder with the documents");
        }
        var place = folder;
        int code = access.open(shell, (store, prefix) -> diff(SiteDocuments.in(place, prefix), store, prefix));
        shell.out().flush();
        return code;
    }

    private int diff(SiteDocuments documents, ParameterStore store, String prefix) {
        var differences = Differences.between(documents, SiteDocuments.of(store.below(prefix)));
        var colours = new Colours(shell);
        differences.lines().forEach(line -> shell.out().println(colours.change(line)));
        differences.onlyStored().forEach(name -> shell.out().println(colours.change("- " + name)));
        if (differences.lines().isEmpty() && differences.onlyStored().isEmpty()) {
            shell.out().println("no difference");
            return ExitCode.DONE;
        }
        return ExitCode.CHANGES;
    }
}
