package io.siteagent.sandbox;

import io.siteagent.sandbox.http.Host;
import java.time.Clock;

/**
 * How a sandbox starts.
 *
 * @param clock what all stand-ins take for the time
 * @param host where the systems are; the control endpoint is always on loopback
 * @param controlPort port of the control endpoint, 0 for a free one; the systems always take free ones
 */
public record SandboxOptions(Clock clock, Host host, int controlPort) {

    /** The real time, loopback, free ports. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(Clock.systemUTC(), Host.LOOPBACK, 0);
    }

    public SandboxOptions with(Clock clock) {
        return new SandboxOptions(clock, host, controlPort);
    }

    public SandboxOptions with(Host host) {
        return new SandboxOptions(clock, host, controlPort);
    }
}
