package io.siteagent.sandbox;

import java.time.Clock;

/**
 * How a sandbox starts.
 *
 * @param clock what all stand-ins take for the time
 * @param controlPort port of the control endpoint, 0 for a free one; the systems always take free ones
 */
public record SandboxOptions(Clock clock, int controlPort) {

    /** The real time, free ports. */
    public static SandboxOptions defaults() {
        return new SandboxOptions(Clock.systemUTC(), 0);
    }

    public SandboxOptions with(Clock clock) {
        return new SandboxOptions(clock, controlPort);
    }
}
