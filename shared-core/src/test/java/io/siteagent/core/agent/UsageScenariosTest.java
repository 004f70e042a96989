package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.UsageSettings.Aggregation;
import io.siteagent.core.config.UsageSettings.Source;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.rancher.Rights;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.Seed;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is reported of whole estates, over HTTP. */
class UsageScenariosTest {

    private MeteredEstate estate = new MeteredEstate();

    @AfterEach
    void close() {
        estate.close();
    }

    private static UsageSettings usage(Source source, Aggregation aggregation) {
        return new UsageSettings(source, aggregation, Map.of());
    }

    private Seed.OfferingSeed offering() {
        return estate.offering("Rancher Projects", UsageSettings.DEFAULT);
    }

    private void restart(Rights rights) {
        estate.close();
        estate = new MeteredEstate(rights);
    }

    @Test
    void offerings_of_one_cluster_read_it_once() {
        var one = estate.resource(offering(), "genome");
        var other = estate.resource(estate.offering("GPU Projects", UsageSettings.DEFAULT), "vision");
        estate.pod("genome-1", "a", "1500m", "1Gi");
        estate.pod("vision-1", "a", "2", "512Mi");

        assertThat(estate.report().complete()).isTrue();

        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 1.50 ram 1.00 storage 0.00");
        assertThat(estate.held(other, "2026-11")).isEqualTo("cpu 2.00 ram 0.50 storage 0.00");
        assertThat(estate.calls("rancher", "")).hasSize(3);
    }

    @Test
    void a_token_that_may_not_list_the_cluster_is_used_namespace_by_namespace() {
        restart(Rights.NAMESPACE_BY_NAMESPACE);
        var offering = offering();
        var one = estate.resource(offering, "genome");
        var other = estate.resource(offering, "vision");
        estate.rancher.seed().namespace(MeteredEstate.CLUSTER, "genome-2", one.backendId());
        estate.pod("genome-1", "a", "1", "1Gi");
        estate.pod("genome-2", "a", "250m", "1Gi");
        estate.pod("vision-1", "a", "3", "3Gi");
        estate.rancher.seed().volumeClaim(MeteredEstate.CLUSTER, "genome-2", "data", "10Gi");

        var report = estate.report();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 1.25 ram 2.00 storage 10.00");
        assertThat(estate.held(other, "2026-11")).isEqualTo("cpu 3.00 ram 3.00 storage 0.00");
    }

    @Test
    void one_namespace_that_fails_leaves_its_project_unknown_and_no_other() {
        restart(Rights.NAMESPACE_BY_NAMESPACE);
        var offering = offering();
        var one = estate.resource(offering, "genome");
        var other = estate.resource(offering, "vision");
        estate.faults().on("rancher").get("/namespaces/genome-1/pods").every().then(Fault.status(503, "{}"));

        var report = estate.report();

        assertThat(estate.outcomeOf(report, one)).isInstanceOf(Outcome.Deferred.class);
        assertThat(estate.held(one, "2026-11")).isEmpty();
        assertThat(estate.held(other, "2026-11")).isEqualTo("cpu 0.00 ram 0.00 storage 0.00");
    }

    @Test
    void a_project_none_of_whose_namespaces_the_token_sees_is_unknown() {
        restart(Rights.NAMESPACE_BY_NAMESPACE);
        var one = estate.resource(offering(), "genome");
        estate.faults()
                .on("rancher")
                .get("/v3/clusters/.*/namespaces")
                .every()
                .then(Fault.body("{\"type\":\"collection\",\"data\":[],\"pagination\":{\"limit\":1000,\"total\":0}}"));

        assertThat(estate.outcomeOf(estate.report(), one)).isInstanceOf(Outcome.Failed.class);
        assertThat(estate.held(one, "2026-11")).isEmpty();
    }

    @Test
    void a_list_of_several_pages_is_summed_up_even_when_its_continue_token_expires_once() {
        var one = estate.resource(offering(), "genome");
        for (int pod = 0; pod < 501; pod++) {
            estate.pod("genome-1", "pod-" + pod, "10m", "1Mi");
        }
        var expired = estate.faults()
                .on("rancher")
                .get("/pods\\?.*continue=")
                .nth(1)
                .then(new Fault.Before(() -> estate.rancher.expireContinueTokens()));

        assertThat(estate.report().complete()).isTrue();

        assertThat(expired.fired()).isEqualTo(1);
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 5.01 ram 0.49 storage 0.00");
        assertThat(estate.calls("rancher", "/pods")).hasSize(4);
    }

