package io.siteagent.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ConfigurationFile;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.TriggerJson;
import io.siteagent.core.runtime.TriggerJson.UnreadableTriggerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code siteagent}. Results go to standard output, everything else to standard error. */
@Command(
        name = "siteagent",
        mixinStandardHelpOptions = true,
        version = "siteagent 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        description = "Site agent between a Waldur marketplace and Rancher, run from a shell.",
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        exitCodeOnExecutionException = ExitCode.INCOMPLETE)
public final class SiteAgent {

    private final PrintWriter out;
    private final PrintWriter err;
    private final Clock clock;

    private SiteAgent(PrintWriter out, PrintWriter err, Clock clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        var out = new PrintWriter(System.out, false, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        int code = commandLine(out, err, Clock.systemUTC()).execute(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err, Clock clock) {
        return new CommandLine(new SiteAgent(out, err, clock))
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new TimeLimit())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    LoggerFactory.getLogger(SiteAgent.class).info("unexpected failure", failure);
                    err.println("siteagent: unexpected failure ("
                            + failure.getClass().getSimpleName() + "); run again with --verbose and report it");
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }

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
    int run(
            @Parameters(paramLabel = "MODE", description = "What to do: ${COMPLETION-CANDIDATES}.") Pass pass,
            @Option(
                            names = "--config",
                            required = true,
                            paramLabel = "FILE",
                            description = "Configuration document, YAML or JSON.")
                    Path config,
            @Option(
                            names = "--event",
                            paramLabel = "EVENT.json",
                            description = "Event that says what to look at; everything when left out.")
                    Optional<Path> event,
            @Option(
                            names = "--output",
                            paramLabel = "FORM",
                            defaultValue = "text",
                            description = "Form of the result: ${COMPLETION-CANDIDATES} (default ${DEFAULT-VALUE}).")
                    Output output,
            @Option(
                            names = "--time-limit",
                            defaultValue = "15m",
                            paramLabel = "TIME",
                            description = "Stop starting work after this time, e.g. 90s, 15m, 1h"
                                    + " (default ${DEFAULT-VALUE}).")
                    Duration timeLimit,
            @Option(names = "--verbose", description = "Log what is being done, on standard error.") boolean verbose) {
        if (verbose) {
            logMore();
        }
        var configuration = ConfigurationFile.load(config);
        configuration.notices().forEach(notice -> err.println("note: " + notice));
        configuration.problems().forEach(problem -> err.println("problem: " + problem));
        if (configuration.offerings().isEmpty()) {
            err.println("siteagent: no offering can be served, nothing was done");
            return ExitCode.BAD_INPUT;
        }
        var trigger = trigger(event);
        if (trigger.isEmpty() || !concernsUs(trigger.get(), configuration)) {
            return ExitCode.BAD_INPUT;
        }
        return pass(pass, configuration, trigger.get(), timeLimit, output);
    }

    private int pass(Pass pass, AgentConfiguration configuration, Trigger trigger, Duration limit, Output output) {
        var stopped = new Thread(() -> err.println("siteagent: stopped; run it again to go on from here"));
        Runtime.getRuntime().addShutdownHook(stopped);
        PassReport report;
        try {
            report = new Agent(configuration, clock).run(pass.mode(), trigger, Deadline.in(limit, clock));
        } finally {
            forget(stopped);
        }
        switch (output) {
            case TEXT -> new TextReport(out).print(report);
            case JSON -> out.println(ReportJson.of(report, configuration.problems()));
        }
        out.flush();
        return report.complete() && configuration.problems().isEmpty() ? ExitCode.DONE : ExitCode.INCOMPLETE;
    }

    private Optional<Trigger> trigger(Optional<Path> event) {
        if (event.isEmpty()) {
            return Optional.of(new Trigger.Sweep());
        }
        try {
            return Optional.of(TriggerJson.read(Files.readString(event.get())));
        } catch (UnreadableTriggerException e) {
            err.println(event.get() + ": " + e.getMessage());
        } catch (IOException e) {
            err.println(event.get() + ": the event file cannot be read as text");
        }
        return Optional.empty();
    }

    private boolean concernsUs(Trigger trigger, AgentConfiguration configuration) {
        Optional<WaldurUuid> named = switch (trigger) {
            case Trigger.Sweep _ -> Optional.empty();
            case Trigger.OneOrder order -> Optional.of(order.offering());
            case Trigger.OneResource resource -> Optional.of(resource.offering());
            case Trigger.OneProject project -> Optional.of(project.offering());
        };
        if (named.isEmpty()
                || configuration.offerings().stream()
                        .anyMatch(offering -> offering.uuid().equals(named.get()))) {
            return true;
        }
        err.println("siteagent: the event names offering " + named.get() + ", which the configuration does not serve");
        return false;
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LoggerFactory.getLogger(SiteAgent.class).debug("the process is ending already", e);
        }
    }

    private static void logMore() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("io.siteagent").setLevel(Level.DEBUG);
        }
    }
}
