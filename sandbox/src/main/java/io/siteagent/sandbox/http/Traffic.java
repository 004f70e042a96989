package io.siteagent.sandbox.http;

/** What all systems of one sandbox share: the log of calls, the faults, the latency. */
public record Traffic(CallLog calls, Faults faults, Latency latency) {

    /** An empty log, no faults, no latency. */
    public static Traffic undisturbed() {
        return new Traffic(new CallLog(), new Faults(), new Latency());
    }
}
