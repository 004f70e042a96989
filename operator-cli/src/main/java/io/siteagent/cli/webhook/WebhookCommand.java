package io.siteagent.cli.webhook;

import io.siteagent.cli.shell.ExitCode;
import picocli.CommandLine.Command;

/** {@code siteagent webhook}: groups what is done about Waldur's webhooks. */
@Command(
        name = "webhook",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        description = "Waldur's webhooks, which wake the functions before their schedules do.")
public final class WebhookCommand {}
