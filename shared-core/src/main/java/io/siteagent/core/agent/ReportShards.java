package io.siteagent.core.agent;

import io.siteagent.core.config.Offering;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.waldur.WaldurClient;
import java.util.List;
import java.util.stream.IntStream;

/** Cuts the report of an offering into parts that one invocation can do in a fraction of its time. */
final class ReportShards {

    /** Each shard reads the whole cluster, so there are as few as time and memory of one invocation allow. */
    private static final int RESOURCES_IN_A_SHARD = 5_000;

    private ReportShards() {}

    /** The offering's shards, as work for the queue; none while nothing has been sold. */
    static List<PassReport.Item> queued(WaldurClient waldur, Offering offering) {
        var resources = waldur.resources(offering.uuid(), UsageSubmission.ACCEPTING_STATES)
                .size();
        var shards = Math.min(Math.ceilDiv(resources, RESOURCES_IN_A_SHARD), Trigger.ReportShard.MOST);
        return IntStream.range(0, shards)
                .mapToObj(shard -> new PassReport.Item(
                        offering.name(),
                        "offering",
                        offering.uuid().hex(),
                        offering.name(),
                        new Outcome.Queued(
                                new Trigger.ReportShard(offering.uuid(), shard, shards),
                                offering.uuid().hex() + "-" + shard),
                        List.of()))
                .toList();
    }
}
