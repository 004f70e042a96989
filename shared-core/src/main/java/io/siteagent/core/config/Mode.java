package io.siteagent.core.config;

/** The three modes of the agent. */
public enum Mode {
    ORDER_PROCESS("order", "order_process", "order_processing_backend"),
    MEMBERSHIP_SYNC("membership", "membership_sync", "membership_sync_backend"),
    REPORT("report", "report", "reporting_backend");

    private final String functionName;
    private final String predecessorName;
    private final String settingName;

    Mode(String functionName, String predecessorName, String settingName) {
        this.functionName = functionName;
        this.predecessorName = predecessorName;
        this.settingName = settingName;
    }

    /** Name of the function that runs it, which is also what is typed. */
    public String functionName() {
        return functionName;
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
