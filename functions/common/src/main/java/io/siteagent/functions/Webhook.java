package io.siteagent.functions;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.InLineQueue;
import io.siteagent.core.runtime.WorkQueue;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a call of Waldur's webhook: lets it in or not, and puts what follows from it on the queue. The work itself is
 * done by the queue's next invocation, as Waldur waits for the answer. Thread-safe.
 */
final class Webhook {

    private static final Logger LOG = LoggerFactory.getLogger(Webhook.class);

    private final Passes passes;
    private final ParameterStoreSource source;

    /**
     * The answer, by HTTP's rules.
     *
     * @param text for the caller, whom Waldur does not tell
     */
    record Answer(int status, String text) {}

    Webhook(Passes passes, ParameterStoreSource source) {
        this.passes = passes;
        this.source = source;
    }

    /** @param occasion of this invocation alone */
    Answer take(FunctionEvent.Webhook call, Optional<WorkQueue> queue, Deadline deadline, String occasion) {
        var configuration = configurationThatKnows(call);
        if (configuration.isEmpty()) {
            LOG.warn("a webhook without a valid secret was refused");
            return new Answer(401, "unknown secret");
        }
        if (call.size() > WebhookGate.LARGEST_BODY) {
            LOG.warn("a webhook of {} bytes was refused", call.size());
            return new Answer(413, "at most %d bytes".formatted(WebhookGate.LARGEST_BODY));
        }
        try {
            var work = WaldurEvent.read(call.body())
                    .work(passes.mode(), configuration.get().offerings(), occasion);
            if (!work.isEmpty() && passes.mayChange()) {
                queue.orElseGet(() -> inLine(deadline, occasion)).add(work);
                work.forEach(piece -> LOG.info("a webhook asks for {}", piece.trigger()));
            }
            return new Answer(202, work.isEmpty() ? "nothing to do" : "will be looked at");
        } catch (WaldurEvent.MalformedException e) {
            LOG.warn("a webhook was refused: {}", e.getMessage());
            return new Answer(400, String.valueOf(e.getMessage()));
        }
    }

    /** A secret that is not known may be newer than what was read; how often that is tried has a limit. */
    private Optional<AgentConfiguration> configurationThatKnows(FunctionEvent.Webhook call) {
        return Optional.of(source.load())
                .filter(present -> WebhookGate.knowsSecret(call, present.webhookSecrets()))
                .or(() -> Optional.of(source.reload())
                        .filter(renewed -> WebhookGate.knowsSecret(call, renewed.webhookSecrets())));
    }

    private WorkQueue inLine(Deadline deadline, String occasion) {
        return new InLineQueue(trigger -> passes.run(trigger, deadline, Optional.empty(), occasion));
    }
}
