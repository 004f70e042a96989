package io.siteagent.functions.report;

import io.siteagent.core.config.Mode;
import io.siteagent.functions.AgentApplication;

/** Start class of the report function. */
public final class ReportApplication extends AgentApplication {

    static final String DEFINITION = "report";

    public ReportApplication() {
        super(Mode.REPORT, DEFINITION);
    }
}
