package io.siteagent.core.runtime;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** No queue: work is done by whoever brings it, before {@link #add} returns. For local runs. */
public final class InLineQueue implements WorkQueue {

    private final Consumer<Trigger> worker;

    public InLineQueue(Consumer<Trigger> worker) {
        this.worker = worker;
    }

    @Override
    public void add(List<Work> work) {
        work.stream().map(Work::trigger).distinct().forEach(worker);
    }

    /** Does nothing: whoever handed the message out hands it out again. */
    @Override
    public void postpone(QueuedWork message, Duration delay) {}

    /** Does nothing: there is no place for it besides the log. */
    @Override
    public void setAside(QueuedWork message, String reason) {}
}
