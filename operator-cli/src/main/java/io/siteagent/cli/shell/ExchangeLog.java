package io.siteagent.cli.shell;

import io.siteagent.core.http.CallObserver;
import java.io.PrintWriter;

/** One line for each call: system, method, purpose, status, duration. Holds no address, secret or body. */
final class ExchangeLog implements CallObserver {

    private final PrintWriter err;

    ExchangeLog(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void ended(Attempt attempt) {
        var status = attempt.status().isPresent() ? "HTTP " + attempt.status().getAsInt() : "no answer";
        var again = attempt.number() > 1 ? ", attempt " + attempt.number() : "";
        err.println("call: %s %s, %s: %s in %d ms%s"
                .formatted(
                        attempt.system(),
                        attempt.method(),
                        attempt.operation(),
                        status,
                        attempt.duration().toMillis(),
                        again));
    }
}
