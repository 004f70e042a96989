package io.siteagent.cli.shell;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * The surroundings of a command.
 *
 * @param out results
 * @param err everything else: notes, problems, progress
 * @param in what is typed or piped in; secrets come from here only
 * @param terminal whether a person watches {@code err}, who likes progress
 * @param colours whether {@code out} shows colours
 */
public record Shell(
        PrintWriter out,
        PrintWriter err,
        InputStream in,
        Map<String, String> environment,
        Clock clock,
        boolean terminal,
        Ansi colours) {

    /** A shell that nobody watches: no colours, no progress, nothing to read, no environment. */
    public static Shell plain(PrintWriter out, PrintWriter err, Clock clock) {
        return new Shell(out, err, InputStream.nullInputStream(), Map.of(), clock, false, Ansi.OFF);
    }

    /** The process's own. */
    public static Shell ofProcess(PrintWriter out, PrintWriter err) {
        return new Shell(
                out,
                err,
                System.in,
                System.getenv(),
                Clock.systemUTC(),
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false),
                Ansi.AUTO);
    }

    /** Says why the command can't do what was asked; a sentence with a remedy. */
    public int refuse(String sentence) {
        err.println("siteagent: " + sentence);
        return ExitCode.BAD_INPUT;
    }
}
