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

    /**
     * Look at one resource.
     *
     * @param releaseBrake whether removals that the brake holds back may be made this once, for this resource; an
     *     operator's word, never that of an event from outside
     */
    record OneResource(WaldurUuid offering, WaldurUuid resource, boolean releaseBrake) implements Trigger {

        /** With the brake in force. */
        public OneResource(WaldurUuid offering, WaldurUuid resource) {
            this(offering, resource, false);
        }
    }

    /** Look at the offering's resources of one Waldur project. */
    record OneProject(WaldurUuid offering, WaldurUuid project) implements Trigger {}
}
