package io.siteagent.sandbox.waldur;

/** Which Waldur it is. */
public enum ServerVersion {
    /** 7.0.7 of October 2024: what the captures were taken from. */
    V7,
    /** 8.1: as its published client describes it; never run here. */
    V8
}
