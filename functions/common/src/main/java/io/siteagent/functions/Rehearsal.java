package io.siteagent.functions;

import io.siteagent.core.agent.Agent;
import io.siteagent.core.agent.Tuning;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.function.adapter.aws.AWSLambdaUtils;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/**
 * The event that a snapshot is prepared with: it takes the way of a real one through the adapter, and then the function
 * works for a moment at a {@link RehearsalSite site of its own}, with an event of each kind, so that the restored one
 * has nothing left to load. No other system is called; neither a secret nor a connection gets into the snapshot.
 */
final class Rehearsal {

    private static final Logger LOG = LoggerFactory.getLogger(Rehearsal.class);
    private static final byte[] EVENT = "{\"kind\":\"rehearsal\"}".getBytes(StandardCharsets.UTF_8);

    /** More than a run keeps back for its end: with less it would not begin anything. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final List<String> EVENTS = List.of("{\"kind\":\"sweep\"}", """
            {"Records": [{
              "eventSource": "aws:sqs", "messageId": "1", "receiptHandle": "1", "body": "{\\"kind\\":\\"sweep\\"}"
            }]}""", """
            {
              "version": "2.0", "routeKey": "POST /", "rawPath": "/order/rehearsal-rehearsal-rehearsal", "requestContext": {"http": {}},
              "body": "{\\"event_type\\":\\"rehearsal\\",\\"context\\":{}}"
            }""");

    /** What runs a few times is still interpreted afterwards; reading the configuration anew costs little here. */
    private static final int READINGS = 12;

    private Rehearsal() {}

    static byte[] event() {
        return EVENT.clone();
    }

    static boolean isMeant(byte[] event) {
        return Arrays.equals(EVENT, event);
    }

    /**
     * Rehearses, and returns what the last event was answered with. What goes wrong costs the restored function some
     * time and must not cost it the snapshot.
     */
    static byte[] answer(Mode mode, Clock clock) {
        try (var site = RehearsalSite.open(clock);
                var source = new ParameterStoreSource(site.environment()::get, clock);
                var queues = new QueueSource(site.environment()::get)) {
            var metrics = new Metrics(new PrintStream(OutputStream.nullOutputStream()), site.environment()::get, clock);
            var function = new AgentFunction(mode, Permission.APPLY, source, queues, metrics, clock);
            var answer = new byte[0];
            for (var event : EVENTS) {
                answer = function.apply(message(event)).getPayload();
            }
            for (var reading = 0; reading < READINGS; reading++) {
                read(site, clock);
            }
            // What a sweep finds is done by another event, from the queue.
            var agent = new Agent(source.load(), clock, Tuning.IMPATIENT, CallObserver.NONE);
            for (var scene : RehearsalAnswers.Scene.values()) {
                site.show(scene);
                agent.run(mode, new Trigger.Sweep(), Deadline.in(LIMIT, clock));
            }
            return answer;
        } catch (IOException | RuntimeException e) {
            LOG.warn("the rehearsal before the snapshot ended early; the first invocation will take longer", e);
            return new byte[0];
        }
    }

    private static void read(RehearsalSite site, Clock clock) {
        try (var source = new ParameterStoreSource(site.environment()::get, clock)) {
            source.load();
        }
    }

    private static Message<InputStream> message(String event) {
        InputStream payload = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        return MessageBuilder.withPayload(payload)
                .setHeader(AWSLambdaUtils.AWS_CONTEXT, RehearsalContext.INSTANCE)
                .build();
    }
}
