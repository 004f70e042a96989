package io.siteagent.core.waldur;

import java.util.Arrays;

/**
 * States of a marketplace order, as Waldur's API writes them; {@link #UNKNOWN} for one that this version does not know.
 */
public enum OrderState {
    PENDING_CONSUMER("pending-consumer"),
    PENDING_PROJECT("pending-project"),
    PENDING_START_DATE("pending-start-date"),
    PENDING_PROVIDER("pending-provider"),
    EXECUTING("executing"),
    DONE("done"),
    ERRED("erred"),
    CANCELED("canceled"),
    REJECTED("rejected"),
    UNKNOWN("unknown");

    private final String wireName;

    OrderState(String wireName) {
        this.wireName = wireName;
    }

    /** The word that Waldur's API uses. */
    public String wireName() {
        return wireName;
    }

    static OrderState ofWireName(String word) {
        return Arrays.stream(values())
                .filter(state -> state.wireName.equals(word))
                .findAny()
                .orElse(UNKNOWN);
    }
}
