package io.siteagent.functions.order;

import io.siteagent.core.config.Mode;
import io.siteagent.functions.AgentApplication;

/** Start class of the order function. */
public final class OrderApplication extends AgentApplication {

    static final String DEFINITION = "order";

    public OrderApplication() {
        super(Mode.ORDER_PROCESS, DEFINITION);
    }
}
