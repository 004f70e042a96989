package io.siteagent.cli.plan;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.http.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent plan}: what {@code apply}, and the membership function, would do now. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Shows what differs from what should be, and what would be done about it: + is made, ~ changed,"
                    + " - removed, ! held back. Reads only; apply does exactly this.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as it should be",
            "1:something could not be read or planned, or an offering's configuration is broken",
            "2:there are changes, or some are held back",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent plan --config site.yaml --offering kubernetes-cpu")
public final class PlanCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofHours(1);

    private final Shell shell;

    @Mixin
    private final Scope scope = new Scope();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public PlanCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        return scope.select(shell).map(this::plan).orElse(ExitCode.BAD_INPUT);
    }

    private int plan(Scope.Selection selection) {
        var configuration = selection.configuration();
        var report = new Agent(configuration, shell.clock(), Tuning.STANDARD, verbosity.observer(shell))
                .plan(selection.trigger(), Deadline.in(LIMIT, shell.clock()));
        switch (output) {
            case TEXT -> new PlanText(shell).print(report, "Plan");
            case JSON -> shell.out().println(ReportJson.of(report, configuration.problems()));
        }
        shell.out().flush();
        return configuration.problems().isEmpty() ? exitCode(report) : ExitCode.INCOMPLETE;
    }

    /** What could not be planned weighs more than what could. */
    private static int exitCode(PassReport report) {
        return report.items().stream()
                .map(PassReport.Item::outcome)
                .mapToInt(outcome -> switch (outcome) {
                    case Outcome.Deferred _, Outcome.Failed _ -> ExitCode.INCOMPLETE;
                    case Outcome.Planned _, Outcome.Done _, Outcome.Queued _ -> ExitCode.CHANGES;
                    case Outcome.Unchanged _, Outcome.Skipped _ -> ExitCode.DONE;
                })
                .boxed()
                .reduce(ExitCode.DONE, PlanCommand::worse);
    }

    private static int worse(int one, int other) {
        return one == ExitCode.INCOMPLETE || other == ExitCode.INCOMPLETE ? ExitCode.INCOMPLETE : Math.max(one, other);
    }
}