    @Test
    void quotas_are_summed_up_over_namespaces_and_what_none_counts_is_named() {
        var one = estate.resource(
                estate.offering("Rancher Projects", usage(Source.QUOTA, Aggregation.CURRENT)), "genome");
        estate.rancher.seed().namespace(MeteredEstate.CLUSTER, "genome-2", one.backendId());
        quota("genome-1", "own");
        quota("genome-1", "somebodys");
        quota("genome-2", "own");
        estate.pod("genome-1", "a", "1500m", "1Gi");
        estate.pod("genome-2", "a", "500m", "1Gi");

        var report = estate.report();

        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 2.00 ram 2.00");
        assertThat(report.items())
                .singleElement()
                .satisfies(item ->
                        assertThat(item.warnings()).singleElement().asString().contains("storage"));
        assertThat(estate.calls("rancher", "/pods|/persistentvolumeclaims")).isEmpty();
    }

    private void quota(String namespace, String name) {
        estate.rancher.seed().manifest(MeteredEstate.CLUSTER, """
                apiVersion: v1
                kind: ResourceQuota
                metadata: {name: %s, namespace: %s}
                spec: {hard: {requests.cpu: "10", requests.memory: 20Gi}}
                """.formatted(name, namespace));
    }

    @Test
    void an_unchanged_month_costs_no_request_and_a_changed_one_exactly_one() {
        var offering = offering();
        var one = estate.resource(offering, "genome");
        estate.resource(offering, "vision");
        estate.report();
        estate.forgetCalls();

        assertThat(estate.report().complete()).isTrue();
        assertThat(estate.sent()).isEmpty();

        estate.pod("genome-1", "a", "1", "1Gi");
        estate.report();
        assertThat(estate.sent()).hasSize(1);
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 1.00 ram 1.00 storage 0.00");
    }

    @Test
    void the_present_plans_row_is_kept_after_a_change_of_plan() {
        var offering = offering().plan("Large", 2.5);
        var one = estate.resource(offering, "genome");
        estate.report();
        switchPlan(one);
        estate.clock.set("2026-11-26T12:00:00Z");
        estate.pod("genome-1", "a", "1", "1Gi");
        estate.report();
        estate.forgetCalls();

        estate.report();

        assertThat(estate.waldur.usages()).hasSize(6);
        assertThat(estate.sent()).isEmpty();
    }

    private void switchPlan(Resource resource) {
        estate.approve(estate.waldur.consumer().switchPlan(resource.uuid(), "Large"));
    }

    @Test
    void a_resource_that_waldur_fails_on_keeps_none_of_the_others_back() {
        var offering = offering();
        for (int number = 0; number < 30; number++) {
            estate.resource(offering, "tenant-" + number);
        }
        estate.faults().on("waldur").post("/set_usage/").between(1, 40).then(Fault.html(500));

        var outcomes =
                estate.report().items().stream().map(PassReport.Item::outcome).toList();

        assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSizeGreaterThanOrEqualTo(10);
        assertThat(outcomes)
                .filteredOn(Outcome.Deferred.class::isInstance)
                .isNotEmpty()
                .allSatisfy(
                        outcome -> assertThat(OutcomeText.of(outcome).reason()).contains("HTTP 500"));
    }

    @Test
    void a_peak_never_falls_within_a_month_and_begins_anew_with_the_next() {
        var one = estate.resource(
                estate.offering("Rancher Projects", usage(Source.REQUESTS, Aggregation.PEAK)), "genome");
        estate.pod("genome-1", "a", "4", "1Gi");
        estate.report();
        estate.rancher.seed().delete(MeteredEstate.CLUSTER, "Pod", "genome-1", "a");
        estate.pod("genome-1", "b", "1", "2Gi");

        estate.report();
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 4.00 ram 2.00 storage 0.00");

        estate.clock.set("2026-12-01T00:00:10Z");
        estate.report();
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 4.00 ram 2.00 storage 0.00");
        assertThat(estate.held(one, "2026-12")).isEqualTo("cpu 1.00 ram 2.00 storage 0.00");
    }

    @Test
    void an_average_weighs_what_was_held_by_the_time_that_it_held() {
        estate.clock.set("2026-11-10T00:00:00Z");
        var one = estate.resource(
                estate.offering("Rancher Projects", usage(Source.REQUESTS, Aggregation.AVERAGE)), "genome");
        estate.report();
        estate.clock.set("2026-11-13T00:00:00Z");
        estate.report();
        estate.pod("genome-1", "a", "4", "4Gi");
        estate.clock.set("2026-11-14T00:00:00Z");

        estate.report();
        assertThat(estate.held(one, "2026-11"))
                .as("0 cores on the tenth, and since then 4: what held unchanged counts with the next change")
                .isEqualTo("cpu 4.00 ram 4.00 storage 0.00");

        estate.rancher.seed().delete(MeteredEstate.CLUSTER, "Pod", "genome-1", "a");
        estate.clock.set("2026-11-18T00:00:00Z");
        estate.report();
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 2.00 ram 2.00 storage 0.00");
    }

