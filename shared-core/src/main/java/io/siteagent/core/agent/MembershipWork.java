package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.tenancy.Brake;
import io.siteagent.core.waldur.Resource;
import java.time.Duration;
import java.util.concurrent.Callable;

/** What is done about one resource, by what the pass is for. */
record MembershipWork(Offering offering, Deadline deadline, Effect effect) {

    private static final Duration NEEDED = Duration.ofSeconds(10);

    Outcomes.Result bringInLine(Resource resource, MembershipSync sync, Brake brake) {
        return switch (effect) {
            case APPLY -> sync.bringInLine(resource, brake);
            case PREVIEW -> sync.preview(resource, brake);
            case QUEUE -> queued(resource);
        };
    }

    Outcomes.Result queued(Resource resource) {
        return Outcomes.Result.of(new Outcome.Queued(
                new Trigger.OneResource(offering.uuid(), resource.uuid()),
                resource.uuid().hex()));
    }

    PassReport.Item contain(Resource resource, Callable<Outcomes.Result> work) {
        return Outcomes.contain(
                offering.name(),
                "resource",
                resource.uuid().hex(),
                resource.name(),
                () -> deadline.allows(NEEDED) ? work.call() : withoutTime(resource));
    }

    /** A pass for the queue leaves to it what it could not look at. */
    private Outcomes.Result withoutTime(Resource resource) {
        return effect == Effect.QUEUE
                ? queued(resource)
                : Outcomes.Result.of(new Outcome.Deferred("time is up; the next run goes on"));
    }
}
