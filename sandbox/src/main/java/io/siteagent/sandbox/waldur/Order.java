package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * A wish of a consumer.
 *
 * @param plan absent for Terminate
 * @param oldCost the monthly price of the resource when the order was placed
 * @param cost the monthly price after it; absent for Terminate
 * @param reviewedBy the person who approved or rejected for the provider
 */
public record Order(
        String uuid,
        String resource,
        Type type,
        State state,
        Map<String, Long> limits,
        JsonNode attributes,
        Optional<String> plan,
        double oldCost,
        Optional<Double> cost,
        String createdBy,
        String backendId,
        String errorMessage,
        Optional<String> reviewedBy,
        Optional<Instant> reviewedAt,
        Instant created,
        Instant modified) {

    /** The types by their names in Java; {@link #text} is Waldur's. */
    public enum Type {
        CREATE("Create"),
        UPDATE("Update"),
        TERMINATE("Terminate"),
        /** Newer servers only. */
        RESTORE("Restore");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The states by their names in Java; {@link #text} is Waldur's. */
    public enum State {
        PENDING_CONSUMER("pending-consumer"),
        PENDING_PROJECT("pending-project"),
        PENDING_PROVIDER("pending-provider"),
        EXECUTING("executing"),
        DONE("done"),
        ERRED("erred"),
        CANCELED("canceled"),
        REJECTED("rejected");

        private final String text;

        State(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        static boolean isOne(String text) {
            return Arrays.stream(values()).anyMatch(s -> s.text.equals(text));
        }
    }

    boolean isOpen() {
        return switch (state) {
            case PENDING_CONSUMER, PENDING_PROJECT, PENDING_PROVIDER, EXECUTING -> true;
            case DONE, ERRED, CANCELED, REJECTED -> false;
        };
    }

    /** Whether an Update asks for another plan and not for other limits. */
    boolean isPlanSwitch() {
        return type == Type.UPDATE && !attributes.has("old_limits");
    }

    Order with(State state, String errorMessage, Instant now) {
        return new Order(
                uuid,
                resource,
                type,
                state,
                limits,
                attributes,
                plan,
                oldCost,
                cost,
                createdBy,
                backendId,
                errorMessage,
                reviewedBy,
                reviewedAt,
                created,
                now);
    }

    Order with(State state, Instant now) {
        return with(state, errorMessage, now);
    }

    Order reviewed(String person, Instant now) {
        return new Order(
                uuid,
                resource,
                type,
                state,
                limits,
                attributes,
                plan,
                oldCost,
                cost,
                createdBy,
                backendId,
                errorMessage,
                Optional.of(person),
                Optional.of(now),
                created,
                now);
    }

    Order withBackendId(String backendId, Instant now) {
        return new Order(
                uuid,
                resource,
                type,
                state,
                limits,
                attributes,
                plan,
                oldCost,
                cost,
                createdBy,
                backendId,
                errorMessage,
                reviewedBy,
                reviewedAt,
                created,
                now);
    }
}