    @Test
    void the_shards_of_an_offering_report_each_resource_once() {
        var offering = offering();
        for (int number = 0; number < 12; number++) {
            estate.resource(offering, "tenant-" + number);
        }

        for (int shard = 0; shard < 3; shard++) {
            estate.run(new Trigger.ReportShard(WaldurUuid.of(offering.uuid()), shard, 3));
        }

        assertThat(estate.sent()).hasSize(12);
        assertThat(estate.waldur.usages()).hasSize(36);
    }

    @Test
    void nothing_is_sent_in_the_last_seconds_of_a_month() {
        var one = estate.resource(offering(), "genome");
        estate.clock.set("2026-11-30T23:59:57Z");

        assertThat(estate.report().complete()).isFalse();

        assertThat(estate.sent()).isEmpty();
        estate.clock.set("2026-12-01T00:00:03Z");
        estate.report();
        assertThat(estate.held(one, "2026-11")).isEmpty();
        assertThat(estate.held(one, "2026-12")).isNotEmpty();
    }

    @Test
    void a_report_is_not_repeated_into_the_next_month() {
        var one = estate.resource(offering(), "genome");
        estate.clock.set("2026-11-30T23:59:50Z");
        estate.faults()
                .on("waldur")
                .post("/set_usage/")
                .nth(1)
                .then(new Fault.Before(() -> estate.clock.set("2026-12-01T00:00:01Z")), Fault.dropped());

        estate.report();

        assertThat(estate.held(one, "2026-12")).isEmpty();
    }

    @Test
    void a_peak_waits_while_the_offering_and_utc_are_in_different_months() {
        estate.timezone("Europe/Tallinn");
        var one = estate.resource(
                estate.offering("Rancher Projects", usage(Source.REQUESTS, Aggregation.PEAK)), "genome");
        estate.clock.set("2026-11-30T23:30:00Z");

        assertThat(estate.report().items())
                .singleElement()
                .satisfies(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Skipped.class));

        assertThat(estate.held(one, "2026-11")).isEmpty();
    }

    @Test
    void a_past_month_is_filled_where_the_server_books_it_there() {
        estate.waldur.version(ServerVersion.V8);
        estate.clock.set("2026-10-20T12:00:00Z");
        var offering = offering().component("licences", "usage");
        var one = estate.resource(offering, "genome");
        var known = estate.resource(offering, "vision");
        estate.run(new Trigger.OneResource(WaldurUuid.of(offering.uuid()), WaldurUuid.of(known.uuid())));
        estate.clock.set("2026-11-25T12:00:00Z");
        var young = estate.resource(offering, "young");
        estate.pod("genome-1", "a", "1", "1Gi");
        estate.pod("vision-1", "a", "1", "1Gi");

        var report = estate.run(new Trigger.PastMonth(YearMonth.of(2026, 10)));

        assertThat(estate.held(one, "2026-10")).isEqualTo("cpu 1.00 ram 1.00 storage 0.00");
        assertThat(estate.held(one, "2026-11")).isEqualTo("cpu 1.00 ram 1.00 storage 0.00");
        assertThat(estate.outcomeOf(report, one)).isInstanceOf(Outcome.Done.class);
        assertThat(estate.outcomeOf(report, known)).isInstanceOf(Outcome.Skipped.class);
        assertThat(estate.held(known, "2026-10")).isEqualTo("cpu 0.00 ram 0.00 storage 0.00");
        assertThat(estate.held(young, "2026-10")).isEmpty();
    }

    @Test
    void a_server_that_books_everything_on_its_own_month_is_found_out_with_the_first_resource() {
        estate.clock.set("2026-10-20T12:00:00Z");
        var offering = estate.offering("Rancher Projects", usage(Source.REQUESTS, Aggregation.PEAK));
        var resources = List.of(
                estate.resource(offering, "genome"),
                estate.resource(offering, "vision"),
                estate.resource(offering, "weather"));
        estate.clock.set("2026-11-25T12:00:00Z");
        resources.forEach(resource -> estate.pod(resource.name() + "-1", "a", "4", "4Gi"));
        estate.report();
        resources.forEach(
                resource -> estate.rancher.seed().delete(MeteredEstate.CLUSTER, "Pod", resource.name() + "-1", "a"));
        estate.forgetCalls();

        var report = estate.run(new Trigger.PastMonth(YearMonth.of(2026, 10)));

        assertThat(report.items())
                .hasSize(3)
                .allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Failed.class));
        assertThat(estate.sent()).hasSize(2);
        assertThat(resources)
                .allSatisfy(resource -> assertThat(estate.held(resource, "2026-11"))
                        .as("the peak of the present month is as before")
                        .isEqualTo("cpu 4.00 ram 4.00 storage 0.00"));
    }
}
