package io.siteagent.cli;

import io.siteagent.cli.components.ComponentsCommand;
import io.siteagent.cli.components.LoadCommand;
import io.siteagent.cli.config.ConfigCommand;
import io.siteagent.cli.config.DiffCommand;
import io.siteagent.cli.config.GetCommand;
import io.siteagent.cli.config.PutCommand;
import io.siteagent.cli.config.RotateSecretCommand;
import io.siteagent.cli.doctor.DoctorCommand;
import io.siteagent.cli.explain.ExplainCommand;
import io.siteagent.cli.inventory.InventoryCommand;
import io.siteagent.cli.migrate.MigrateCommand;
import io.siteagent.cli.plan.ApplyCommand;
import io.siteagent.cli.plan.PlanCommand;
import io.siteagent.cli.run.ReplayCommand;
import io.siteagent.cli.run.RunCommand;
import io.siteagent.cli.run.UsageCommand;
import io.siteagent.cli.shell.ExitCode;
import io.siteagent.cli.shell.Shell;
import io.siteagent.cli.shell.TimeLimit;
import io.siteagent.cli.validate.ValidateCommand;
import io.siteagent.cli.webhook.CheckCommand;
import io.siteagent.cli.webhook.InstallCommand;
import io.siteagent.cli.webhook.WebhookCommand;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.LoggerFactory;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

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

    private SiteAgent() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        var out = new PrintWriter(System.out, false, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        int code = commandLine(Shell.ofProcess(out, err)).execute(arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    static CommandLine commandLine(PrintWriter out, PrintWriter err, Clock clock) {
        return commandLine(Shell.plain(out, err, clock));
    }

    static CommandLine commandLine(Shell shell) {
        return new CommandLine(new SiteAgent())
                .addSubcommand(new ValidateCommand(shell))
                .addSubcommand(new MigrateCommand(shell))
                .addSubcommand(new DoctorCommand(shell))
                .addSubcommand(new ExplainCommand(shell))
                .addSubcommand(new InventoryCommand(shell))
                .addSubcommand(new PlanCommand(shell))
                .addSubcommand(new ApplyCommand(shell))
                .addSubcommand(new RunCommand(shell))
                .addSubcommand(new UsageCommand(shell))
                .addSubcommand(new ReplayCommand(shell))
                .addSubcommand(new CommandLine(new ComponentsCommand()).addSubcommand(new LoadCommand(shell)))
                .addSubcommand(new CommandLine(new ConfigCommand())
                        .addSubcommand(new PutCommand(shell))
                        .addSubcommand(new GetCommand(shell))
                        .addSubcommand(new DiffCommand(shell))
                        .addSubcommand(new RotateSecretCommand(shell)))
                .addSubcommand(new CommandLine(new WebhookCommand())
                        .addSubcommand(new InstallCommand(shell))
                        .addSubcommand(new CheckCommand(shell)))
                .addSubcommand(new GenerateCompletion())
                .addSubcommand(new HelpCommand())
                .setOut(shell.out())
                .setErr(shell.err())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, new TimeLimit())
                .setExecutionExceptionHandler((failure, command, _) -> {
                    LoggerFactory.getLogger(SiteAgent.class).info("unexpected failure", failure);
                    shell.err()
                            .println("siteagent: unexpected failure ("
                                    + failure.getClass().getSimpleName() + "); run again with --verbose and report it");
                    return command.getCommandSpec().exitCodeOnExecutionException();
                });
    }
}
