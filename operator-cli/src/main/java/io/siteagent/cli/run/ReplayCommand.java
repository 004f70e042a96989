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
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent replay}: one order once more, as its message would have been handled. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Handles one order now, as a message about it would be: its state is read afresh, what is missing is made,"
                    + " what is there stays. For an order whose message was lost or ended on the dead-letter queue.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the order is done, or there was nothing to do for it",
            "1:it failed or was put off",
            "64:bad usage, or no usable configuration"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent replay 0c5f… --config site.yaml --offering kubernetes-cpu")
public final class ReplayCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final Shell shell;

    @Parameters(paramLabel = "ORDER", description = "UUID of the order.")
    private String order = "";

    @Mixin
    private final SiteFile site = new SiteFile();

    @Mixin
    private final OfferingChoice choice = new OfferingChoice();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    /** Prepares it for a shell. */
    public ReplayCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        var whole = site.load(shell);
        var configuration = choice.narrow(whole);
        if (configuration.offerings().isEmpty()) {
            return shell.refuse(choice.complaint(whole));
        }
        if (configuration.offerings().size() > 1) {
            return shell.refuse("several offerings are served; name the order's with --offering: "
                    + OfferingChoice.names(configuration.offerings()));
        }
        try {
            return replay(configuration, WaldurUuid.of(order));
        } catch (IllegalArgumentException e) {
            return shell.refuse("ORDER is not a UUID; copy it from the order's page in Waldur");
        }
    }

    private int replay(AgentConfiguration configuration, WaldurUuid wanted) {
        var trigger = new Trigger.OneOrder(configuration.offerings().getFirst().uuid(), wanted);
        var report = new Agent(configuration, shell.clock(), Tuning.STANDARD, verbosity.observer(shell))
                .run(Mode.ORDER_PROCESS, trigger, Deadline.in(LIMIT, shell.clock()));
        switch (output) {
            case TEXT -> new TextReport(shell.out()).print(report);
            case JSON -> shell.out().println(ReportJson.of(report, configuration.problems()));
        }
        shell.out().flush();
        return report.complete() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }
}
