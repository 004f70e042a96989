package io.siteagent.core.agent;

import io.siteagent.core.runtime.Trigger;
import java.util.List;

/** What became of one order, resource or offering in a pass. */
public sealed interface Outcome {

    /**
     * Something was brought about and verified.
     *
     * @param changes what was changed, one line for each, as a person would say it
     */
    record Done(List<String> changes) implements Outcome {}

    /** Everything was as it should be; nothing was written. */
    record Unchanged() implements Outcome {}

    /**
     * A passing fault or a lack of time: nothing is lost, the next run goes on from here.
     *
     * @param changes what was changed before that
     */
    record Deferred(String reason, List<String> changes) implements Outcome {

        public Deferred(String reason) {
            this(reason, List.of());
        }
    }

    /**
     * Something that no retry mends.
     *
     * @param reason what, why and what to do
     * @param changes what was changed all the same
     */
    record Failed(String reason, List<String> changes) implements Outcome {

        public Failed(String reason) {
            this(reason, List.of());
        }
    }

    /**
     * What a pass that only looks would bring about; nothing was written (law 9).
     *
     * @param changes what applying would change, in that order
     * @param held what stands in the way, or is held back by the brake
     */
    record Planned(List<String> changes, List<String> held) implements Outcome {}

    /**
     * Something is to be done, and it is the queue's turn.
     *
     * @param group see {@link io.siteagent.core.runtime.Work}
     */
    record Queued(Trigger trigger, String group) implements Outcome {}

    /** Not ours to handle, or not in a state in which it may be handled; left untouched. */
    record Skipped(String reason) implements Outcome {}
}
