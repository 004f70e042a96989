package io.siteagent.core.runtime;

import io.siteagent.core.config.WaldurUuid;
import java.time.YearMonth;

/**
 * Why a run was started, and what it is asked to look at. Names things only: everything about them is read afresh (law
 * 1).
 */
public sealed interface Trigger {

    /** Look at everything: all offerings, everything open. */
    record Sweep() implements Trigger {}

    /** Give a past month the usage figures that it has none of. An operator's wish; no event says so. */
    record PastMonth(YearMonth month) implements Trigger {}

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

    /** Delete the groups that resources of the offering have left behind. */
    record OrphanGroups(WaldurUuid offering) implements Trigger {}

    /**
     * Report the usage of one part of an offering's resources. Which resources make up a part follows from their UUIDs
     * and {@code of} alone, so the parts together are the whole offering, whenever and in whatever order they run.
     *
     * @param shard the part, from 0 to {@code of - 1}
     * @param of number of parts
     */
    record ReportShard(WaldurUuid offering, int shard, int of) implements Trigger {

        /** More parts than any offering needs. */
        public static final int MOST = 1_000;

        public ReportShard {
            if (of < 1 || of > MOST || shard < 0 || shard >= of) {
                throw new IllegalArgumentException("no shard " + shard + " of " + of);
            }
        }

        /** Whether the resource belongs to this part. */
        public boolean holds(WaldurUuid resource) {
            return Math.floorMod(resource.hex().hashCode(), of) == shard;
        }
    }
}
