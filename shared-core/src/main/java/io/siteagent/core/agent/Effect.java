package io.siteagent.core.agent;

/** Whether a pass brings about what it finds to be done, or only says it. */
enum Effect {
    APPLY,
    /** Same reads, same decisions, no write. */
    PREVIEW
}
