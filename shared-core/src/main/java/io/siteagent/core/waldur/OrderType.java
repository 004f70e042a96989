package io.siteagent.core.waldur;

/** Types of a marketplace order; {@link #UNKNOWN} for one that this version does not know. */
public enum OrderType {
    CREATE,
    UPDATE,
    TERMINATE,
    RESTORE,
    UNKNOWN;

    static OrderType ofWireName(String word) {
        return switch (word) {
            case "Create" -> CREATE;
            case "Update" -> UPDATE;
            case "Terminate" -> TERMINATE;
            case "Restore" -> RESTORE;
            default -> UNKNOWN;
        };
    }
}
