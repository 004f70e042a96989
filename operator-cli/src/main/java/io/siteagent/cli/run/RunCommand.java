package io.siteagent.cli.run;

import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Output;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.SiteFile;
import io.siteagent.cli.shell.Verbosity;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.TriggerJson;
import io.siteagent.core.runtime.TriggerJson.UnreadableTriggerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code siteagent run}: one pass of one mode. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Makes one pass of one mode over every offering of the configuration, in line, through the same code"
                    + " as the functions. Running it again goes on where it stopped and changes nothing that is"
                    + " as it should be.",
            ""
        },
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:everything is done",
            "1:something failed or was put off, or an offering's configuration is broken",
            "64:bad usage, no usable configuration, or an unknown event"
        },
        footerHeading = "%nExample:%n",
        footer = "  siteagent run order --config site.yaml --event events/order.json")
public final class RunCommand implements Callable<Integer> {

    private final Shell shell;

    @Parameters(paramLabel = "MODE", description = "What to do: ${COMPLETION-CANDIDATES}.")
    private Pass pass = Pass.ORDER;

    @Mixin
    private final SiteFile site = new SiteFile();

    @Option(
            names = "--event",
            paramLabel = "EVENT.json",
            description = "Event that says what to look at; everything when left out.")
    private Optional<Path> event = Optional.empty();

    @Option(
            names = "--output",
            paramLabel = "FORM",
            defaultValue = "text",
            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
    private Output output = Output.TEXT;

    @Option(
            names = "--time-limit",
            defaultValue = "15m",
            paramLabel = "TIME",
            description = "Stop starting work after this time, e.g. 90s, 15m, 1h (default ${DEFAULT-VALUE}).")
    private Duration timeLimit = Duration.ofMinutes(15);

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    /** Prepares it for a shell. */
    public RunCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        verbosity.apply();
        var configuration = site.load(shell);
        if (configuration.offerings().isEmpty()) {
            return shell.refuse("no offering can be served, nothing was done");
        }
        var trigger = trigger();
        if (trigger.isEmpty() || !concernsUs(trigger.get(), configuration)) {
            return ExitCode.BAD_INPUT;
        }
        return run(configuration, trigger.get());
    }

    private int run(AgentConfiguration configuration, Trigger trigger) {
        var stopped = new Thread(() -> shell.err().println("siteagent: stopped; run it again to go on from here"));
        Runtime.getRuntime().addShutdownHook(stopped);
        PassReport report;
        try {
            report = new Agent(configuration, shell.clock(), Tuning.STANDARD, verbosity.observer(shell))
                    .run(pass.mode(), trigger, Deadline.in(timeLimit, shell.clock()));
        } finally {
            forget(stopped);
        }
        switch (output) {
            case TEXT -> new TextReport(shell.out()).print(report);
            case JSON -> shell.out().println(ReportJson.of(report, configuration.problems()));
        }
        shell.out().flush();
        return report.complete() && configuration.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private Optional<Trigger> trigger() {
        if (event.isEmpty()) {
            return Optional.of(new Trigger.Sweep());
        }
        try {
            return Optional.of(TriggerJson.read(Files.readString(event.get())));
        } catch (UnreadableTriggerException e) {
            shell.err().println(event.get() + ": " + e.getMessage());
        } catch (IOException e) {
            shell.err().println(event.get() + ": the event file cannot be read as text");
        }
        return Optional.empty();
    }

    private boolean concernsUs(Trigger trigger, AgentConfiguration configuration) {
        Optional<WaldurUuid> named = switch (trigger) {
            case Trigger.Sweep _, Trigger.PastMonth _ -> Optional.empty();
            case Trigger.OneOrder order -> Optional.of(order.offering());
            case Trigger.OneResource resource -> Optional.of(resource.offering());
            case Trigger.OneProject project -> Optional.of(project.offering());
            case Trigger.OrphanGroups groups -> Optional.of(groups.offering());
            case Trigger.ReportShard shard -> Optional.of(shard.offering());
        };
        if (named.isEmpty()
                || configuration.offerings().stream()
                        .anyMatch(offering -> offering.uuid().equals(named.get()))) {
            return true;
        }
        shell.err()
                .println("siteagent: the event names offering " + named.get()
                        + ", which the configuration does not serve");
        return false;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LoggerFactory.getLogger(RunCommand.class).debug("the process is ending already", e);
        }
    }
}
