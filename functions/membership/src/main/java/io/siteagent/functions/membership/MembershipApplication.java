package io.siteagent.functions.membership;

import io.siteagent.core.config.Mode;
import io.siteagent.functions.AgentApplication;

/** Start class of the membership function. */
public final class MembershipApplication extends AgentApplication {

    static final String DEFINITION = "membership";

    public MembershipApplication() {
        super(Mode.MEMBERSHIP_SYNC, DEFINITION);
    }
}
