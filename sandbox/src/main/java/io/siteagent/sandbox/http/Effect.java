package io.siteagent.sandbox.http;

/** Whether a disturbed call still changes the world. */
public enum Effect {
    /** The stand-in never sees the call. */
    NONE,
    /** The stand-in serves the call as usual; only its answer is lost or replaced. */
    TAKEN
}
