package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.UsageSettings.Aggregation;
import io.siteagent.core.config.UsageSettings.Source;
import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Resource;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault at every call of a report: no wrong amount is ever held, and the next run completes. */
class UsageFaultsTest {

    private static final String GENOME = "cpu 1.25 ram 3.00 storage 10.00";
    private static final String VISION = "cpu 2.00 ram 4.00 storage 0.00";

    private MeteredEstate estate = new MeteredEstate();
    private Resource genome = build(Source.REQUESTS);
    private Resource vision = resource();

    @BeforeEach
    void forget() {
        estate.forgetCalls();
    }

    @AfterEach
    void close() {
        estate.close();
    }

    private Resource build(Source source) {
        var offering = estate.offering("Rancher Projects", new UsageSettings(source, Aggregation.CURRENT, Map.of()));
        var resource = estate.resource(offering, "genome");
        estate.resource(offering, "vision");
        var cluster = estate.rancher.seed();
        cluster.namespace(MeteredEstate.CLUSTER, "genome-2", resource.backendId());
        for (var namespace : new String[] {"genome-1", "genome-2", "vision-1"}) {
            cluster.manifest(MeteredEstate.CLUSTER, """
                    apiVersion: v1
                    kind: ResourceQuota
                    metadata: {name: all, namespace: %s}
                    spec: {hard: {requests.cpu: "10", requests.memory: 20Gi, requests.storage: 100Gi}}
                    """.formatted(namespace));
        }
        estate.pod("genome-1", "a", "250m", "1Gi");
        estate.pod("genome-2", "a", "1", "2Gi");
        cluster.volumeClaim(MeteredEstate.CLUSTER, "genome-2", "data", "10Gi");
        estate.pod("vision-1", "a", "2", "4Gi");
        return resource;
    }

    private Resource resource() {
        return estate.waldur.resources().stream()
                .filter(resource -> resource.name().equals("vision"))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<Arguments> everyFaultOfEitherSource() {
        return Stream.of(Source.values())
                .flatMap(source -> Stream.of(
                                Named.of("500", Fault.status(500, "{}")),
                                Named.of("an HTML page with status 200", Fault.html(200)),
                                Named.of("403", Fault.status(403, "{\"detail\":\"no\"}")),
                                Named.of("404", Fault.status(404, "{\"detail\":\"no\"}")),
                                Named.of("410", Fault.status(410, "{\"kind\":\"Status\",\"code\":410}")),
                                Named.of("a broken connection", Fault.dropped()),
                                Named.of("a lost answer", Fault.errorAfterEffect()),
                                Named.of("half an answer", Fault.truncated(200)),
                                Named.of("an object of another kind", Fault.body("{\"error\":\"sorry\"}")),
                                Named.of("a row without content", Fault.body("[{}]")),
                                Named.of("an item without content", Fault.body("{\"items\":[{}]}")),
                                Named.of("nothing at all", Fault.body("")))
                        .map(fault -> Arguments.of(source, fault)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyFaultOfEitherSource")
    void no_fault_at_any_call_makes_a_wrong_amount_and_the_next_run_completes(Source source, Fault fault) {
        startWith(source);
        estate.report();
        var calls = estate.calls("waldur|rancher", "").size();
        assertThat(calls).isGreaterThanOrEqualTo(6);
        for (int position = 1; position <= calls; position++) {
            startWith(source);
            estate.faults().onAny().between(position, position + 1).then(fault);

            estate.report();

            assertThat(estate.held(genome, "2026-11"))
                    .as("fault at %d", position)
                    .isIn("", GENOME);
            assertThat(estate.held(vision, "2026-11"))
                    .as("fault at %d", position)
                    .isIn("", VISION);
            estate.faults().heal();
            completes("fault at %d".formatted(position));
        }
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void dying_at_any_call_and_running_again_ends_in_the_exact_amounts(Effect effect) {
        var reached = true;
        for (int position = 1; reached; position++) {
            startWith(Source.REQUESTS);
            estate.faults().killAt(position, effect);
            estate.report();
            reached = estate.faults().callsSinceKillSet() >= position;
            assertThat(estate.held(genome, "2026-11")).isIn("", GENOME);
            assertThat(estate.held(vision, "2026-11")).isIn("", VISION);
            estate.faults().heal();

            completes("killed at %d".formatted(position));
        }
    }

    private void completes(String when) {
        var again = estate.report();
        assertThat(again.complete()).as("%s: %s", when, again).isTrue();
        assertThat(estate.held(genome, "2026-11")).isEqualTo(GENOME);
        assertThat(estate.held(vision, "2026-11")).isEqualTo(VISION);
    }

    private void startWith(Source source) {
        estate.close();
        estate = new MeteredEstate();
        genome = build(source);
        vision = resource();
        estate.forgetCalls();
    }
}
