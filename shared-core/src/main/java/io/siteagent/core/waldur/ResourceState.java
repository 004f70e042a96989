package io.siteagent.core.waldur;

import java.util.Arrays;

/** States of a marketplace resource; {@link #UNKNOWN} for one that this version does not know. */
public enum ResourceState {
    CREATING("Creating"),
    OK("OK"),
    ERRED("Erred"),
    UPDATING("Updating"),
    TERMINATING("Terminating"),
    TERMINATED("Terminated"),
    UNKNOWN("unknown");

    private final String wireName;

    ResourceState(String wireName) {
        this.wireName = wireName;
    }

    /** The word that Waldur's API uses. */
    public String wireName() {
        return wireName;
    }

    static ResourceState ofWireName(String word) {
        return Arrays.stream(values())
                .filter(state -> state.wireName.equals(word))
                .findAny()
                .orElse(UNKNOWN);
    }
}
