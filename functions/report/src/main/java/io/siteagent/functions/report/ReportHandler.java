package io.siteagent.functions.report;

import io.siteagent.functions.AgentHandler;

/** Lambda's entry to the report function: {@code io.siteagent.functions.report.ReportHandler}. */
public final class ReportHandler extends AgentHandler {

    public ReportHandler() {
        super(ReportApplication.class, ReportApplication.DEFINITION);
    }
}
