package io.siteagent.core.waldur;

/** Types of a marketplace order; {@link #UNKNOWN} for one that this version does not know. */
public enum OrderType {
    CREATE,
    UPDATE,
    TERMINATE,
    RESTORE,
    UNKNOWN
}
