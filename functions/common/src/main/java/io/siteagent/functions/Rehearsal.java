package io.siteagent.functions;

import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.agent.UnansweredPass;
import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.TriggerJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

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
        TriggerJson.read("{\"kind\":\"sweep\"}");
        var configuration = ConfigurationDocument.parse(document());
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

    private static String document() {
        try (var document = Rehearsal.class.getResourceAsStream("rehearsal.yaml")) {
            return new String(Objects.requireNonNull(document).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
