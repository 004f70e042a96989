package io.siteagent.core.config;

/** The three modes of the agent, by the names that the predecessor gave them. */
public enum Mode {
    ORDER_PROCESS,
    MEMBERSHIP_SYNC,
    REPORT
}
