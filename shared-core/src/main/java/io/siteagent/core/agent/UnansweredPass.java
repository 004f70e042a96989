package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.Wire;
import io.siteagent.core.keycloak.KeycloakClient;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.runtime.Trigger;
import java.time.Clock;
import java.time.Duration;

/**
 * A pass whose servers are not there, so that the classes of a real one are loaded before it: each client makes one
 * call, which is refused, and no connection is left open. Nothing is changed anywhere.
 */
public final class UnansweredPass {

    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final AgentConfiguration configuration;
    private final Clock clock;
    private final Tuning tuning = new Tuning(
            new RetryDelays(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, () -> 0),
            Tuning.STANDARD.limits(),
            Tuning.STANDARD.patience());

    /**
     * Prepares it.
     *
     * @param configuration offerings with addresses at which nobody listens
     */
    public UnansweredPass(AgentConfiguration configuration, Clock clock) {
        this.configuration = configuration;
        this.clock = clock;
    }

    /** Runs it; the report says that nothing could be reached. */
    public PassReport run(Mode mode) {
        var deadline = Deadline.in(LIMIT, clock);
        var report = new Agent(configuration, clock, tuning).run(mode, new Trigger.Sweep(), deadline);
        configuration.offerings().forEach(offering -> call(offering, deadline));
        return report;
    }

    /** A pass asks Waldur first and gets no further; these are the systems behind it. */
    private void call(Offering offering, Deadline deadline) {
        var wire = new Wire(deadline, CallObserver.NONE, tuning.retries(), tuning.limits());
        unanswered(() -> new RancherClient(offering.rancher(), wire).projects());
        offering.keycloak().ifPresent(settings -> {
            try (var keycloak = new KeycloakClient(settings, wire)) {
                unanswered(() -> keycloak.groupsNamed(offering.name()));
            }
        });
    }

    private static void unanswered(Runnable call) {
        try {
            call.run();
        } catch (RemoteException expected) {
            // The way there is what counts.
            return;
        }
    }
}
