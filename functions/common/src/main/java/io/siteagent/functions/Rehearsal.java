package io.siteagent.functions;

import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.UnansweredPass;
import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.SqsWorkQueue;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The event that a snapshot is prepared with: it takes the way of a real one through the adapter, the configuration,
 * the clients and the report, so that the restored function has nothing left to load. Its servers are addresses of this
 * machine at which nobody listens: no other system is called, and neither a secret nor a connection gets into the
 * snapshot.
 */
final class Rehearsal {

    private static final byte[] EVENT = "{\"kind\":\"rehearsal\"}".getBytes(StandardCharsets.UTF_8);
    private static final String NOBODY = "http://127.0.0.1:1";

    private Rehearsal() {}

    static byte[] event() {
        return EVENT.clone();
    }

    static boolean isMeant(byte[] event) {
        return Arrays.equals(EVENT, event);
    }

    static byte[] answer(Mode mode, Clock clock) {
        askParameterStore(clock);
        askQueue();
        var configuration = ConfigurationDocument.parse(document());
        readEvents(mode, configuration);
        var report = new UnansweredPass(configuration, clock).run(mode);
        return ReportJson.of(report, configuration.problems()).getBytes(StandardCharsets.UTF_8);
    }

    private static void askParameterStore(Clock clock) {
        var environment = Map.of(
                ParameterStoreSource.PREFIX_VARIABLE, "/rehearsal", ParameterStoreSource.ENDPOINT_VARIABLE, NOBODY);
        try (var source = new ParameterStoreSource(environment::get, clock)) {
            source.load();
        } catch (RemoteException expected) {
            // The way there is what counts.
            return;
        }
    }

    private static void askQueue() {
        try (var queue = SqsWorkQueue.open(NOBODY + "/queue", NOBODY + "/dead", Optional.of(URI.create(NOBODY)))) {
            queue.add(List.of(new Work(new Trigger.Sweep(), "rehearsal", "rehearsal")));
        } catch (RemoteException expected) {
            // The way there is what counts.
            return;
        }
    }

    /** One of each kind, down to the point where there would be something to do. */
    private static void readEvents(Mode mode, AgentConfiguration configuration) {
        EventReader.read("{\"kind\":\"sweep\"}".getBytes(StandardCharsets.UTF_8));
        EventReader.read(("{\"Records\":[{\"eventSource\":\"aws:sqs\",\"messageId\":\"1\",\"receiptHandle\":\"1\","
                        + "\"body\":\"\"}]}")
                .getBytes(StandardCharsets.UTF_8));
        var call = EventReader.read(("{\"version\":\"2.0\",\"routeKey\":\"POST /\",\"rawPath\":\"/rehearsal\","
                        + "\"requestContext\":{\"http\":{}},\"body\":\"{}\"}")
                .getBytes(StandardCharsets.UTF_8));
        if (call instanceof FunctionEvent.Webhook webhook) {
            WebhookGate.knowsSecret(webhook, List.of(new Secret("rehearsal")));
        }
        WaldurEvent.read("{\"event_type\":\"rehearsal\",\"context\":{}}")
                .work(mode, configuration.offerings(), "rehearsal");
    }

    private static String document() {
        try (var document = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
            return new String(Objects.requireNonNull(document).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
