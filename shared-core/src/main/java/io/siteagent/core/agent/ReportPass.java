package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.waldur.WaldurClient;
import java.time.Clock;
import java.util.List;

final class ReportPass {
    ReportPass(WaldurClient waldur, RancherClient rancher, Offering offering, Clock clock) {
        java.util.Objects.requireNonNull(waldur);
        java.util.Objects.requireNonNull(rancher);
        java.util.Objects.requireNonNull(offering);
        java.util.Objects.requireNonNull(clock);
    }

    List<PassReport.Item> run(Trigger trigger, Deadline deadline) {
        java.util.Objects.requireNonNull(trigger);
        java.util.Objects.requireNonNull(deadline);
        return List.of();
    }
}
