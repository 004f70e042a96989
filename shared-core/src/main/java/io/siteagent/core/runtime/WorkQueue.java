package io.siteagent.core.runtime;

import io.siteagent.core.http.RemoteException;
import java.time.Duration;
import java.util.List;

/** Where work waits until its turn comes. Thread-safe. */
public interface WorkQueue {

    /**
     * Adds work; returns when the queue holds all of it.
     *
     * @throws RemoteException if part of it may be missing; adding all of it again does no harm
     */
    void add(List<Work> work);

    /** Lets a message that is not done show again after a while, and not only when its time with us is up. */
    void postpone(QueuedWork message, Duration delay);

    /**
     * Puts a copy of a message where a person will find it, with the reason why it can't be done. The message itself is
     * then done with.
     */
    void setAside(QueuedWork message, String reason);
}
