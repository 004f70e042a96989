package io.siteagent.core.waldur;

/**
 * States of a marketplace order, as Waldur's API writes them; {@link #UNKNOWN} for one that this version does not know.
 */
public enum OrderState {
    PENDING_CONSUMER,
    PENDING_PROJECT,
    PENDING_START_DATE,
    PENDING_PROVIDER,
    EXECUTING,
    DONE,
    ERRED,
    CANCELED,
    REJECTED,
    UNKNOWN
}
