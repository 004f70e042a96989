package io.siteagent.core.runtime;

import io.siteagent.core.config.WaldurUuid;

/**
 * Why a run was started, and what it is asked to look at. Names things only: everything about them is read afresh (law
 * 1).
 */
public sealed interface Trigger {

    /** Look at everything: all offerings, everything open. */
    record Sweep() implements Trigger {}

    /** Look at one order. */
    record OneOrder(WaldurUuid offering, WaldurUuid order) implements Trigger {}

    /** Look at one resource. */
    record OneResource(WaldurUuid offering, WaldurUuid resource) implements Trigger {}
}
