package io.siteagent.functions;

import com.amazonaws.services.lambda.runtime.Context;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.InLineQueue;
import io.siteagent.core.runtime.QueueWorker;
import io.siteagent.core.runtime.QueueWorker.Progress;
import io.siteagent.core.runtime.QueuedWork;
import io.siteagent.core.runtime.Trigger;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.MDC;
import org.springframework.cloud.function.adapter.aws.AWSLambdaUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.util.MimeTypeUtils;

/**
 * One mode of the agent as a function: decodes the event, lets the core do what it asks for, encodes the answer.
 * Thread-safe.
 *
 * <p>It takes a stream and answers with a message of a content type that is not JSON, because that is what Spring Cloud
 * Function leaves alone. Into any other event its adapter looks: it hides a failed conversion, takes a key
 * {@code payload} for the whole event, makes the headers of an HTTP call, which anybody can send, headers of its own
 * message, and returns them with the answer; an answer that says it is JSON is parsed once more.
 */
final class AgentFunction implements Function<Message<InputStream>, Message<byte[]>> {

    /** Left to say what was not finished before Lambda ends the process. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    /** Outside of Lambda, where nobody says how long a run may take. */
    private static final Duration WITHOUT_LAMBDA = Duration.ofMinutes(5);

    private static final String REQUEST_ID = "requestId";
    private static final String MESSAGE_ID = "messageId";

    private final ParameterStoreSource source;
    private final QueueSource queues;
    private final Clock clock;
    private final Passes passes;
    private final Webhook webhook;

    AgentFunction(
            Mode mode,
            Permission permission,
            ParameterStoreSource source,
            QueueSource queues,
            Metrics metrics,
            Clock clock) {
        this.source = source;
        this.queues = queues;
        this.clock = clock;
        this.passes = new Passes(mode, permission, source, metrics, clock);
        this.webhook = new Webhook(passes, source);
    }

    @Override
    public Message<byte[]> apply(Message<InputStream> message) {
        return MessageBuilder.withPayload(answer(message))
                .setHeader(MessageHeaders.CONTENT_TYPE, MimeTypeUtils.APPLICATION_OCTET_STREAM)
                .build();
    }

    private byte[] answer(Message<InputStream> message) {
        var event = bytes(message.getPayload());
        if (Rehearsal.isMeant(event)) {
            source.prepare();
            queues.prepare();
            return Rehearsal.answer(passes.mode(), clock);
        }
        var context = Optional.ofNullable(message.getHeaders().get(AWSLambdaUtils.AWS_CONTEXT))
                .map(Context.class::cast);
        var deadline = deadline(context);
        var occasion = context.map(Context::getAwsRequestId)
                .orElseGet(() -> UUID.randomUUID().toString());
        try (var _ = MDC.putCloseable(REQUEST_ID, occasion)) {
            return switch (EventReader.read(event)) {
                case FunctionEvent.Own(var trigger) ->
                    Answers.report(passes.run(trigger, deadline, queues.queue(), occasion));
                case FunctionEvent.Batch(var messages) -> Answers.batch(workOff(messages, deadline, occasion));
                case FunctionEvent.Webhook call -> Answers.http(webhook.take(call, queues.queue(), deadline, occasion));
            };
        }
    }

    private static byte[] bytes(InputStream event) {
        try {
            return event.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Deadline deadline(Optional<Context> context) {
        var left = context.map(Context::getRemainingTimeInMillis)
                .map(millis -> Duration.ofMillis(millis).minus(MARGIN))
                .orElse(WITHOUT_LAMBDA);
        return Deadline.in(left.isNegative() ? Duration.ZERO : left, clock);
    }

    private List<String> workOff(List<QueuedWork> messages, Deadline deadline, String requestId) {
        var queue = queues.queue();
        var worker = new QueueWorker(
                queue.orElseGet(() -> new InLineQueue(trigger -> work(trigger, deadline, requestId))),
                (message, trigger) -> {
                    // The worker has threads of its own.
                    try (var _ = MDC.putCloseable(REQUEST_ID, requestId);
                            var _ = MDC.putCloseable(MESSAGE_ID, message.id())) {
                        return work(trigger, deadline, message.id());
                    }
                });
        return worker.work(messages, deadline);
    }

    private Progress work(Trigger trigger, Deadline deadline, String occasion) {
        PassReport report;
        try {
            report = passes.run(trigger, deadline, queues.queue(), occasion).report();
        } catch (UnusableConfigurationException e) {
            return new Progress.PutOff(String.valueOf(e.getMessage()));
        }
        var reasons = report.items().stream()
                .map(item -> item.outcome() instanceof Outcome.Deferred(var reason, var _) ? reason : "")
                .filter(reason -> !reason.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        return reasons.isEmpty() ? new Progress.Settled() : new Progress.PutOff(reasons);
    }
}
