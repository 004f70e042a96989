package io.siteagent.cli.migrate;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.cli.migrate.MigrationReport.Fate;
import io.siteagent.cli.migrate.OldDocument.UnreadableException;
import io.siteagent.cli.shell.Colours;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.core.config.ConfigurationFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent migrate}: the predecessor's file as our documents, with the secrets apart. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = {
            "Carries a configuration of the Python Waldur Site Agent over, in whatever spelling it is, into a folder"
                    + " laid out as Parameter Store is: documents, and the secrets apart. Says what became of each key."
                    + " The names of groups and the place of the quota are kept, so that plan is empty on an estate"
                    + " that the Python agent built, but for the marks that adopt it.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is carried over",
            "1:carried over, but something needs a decision",
            "64:bad usage, or the file can't be read; nothing was written"
        },
        footerHeading = "%nExample:%n",
        footer = {"  siteagent migrate waldur-site-agent-config.yaml --to site", "  siteagent plan --config site"})
public final class MigrateCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "OLD.yaml", description = "The predecessor's configuration file.")
    private @Nullable Path file;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FOLDER",
            description = "Where to write; must be empty or not exist.")
    private @Nullable Path folder;

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the report: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public MigrateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (file == null || folder == null) {
            return shell.refuse("name the file and, with --to, the folder");
        }
        var target = new SiteFolder(folder);
        if (target.isTaken()) {
            return shell.refuse(folder + " is not empty, and nothing is overwritten; name another folder");
        }
        var report = new MigrationReport();
        try {
            target.write(new Migration(report).migrate(OldDocument.read(file)));
        } catch (UnreadableException e) {
            return shell.refuse(String.valueOf(e.getMessage()));
        }
        ConfigurationFile.load(folder)
                .problems()
                .forEach(problem -> report.add(Fate.DECISION, problem.where(), problem.what()));
        print(report, folder);
        return report.needsDecision() ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private void print(MigrationReport report, Path target) {
        switch (output) {
            case TEXT -> text(report, target);
            case JSON -> json(report);
        }
        shell.out().flush();
    }

    private void text(MigrationReport report, Path target) {
        var colours = new Colours(shell);
        for (var line : report.lines()) {
            var text = line.toString();
            shell.out().println(line.fate() == Fate.DECISION ? colours.bad(text) : text);
        }
        for (var fate : Fate.values()) {
            long count =
                    report.lines().stream().filter(line -> line.fate() == fate).count();
            shell.out().print(count + " " + fate + (fate == Fate.DECISION ? "\n" : ", "));
        }
        shell.out().println("written to " + target + "; next: siteagent plan --config " + target);
    }

    private void json(MigrationReport report) {
        var lines = new JsonMapper().createArrayNode();
        report.lines()
                .forEach(line -> lines.addObject()
                        .put("fate", line.fate().toString())
                        .put("where", line.where())
                        .put("what", line.what()));
        shell.out().println(lines.toPrettyString());
    }
}
