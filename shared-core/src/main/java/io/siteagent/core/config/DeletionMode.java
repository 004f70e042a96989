package io.siteagent.core.config;

import java.time.Period;

/** What terminating a resource does to its project ({@code deletion_mode}). */
public sealed interface DeletionMode {

    /** The project goes at once, with everything in it. */
    record Immediate() implements DeletionMode {}

    /** The order is erred while pods run in the project or volume claims exist there. */
    record RefuseWhenNotEmpty() implements DeletionMode {}

    /** Access and quota go at once, the project later; until then a Restore order brings it back. */
    record Retain(Period time) implements DeletionMode {}
}
