package io.siteagent.core.config;

/** The three modes of the agent. */
public enum Mode {
    ORDER_PROCESS("order_process", "order_processing_backend"),
    MEMBERSHIP_SYNC("membership_sync", "membership_sync_backend"),
    REPORT("report", "reporting_backend");

    private final String predecessorName;
    private final String settingName;

    Mode(String predecessorName, String settingName) {
        this.predecessorName = predecessorName;
        this.settingName = settingName;
    }

    /** What the predecessor calls the mode. */
    public String predecessorName() {
        return predecessorName;
    }

    /** The key of an offering that switches the mode on. */
    public String settingName() {
        return settingName;
    }
}
