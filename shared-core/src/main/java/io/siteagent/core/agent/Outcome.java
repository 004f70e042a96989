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

    /** A passing fault or a lack of time: nothing is lost, the next run goes on from here. */
    record Deferred(String reason) implements Outcome {}

    /** Something that no retry mends; says what, why and what to do. */
    record Failed(String reason) implements Outcome {}

    /**
     * Something is to be done, and it is the queue's turn.
     *
     * @param group see {@link io.siteagent.core.runtime.Work}
     */
    record Queued(Trigger trigger, String group) implements Outcome {}

    /** Not ours to handle, or not in a state in which it may be handled; left untouched. */
    record Skipped(String reason) implements Outcome {}
}
