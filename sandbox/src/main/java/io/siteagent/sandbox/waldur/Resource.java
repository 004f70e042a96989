package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What was sold.
 *
 * @param allocation the hidden object that 7.0.7 makes when an order is approved; absent in newer servers
 * @param allocationOk whether that object has been set to ok; 7.0.7 needs it before it approves a change of limits
 * @param planPeriod opened when a Create is done that never erred; usage outside of one is never billed
 */
public record Resource(
        String uuid,
        String name,
        String slug,
        String offering,
        String plan,
        String project,
        State state,
        String backendId,
        Map<String, Long> limits,
        JsonNode attributes,
        JsonNode backendMetadata,
        Map<String, String> currentUsages,
        String errorMessage,
        String errorTraceback,
        Flags flags,
        Optional<String> allocation,
        boolean allocationOk,
        Optional<String> planPeriod,
        Optional<Instant> lastSync,
        Instant created,
        Instant modified) {

    /** The states by their names in Java; {@link #text} is Waldur's. */
    public enum State {
        CREATING("Creating"),
        OK("OK"),
        ERRED("Erred"),
        UPDATING("Updating"),
        TERMINATING("Terminating"),
        TERMINATED("Terminated");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** What policies set and an agent honours. */
    public record Flags(boolean paused, boolean downscaled, boolean restrictMemberAccess) {
        static final Flags NONE = new Flags(false, false, false);
    }

    boolean takesUsage() {
        return switch (state) {
            case OK, UPDATING, TERMINATING -> true;
            case CREATING, ERRED, TERMINATED -> false;
        };
    }

    ResourceEdit edit() {
        return new ResourceEdit(this);
    }
}
