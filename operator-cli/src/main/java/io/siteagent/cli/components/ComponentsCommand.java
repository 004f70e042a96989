package io.siteagent.cli.components;

import io.siteagent.cli.shell.ExitCode;
import picocli.CommandLine.Command;

/** {@code siteagent components}: groups what is done about an offering's components. */
@Command(
        name = "components",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        exitCodeOnInvalidInput = ExitCode.BAD_INPUT,
        description = "The offering's components in Waldur.")
public final class ComponentsCommand {}
