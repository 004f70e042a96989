package io.siteagent.functions;

import io.siteagent.core.runtime.QueuedWork;
import io.siteagent.core.runtime.Trigger;
import java.util.List;
import java.util.Optional;

/** What a function can be woken by. */
sealed interface FunctionEvent {

    /** One of our own events: from a schedule, or by hand. */
    record Own(Trigger trigger) implements FunctionEvent {}

    /** Messages of the function's queue. */
    record Batch(List<QueuedWork> messages) implements FunctionEvent {}

    /**
     * A call of the function's webhook.
     *
     * @param pathSecret what stands in the path where the secret belongs
     * @param authorization the header of that name
     * @param size of the body in bytes
     * @param body as text, if it is not too large
     */
    record Webhook(Optional<String> pathSecret, Optional<String> authorization, int size, String body)
            implements FunctionEvent {

        /** Holds a secret and personal data, so only the size is shown. */
        @Override
        public String toString() {
            return "webhook of " + size + " bytes";
        }
    }
}
