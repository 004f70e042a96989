package io.siteagent.core.agent;

/** What a pass does about what it finds to be done. */
enum Effect {
    /** Brings it about. */
    APPLY,
    /** Says it: same reads, same decisions, no write. */
    PREVIEW,
    /**
     * Leaves it to the queue, as soon as it is sure that there is something: as few reads as that takes, and no write
     * but the note in Waldur that a resource is in line.
     */
    QUEUE
}
