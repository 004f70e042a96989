package io.siteagent.functions.order;

import io.siteagent.functions.AgentHandler;

/** Lambda's entry to the order function: {@code io.siteagent.functions.order.OrderHandler}. */
public final class OrderHandler extends AgentHandler {

    public OrderHandler() {
        super(OrderApplication.class, OrderApplication.DEFINITION);
    }
}
