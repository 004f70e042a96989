package io.siteagent.cli.run;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.OfferingChoice;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.time.Duration;
import java.time.YearMonth;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code siteagent usage}: the usage of this month, or of one that was missed. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description = {
            "Reports what each resource occupies now as its usage of this month. With a past month, gives that month"
                    + " the figures that it has none of, as far as Waldur books them there; what Waldur holds is never"
                    + " replaced.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is done",
            "1:something failed or was put off, or an offering's configuration is broken",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent usage --config site.yaml --month 2026-10")
public final class UsageCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofHours(1);

    private final Shell shell;

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Option(names = "--month", paramLabel = "YYYY-MM", description = "A past month; this one when left out.")
    private Optional<YearMonth> month = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    /** Prepares it for a shell. */
    public UsageCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        var configuration = choice.narrow(site.load(shell));
        if (configuration.offerings().isEmpty()) {
            return shell.refuse(choice.complaint(configuration));
        }
        return run(configuration, month.<Trigger>map(Trigger.PastMonth::new).orElseGet(Trigger.Sweep::new));
    }

    private int run(AgentConfiguration configuration, Trigger trigger) {
        var report = new Agent(configuration, shell.clock(), Tuning.STANDARD, verbosity.observer(shell))
                .run(Mode.REPORT, trigger, Deadline.in(LIMIT, shell.clock()));
        switch (output) {
            case TEXT -> new TextReport(shell.out()).print(report);
            case JSON -> shell.out().println(ReportJson.of(report, configuration.problems()));
        }
        shell.out().flush();
        return report.complete() && configuration.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
