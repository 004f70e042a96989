package io.siteagent.core.http;

/**
 * What all clients of one run share: until when they may call, who counts the calls, how calls are repeated. Clients
 * are made anew for each run; behind them, connections to Waldur and Rancher are kept. Keycloak's client has its own.
 */
public record Wire(Deadline deadline, CallObserver observer, RetryDelays retries, TimeLimits limits) {

    /** The same with another deadline. */
    public Wire until(Deadline other) {
        return new Wire(other, observer, retries, limits);
    }

    /** With the pauses and time limits meant for production. */
    public static Wire until(Deadline deadline, CallObserver observer) {
        return new Wire(deadline, observer, RetryDelays.STANDARD, TimeLimits.STANDARD);
    }
}
