package io.siteagent.cli.shell;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.siteagent.core.http.CallObserver;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options {@code --verbose} and {@code --debug}: more on standard error. */
public final class Verbosity {

    @Option(names = "--verbose", description = "Log what is being done, on standard error.")
    private boolean verbose;

    @Option(
            names = "--debug",
            description = "Log every call to another system as well: what for, status, duration; no secret, no body.")
    private boolean debug;

    /** Switches the logging on that was asked for. */
    public void apply() {
        if ((verbose || debug) && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            context.getLogger("io.siteagent").setLevel(Level.DEBUG);
        }
    }

    /** What watches the calls: the log that {@code --debug} asks for, and progress where a person watches. */
    public CallObserver observer(Shell shell) {
        if (debug) {
            return new ExchangeLog(shell.err());
        }
        return shell.terminal() ? new Progress(shell.err()) : CallObserver.NONE;
    }
}
