package io.siteagent.functions.membership;

import io.siteagent.functions.AgentHandler;

/** Lambda's entry to the membership function: {@code io.siteagent.functions.membership.MembershipHandler}. */
public final class MembershipHandler extends AgentHandler {

    public MembershipHandler() {
        super(MembershipApplication.class, MembershipApplication.DEFINITION);
    }
}
