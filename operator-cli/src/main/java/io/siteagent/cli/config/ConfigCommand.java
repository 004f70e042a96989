package io.siteagent.cli.config;

import io.siteagent.cli.shell.ExitCode;
import picocli.CommandLine.Command;

/** {@code siteagent config}: groups what is done about the configuration in Parameter Store. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        description = "The configuration in SSM Parameter Store: documents from a folder, secrets from standard input.")
public final class ConfigCommand {}
