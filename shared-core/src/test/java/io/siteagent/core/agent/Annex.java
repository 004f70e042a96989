package io.siteagent.core.agent;

import io.siteagent.core.config.AgentConfiguration;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.sandbox.waldur.Seed;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** A second offering of a {@link Centre}, for that cluster or another of the same Rancher, with an agent of its own. */
final class Annex {

    final Seed.OfferingSeed offering;
    private final Agent agent;

    Annex(Centre centre, String cluster) {
        if (!cluster.equals(Centre.CLUSTER)) {
            centre.rancher.seed().cluster(cluster);
        }
        offering = centre.waldur.seed().customer("Compute Centre").offering("Rancher Projects of the annex");
        centre.settings.components().forEach(component -> offering.component(component.key(), "limit"));
        agent = new Agent(
                new AgentConfiguration(List.of(settings(centre.settings, cluster)), List.of(), List.of()),
                centre.clock,
                Centre.TUNING);
    }

    private Offering settings(Offering centre, String cluster) {
        var rancher = centre.rancher();
        return new Offering(
                "annex",
                WaldurUuid.of(offering.uuid()),
                centre.modes(),
                new WaldurSettings(
                        centre.waldur().baseUri(),
                        centre.waldur().login(),
                        centre.waldur().verifySsl()),
                new RancherSettings(
                        rancher.baseUri(), rancher.accessKey(), rancher.secretKey(), cluster, rancher.verifyCert()),
                centre.keycloak(),
                centre.projectPrefix(),
                centre.defaultRole(),
                centre.namespaceLabels(),
                centre.groupNames(),
                centre.components(),
                centre.quotas(),
                centre.deletion(),
                centre.membership(),
                centre.usage(),
                centre.timezone());
    }

    PassReport orders() {
        return run(Mode.ORDER_PROCESS);
    }

    PassReport membership() {
        return run(Mode.MEMBERSHIP_SYNC);
    }

    private PassReport run(Mode mode) {
        return agent.run(mode, new Trigger.Sweep(), Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()));
    }
}
