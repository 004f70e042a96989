package io.siteagent.cli.plan;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.Mode;
import io.siteagent.core.http.Deadline;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent apply}: does what {@code plan} shows. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = {
            "Brings everything in line with what should be: does what plan shows, reads it back and says what was"
                    + " done. The same as the membership function does; running it again changes nothing more.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is as it should be now",
            "1:something failed, was put off or is held back, or an offering's configuration is broken",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent apply --config site.yaml --resource 5b1c0ffee5b1c0ffee5b1c0ffee5b1c0")
public final class ApplyCommand implements Callable<Integer> {

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

    @Option(
            names = "--time-limit",
            defaultValue = "1h",
            paramLabel = "TIME",
            description = "Stop starting work after this time, e.g. 90s, 15m, 1h (default ${DEFAULT-VALUE}).")
    private Duration timeLimit = Duration.ofHours(1);

    /** Prepares it for a shell. */
    public ApplyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        return scope.select(shell).map(this::apply).orElse(ExitCode.BAD_INPUT);
    }

    private int apply(Scope.Selection selection) {
        var configuration = selection.configuration();
        var report = new Agent(configuration, shell.clock(), Tuning.STANDARD, verbosity.observer(shell))
                .run(Mode.MEMBERSHIP_SYNC, selection.trigger(), Deadline.in(timeLimit, shell.clock()));
        switch (output) {
            case TEXT -> new PlanText(shell).print(report, "Applied");
            case JSON -> shell.out().println(ReportJson.of(report, configuration.problems()));
        }
        shell.out().flush();
        return report.complete() && configuration.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
