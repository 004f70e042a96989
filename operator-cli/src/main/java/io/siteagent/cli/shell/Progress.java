package io.siteagent.cli.shell;

import io.siteagent.core.http.CallObserver;
import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicInteger;

/** A line that tells a person at a terminal that work goes on; it is written over and over. */
final class Progress implements CallObserver {

    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintWriter err;
    private final AtomicInteger calls = new AtomicInteger();

    Progress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void ended(Attempt attempt) {
        err.print("%s%d calls, %s: %s%s"
                .formatted(CLEAR_LINE, calls.incrementAndGet(), attempt.system(), attempt.operation(), CLEAR_LINE));
        err.flush();
    }
}
