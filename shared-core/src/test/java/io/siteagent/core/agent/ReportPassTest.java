package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.Component;
import io.siteagent.core.config.DeletionMode;
import io.siteagent.core.config.GroupNames;
import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.RancherSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.UsageSettings;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RetryDelays;
import io.siteagent.core.http.TimeLimits;
import io.siteagent.core.http.Wire;
import io.siteagent.core.rancher.RancherClient;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.usage.ClusterUsage;
import io.siteagent.core.usage.ReportingMonth;
import io.siteagent.core.waldur.WaldurClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportPassTest {

    private static final String A = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final String B = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";

    private final SettableClock clock = new SettableClock("2026-11-25T12:00:00Z");
    private final Deadline deadline = Deadline.in(Duration.ofMinutes(1), Clock.systemUTC());
    private ZoneId timezone = ZoneId.of("UTC");
    private UsageSettings usage = UsageSettings.DEFAULT;
    private ReportWorld world;

    @BeforeEach
    void two_resources_of_one_cluster() throws IOException {
        world = new ReportWorld();
        for (var type : List.of("cpu", "ram", "disk", "gpu")) {
            world.component(type, type.equals("gpu") ? "usage" : "limit");
        }
        world.resource(A, "OK", "c-1:p-a");
        world.namespace("a1", "c-1:p-a");
        world.namespace("a2", "c-1:p-a");
        world.pod("a1", Map.of("cpu", "250m", "memory", "512Mi"));
        world.pod("a2", Map.of("cpu", "1", "memory", "1G", "nvidia.com/gpu", "2"));
        world.pod("kube-system", Map.of("cpu", "40", "memory", "64Gi"));
        world.claim("a2", "10Gi");
        world.claim("kube-system", "500Gi");
        world.resource(B, "OK", "c-1:p-b");
        world.namespace("b1", "c-1:p-b");
        world.pod("b1", Map.of("cpu", "2", "memory", "4Gi"));
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void usage_is_the_sum_over_all_namespaces_of_the_project() {
        assertThat(sweep()).allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Done.class));

        assertThat(world.usageOf(A))
                .isEqualTo(Map.of(
                        "2026-11 cpu", "1.25", "2026-11 ram", "1.43", "2026-11 disk", "10.00", "2026-11 gpu", "2.00"));
        assertThat(world.usageOf(B))
                .isEqualTo(Map.of(
                        "2026-11 cpu", "2.00", "2026-11 ram", "4.00", "2026-11 disk", "0.00", "2026-11 gpu", "0.00"));
    }

    @Test
    void a_resource_costs_one_call_and_the_cluster_three() {
        sweep();

        assertThat(world.posts()).hasSize(2);
        assertThat(world.calls()).hasSize(3 + 3 + 2);
    }

    @Test
    void a_second_run_sends_nothing() {
        sweep();
        world.forgetCalls();

        assertThat(sweep()).allSatisfy(item -> assertThat(item.outcome()).isEqualTo(new Outcome.Unchanged()));
        assertThat(world.posts()).isEmpty();
        assertThat(world.calls()).hasSize(6);
    }

    @Test
    void only_the_resource_that_changed_is_sent_and_with_all_components() {
        sweep();
        world.forgetCalls();
        world.pod("b1", Map.of("cpu", "1"));

        sweep();

        assertThat(world.posts()).hasSize(1);
        assertThat(world.usageOf(B)).containsEntry("2026-11 cpu", "3.00").hasSize(4);
    }

    static Stream<Arguments> every_list_failing_in_every_way() {
        return Stream.of("/namespaces", "/pods", "/persistentvolumeclaims")
                .flatMap(list -> Stream.of(
                        Arguments.of(list, new ReportWorld.Fault(500, false)),
                        Arguments.of(list, new ReportWorld.Fault(403, false)),
                        Arguments.of(list, new ReportWorld.Fault(200, true))));
    }

    @ParameterizedTest
    @MethodSource("every_list_failing_in_every_way")
    void a_list_that_fails_or_is_cut_short_reports_nothing_and_the_next_run_completes(
            String list, ReportWorld.Fault fault) {
        world.fail(list, fault);

        assertThat(sweep())
                .hasSize(2)
                .allSatisfy(item ->
                        assertThat(item.outcome()).isInstanceOfAny(Outcome.Deferred.class, Outcome.Failed.class));
        assertThat(world.posts()).isEmpty();

        world.heal();
        sweep();
        assertThat(world.usageOf(A)).containsEntry("2026-11 cpu", "1.25").hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/marketplace-provider-resources/", "/marketplace-component-usages/", ReportWorld.OFFERING + "/"
            })
    void nothing_is_sent_when_waldur_does_not_say_what_it_holds(String list) {
        world.fail(list, new ReportWorld.Fault(503, false));

        assertThatThrownBy(this::sweep).isInstanceOf(RemoteException.class);
        assertThat(world.posts()).isEmpty();
    }

    @Test
    void an_existing_project_without_namespaces_is_a_real_zero() {
        world.project("p-new");
        world.resource(B, "OK", "c-1:p-new");

        sweep();

        assertThat(world.usageOf(B)).containsEntry("2026-11 cpu", "0.00").hasSize(4);
    }

    @Test
    void a_project_that_rancher_does_not_show_is_no_zero() {
        world.resource(B, "OK", "c-1:p-gone");

        assertThat(outcomeOf(B)).isInstanceOf(Outcome.Failed.class);
        assertThat(world.usageOf(B)).isEmpty();
        assertThat(world.usageOf(A)).isNotEmpty();
    }

    @Test
    void a_resource_being_terminated_may_have_lost_its_project() {
        world.resource(B, "Terminating", "c-1:p-gone");

        assertThat(outcomeOf(B)).isInstanceOf(Outcome.Skipped.class);
        assertThat(world.usageOf(B)).isEmpty();
    }

    @Test
    void the_project_of_another_cluster_is_refused_and_named() {
        world.namespace("foreign", "c-2:p-b");
        world.resource(B, "OK", "c-2:p-b");

        assertThat(outcomeOf(B))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("c-2:p-b", "c-1"));
        assertThat(world.usageOf(B)).isEmpty();
    }

    @Test
    void a_resource_without_backend_id_is_left_alone() {
        world.resource(B, "OK", "");

        assertThat(outcomeOf(B)).isInstanceOf(Outcome.Skipped.class);
        assertThat(world.usageOf(B)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Erred", "Creating", "Terminated"})
    void a_state_in_which_waldur_takes_no_usage_costs_no_call(String state) {
        world.state(B, state);

        assertThat(sweep()).extracting(PassReport.Item::id).containsExactly(A);
        assertThat(world.posts()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Updating", "Terminating"})
    void a_resource_in_change_is_reported_too(String state) {
        world.state(B, state);

        assertThat(outcomeOf(B)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_resource_that_left_the_accepting_states_meanwhile_is_skipped() {
        world.whilePodsAreListed(() -> world.state(B, "Erred"));

        assertThat(outcomeOf(B)).isInstanceOf(Outcome.Skipped.class);
        assertThat(world.usageOf(A)).isNotEmpty();
    }

    @Test
    void a_component_that_waldur_refuses_usage_for_does_not_spoil_the_others() {
        world.component("fee", "fixed");

        sweep();

        assertThat(world.usageOf(A)).hasSize(4);
    }

    @Test
    void a_component_that_is_not_configured_is_named_and_not_reported() {
        world.component("licences", "usage");

        assertThat(sweep())
                .filteredOn(item -> item.kind().equals("offering"))
                .singleElement()
                .satisfies(item ->
                        assertThat(item.warnings()).singleElement().asString().contains("licences"));
        assertThat(world.usageOf(A)).hasSize(4);
    }

    @Test
    void the_month_is_that_of_the_time_zone_of_the_offering() {
        clock.set("2026-11-30T23:30:00Z");
        timezone = ZoneId.of("Europe/Tallinn");

        sweep();

        assertThat(world.usageOf(A)).containsKey("2026-12 cpu").doesNotContainKey("2026-11 cpu");
    }

    @Test
    void what_was_measured_in_one_month_is_not_sent_in_the_next() {
        clock.set("2026-11-30T23:59:59Z");
        world.whilePodsAreListed(() -> clock.set("2026-12-01T00:00:00Z"));

        assertThat(sweep()).allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Deferred.class));
        assertThat(world.posts()).isEmpty();
    }

    @Test
    void no_time_left_defers_what_was_not_sent() {
        var over = Deadline.in(Duration.ZERO, Clock.systemUTC());

        assertThat(pass(over).run(new Trigger.Sweep()))
                .allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Deferred.class));
        assertThat(world.posts()).isEmpty();
    }

    @Test
    void a_passing_fault_of_the_report_itself_is_mended_by_the_next_run() {
        world.fail("/set_usage/", new ReportWorld.Fault(502, false));
        assertThat(sweep()).allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Deferred.class));

        world.heal();
        assertThat(sweep()).allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Done.class));
    }

    @Test
    void when_waldur_is_down_not_every_resource_finds_it_out() {
        for (int i = 0; i < 40; i++) {
            world.resource("%032x".formatted(0xc0 + i), "OK", "c-1:p-a");
        }
        world.fail("/set_usage/", new ReportWorld.Fault(503, false));

        assertThat(sweep())
                .hasSize(42)
                .allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Deferred.class));
        assertThat(world.posts()).hasSizeLessThan(20);
    }

    @Test
    void an_absurd_amount_is_refused_and_the_other_resource_reported() {
        world.claim("b1", "7Ei");

        assertThat(outcomeOf(B))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).contains("disk"));
        assertThat(world.usageOf(B)).isEmpty();
        assertThat(world.usageOf(A)).isNotEmpty();
    }

    @Test
    void one_resource_is_reported_when_it_is_named() {
        var items = pass().run(new Trigger.OneResource(WaldurUuid.of(ReportWorld.OFFERING), WaldurUuid.of(B)));

        assertThat(items).extracting(PassReport.Item::id).containsExactly(B);
        assertThat(world.usageOf(B)).hasSize(4);
        assertThat(world.usageOf(A)).isEmpty();
    }

    @Test
    void an_offering_without_resources_does_not_read_the_cluster() {
        world.state(A, "Terminated");
        world.state(B, "Terminated");

        assertThat(sweep()).isEmpty();
        assertThat(world.calls()).noneMatch(call -> call.contains("/k8s/"));
    }

    private Outcome outcomeOf(String resource) {
        return sweep().stream()
                .filter(item -> item.id().equals(resource))
                .map(PassReport.Item::outcome)
                .findFirst()
                .orElseThrow();
    }

    private List<PassReport.Item> sweep() {
        return pass().run(new Trigger.Sweep());
    }

    private ReportPass pass() {
        return pass(deadline);
    }

    private ReportPass pass(Deadline until) {
        var once = new RetryDelays(1, Duration.ZERO, Duration.ZERO, Duration.ZERO, () -> 0.5);
        var wire = new Wire(deadline, CallObserver.NONE, once, TimeLimits.STANDARD);
        var offering = offering();
        return new ReportPass(
                offering,
                new WaldurClient(offering.waldur(), wire),
                ClusterUsage.of(new RancherClient(offering.rancher(), wire)),
                ReportingMonth.at(clock.instant(), timezone),
                clock,
                until);
    }

    private Offering offering() {
        return new Offering(
                "test",
                WaldurUuid.of(ReportWorld.OFFERING),
                Set.of(Mode.REPORT),
                WaldurSettings.withToken(world.uri(), new Secret("token"), true),
                new RancherSettings(world.uri(), "token-a", new Secret("secret"), "c-1", true),
                Optional.empty(),
                "waldur-",
                "workloads-manage",
                Map.of(),
                GroupNames.DEFAULT,
                List.of(
                        component("cpu", Component.Kind.CPU),
                        component("ram", Component.Kind.RAM),
                        component("disk", Component.Kind.STORAGE),
                        component("gpu", Component.Kind.GPU)),
                QuotaSettings.DEFAULT,
                new DeletionMode.Immediate(),
                MembershipSettings.DEFAULT,
                usage,
                timezone);
    }

    private static Component component(String key, Component.Kind kind) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, Component.AccountingType.LIMIT, key, "unit");
    }
}
