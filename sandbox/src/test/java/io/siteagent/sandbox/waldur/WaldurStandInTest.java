package io.siteagent.sandbox.waldur;

import static io.siteagent.sandbox.waldur.Consumer.limits;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaldurStandInTest {

    private static final Instant NOW = Instant.parse("2026-11-30T23:59:00Z");
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    private final WaldurStandIn waldur = new WaldurStandIn(Clock.fixed(NOW, ZoneOffset.UTC));
    private final Seed seed = waldur.seed();
    private final Seed.OfferingSeed offering = seed.customer("Provider")
            .offering("Rancher")
            .component("cpu", "limit")
            .component("ram", "limit")
            .component("setup", "one")
            .component("hours", "usage", Optional.of(100));
    private final Seed.ProjectSeed project =
            seed.customer("Uni").project("Genomics").member("alice", "PROJECT.ADMIN");
    private final String agent = offering.ownerToken("agent");
    private final Order order = project.orders(offering, "genome", limits("cpu", 4));
    private final Api api = new Api(waldur);

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void an_order_goes_from_pending_to_done_and_its_resource_from_creating_to_ok() {
        assertThat(act("approve_by_provider").status()).isEqualTo(200);
        assertThat(waldur.order(order.uuid()).state()).isEqualTo(Order.State.EXECUTING);
        assertThat(state()).isEqualTo(Resource.State.CREATING);

        assertThat(act("set_state_done").status()).isEqualTo(200);
        assertThat(waldur.order(order.uuid()).state()).isEqualTo(Order.State.DONE);
        assertThat(state()).isEqualTo(Resource.State.OK);
        assertThat(waldur.resource(order.resource()).planPeriod()).isPresent();
    }

    @Test
    void repeating_an_action_is_a_conflict_that_names_the_valid_states() {
        act("approve_by_provider");

        var again = act("approve_by_provider");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.text()).isEqualTo("{\"detail\":\"Valid states for operation: pending-provider.\"}");
        assertThat(act("set_state_executing").text())
                .isEqualTo("{\"detail\":\"Valid states for operation: pending-consumer, pending-provider, erred.\"}");
        act("set_state_done");
        assertThat(act("set_state_done").status()).isEqualTo(409);
    }

    @Test
    void erring_an_order_that_is_done_damages_the_resource() {
        act("approve_by_provider");
        act("set_state_done");

        var late = act("set_state_erred", "{\"error_message\": \"late\", \"error_traceback\": \"\"}");

        assertThat(late.status()).isEqualTo(200);
        assertThat(waldur.order(order.uuid()).state()).isEqualTo(Order.State.DONE);
        assertThat(state()).isEqualTo(Resource.State.ERRED);
    }

    @Test
    void a_missing_key_is_an_html_error() {
        var partial = act("set_state_erred", "{\"error_message\": \"x\"}");
        assertThat(partial.status()).isEqualTo(500);
        assertThat(partial.header("content-type")).startsWith("text/html");
        assertThat(api.post(agent, resource("set_backend_id/"), "{}").status()).isEqualTo(500);
    }

    @Test
    void an_erred_create_that_is_taken_up_again_opens_no_plan_period() {
        act("approve_by_provider");
        act("set_state_erred", "{\"error_message\": \"x\", \"error_traceback\": \"\"}");
        assertThat(state()).isEqualTo(Resource.State.ERRED);

        act("set_state_executing");
        act("set_state_done");

        assertThat(state()).isEqualTo(Resource.State.OK);
        assertThat(waldur.resource(order.resource()).planPeriod()).isEmpty();
    }

    @Test
    void rejecting_a_create_ends_its_resource() {
        act("reject_by_provider");

        assertThat(waldur.order(order.uuid()).state()).isEqualTo(Order.State.REJECTED);
        assertThat(state()).isEqualTo(Resource.State.TERMINATED);
    }

    @Test
    void terminate_passes_through_terminating_and_returns_to_ok_when_it_errs() {
        act("approve_by_provider");
        act("set_state_done");
        var terminate = waldur.consumer().terminate(order.resource());

        act(terminate, "approve_by_provider", "{}");
        assertThat(state()).isEqualTo(Resource.State.TERMINATING);
        act(terminate, "set_state_erred", "{\"error_message\": \"x\", \"error_traceback\": \"\"}");
        assertThat(state()).isEqualTo(Resource.State.OK);
    }

    @Test
    void the_old_server_refuses_new_limits_until_its_hidden_allocation_is_ok() {
        act("approve_by_provider");
        act("set_state_done");
        act(waldur.consumer().updateLimits(order.resource(), Map.of("cpu", 5L)), "approve_by_provider", "{}");
        assertThat(waldur.orders().getLast().state()).isEqualTo(Order.State.ERRED);

        api.post(agent, "marketplace-slurm-remote/%s/set_state/".formatted(order.resource()), "{\"state\": \"ok\"}");
        var second = waldur.consumer().updateLimits(order.resource(), Map.of("cpu", 6L));
        act(second, "approve_by_provider", "{}");
        act(second, "set_state_done", "{}");

        assertThat(waldur.resource(order.resource()).limits()).containsExactly(Map.entry("cpu", 6L));
    }

    @Test
    void who_may_not_is_told_so_in_the_recorded_ways() {
        var path = "marketplace-orders/%s/".formatted(order.uuid());
        assertThat(api.get("", path).text())
                .isEqualTo("{\"detail\":\"Authentication credentials were not provided.\"}");
        assertThat(api.get("x", path).status()).isEqualTo(401);
        assertThat(act("approve_by_provider", offering.managerToken("manager"), "{}")
                        .status())
                .isEqualTo(403);
        assertThat(act("approve_by_provider", seed.supportToken("helper"), "{}").status())
                .isEqualTo(403);
        var stranger = seed.token(seed.person("mallory"));
        assertThat(api.get(stranger, path).text()).isEqualTo("{\"detail\":\"No Order matches the given query.\"}");
        assertThat(api.get(agent, "projects/%s/list_users/".formatted(project.uuid()))
                        .status())
                .isEqualTo(404);
        waldur.consumer().expireToken(agent);
        assertThat(api.get(agent, path).text()).isEqualTo("{\"detail\":\"Token has expired.\"}");
    }

    @Test
    void lists_are_paged_trimmed_and_filtered() {
        for (int i = 0; i < 14; i++) {
            project.orders(offering, "more" + i, limits("cpu", 1));
        }

        assertThat(api.get(agent, "marketplace-orders/").json()).hasSize(10);
        var page = api.get(agent, "marketplace-orders/?page=2&page_size=2&field=uuid&field=state");
        assertThat(page.json().path(0).properties()).hasSize(2);
        assertThat(page.header("x-result-count")).isEqualTo("15");
        assertThat(page.header("link"))
                .contains("/api/marketplace-orders/?field=uuid&field=state&page=3&page_size=2>; rel=\"next\"")
                .contains("/api/marketplace-orders/?field=uuid&field=state&page_size=2>; rel=\"prev\"");
        assertThat(api.get(agent, "marketplace-orders/?page=99").text()).isEqualTo("{\"detail\":\"Invalid page.\"}");
        assertThat(api.get(agent, "marketplace-orders/?state=done&state=executing")
                        .json())
                .isEmpty();
        assertThat(api.get(agent, "marketplace-orders/?state=DONE").status()).isEqualTo(400);
        assertThat(api.get(agent, "marketplace-orders/?offering_uuid=nope").text())
                .isEqualTo("{\"offering_uuid\":[\"Enter a valid UUID.\"]}");
        assertThat(api.get(agent, "marketplace-provider-resources/?modified=2026-11-23T09:00:00Z")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void uuids_may_have_dashes_and_a_missing_slash_is_redirected() {
        var dashed = order.uuid().replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");

        assertThat(api.get(agent, "marketplace-orders/%s/".formatted(dashed)).status())
                .isEqualTo(200);
        assertThat(api.post(agent, "marketplace-orders/%s/set_state_done".formatted(order.uuid()), "{}")
                        .status())
                .isEqualTo(301);
    }

    @Test
    void an_unknown_route_is_html_and_logged_and_one_of_a_newer_server_is_html_only() {
        assertThat(api.post(agent, resource("refresh_last_sync/"), "{}").status())
                .isEqualTo(404);
        assertThat(api.traffic().calls().unknown()).isEmpty();

        var nowhere = api.get(agent, "nowhere/");
        assertThat(nowhere.header("content-type")).startsWith("text/html");
        assertThat(api.traffic().calls().unknown()).hasSize(1);

        waldur.version(ServerVersion.V8);
        assertThat(api.post(agent, resource("refresh_last_sync/"), "{}").status())
                .isEqualTo(200);
    }

    @Test
    void the_team_shows_a_persons_first_role_and_the_permissions_show_all_of_deactivated_people_too() {
        project.member("bob", "PROJECT.MEMBER")
                .member("bob", "PROJECT.MANAGER")
                .member("carol", "PROJECT.AUDITOR", NOW.minusSeconds(60));
        waldur.consumer().deactivate("alice");

        var team = api.get(agent, resource("team/?page_size=1")).json();
        assertThat(StreamSupport.stream(team.spliterator(), false)
                        .map(m ->
                                m.path("email").asText() + " " + m.path("role").asText()))
                .containsExactlyInAnyOrder("bob@example.org member", "carol@example.org null");
        var provider = api.get(agent, "marketplace-service-providers/")
                .json()
                .at("/0/uuid")
                .asText();
        assertThat(api.get(agent, "marketplace-service-providers/%s/project_permissions/".formatted(provider))
                        .json())
                .hasSize(4);

        waldur.consumer().revokeExpiredRoles();
        assertThat(api.get(agent, resource("team/")).json()).hasSize(1);
    }

    @Test
    void usage_is_replaced_and_booked_in_the_month_of_the_servers_clock() {
        finish();
        assertThat(report("{\"type\": \"cpu\", \"amount\": \"9\"}").status()).isEqualTo(201);
        assertThat(report("{\"type\": \"cpu\", \"amount\": 2.5}, {\"type\": \"hours\", \"amount\": \"1E+2\"}")
                        .status())
                .isEqualTo(201);

        assertThat(waldur.amounts(order.resource(), NOVEMBER))
                .containsOnlyKeys("cpu", "hours")
                .hasEntrySatisfying("cpu", a -> assertThat(a).isEqualByComparingTo("2.5"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cpu   | 1.234                  | no more than 2 decimal places
            cpu   | 0.30000000000000004    | no more than 2 decimal places
            cpu   | 1111111111111111111.00 | no more than 20 digits in total
            cpu   | NaN                    | A valid number is required
            gpu   | 1                      | These components are invalid: gpu
            setup | 1                      | These components are invalid: setup
            hours | 101                    | Total amount: 101.00, limit: 100
            """)
    void a_fault_in_one_amount_refuses_the_whole_report(String type, String amount, String message) {
        finish();

        var reply = report(
                "{\"type\": \"ram\", \"amount\": 1}, {\"type\": \"%s\", \"amount\": \"%s\"}".formatted(type, amount));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains(message);
        assertThat(waldur.usages()).isEmpty();
    }

    @Test
    void a_resource_that_is_not_there_yet_takes_no_usage() {
        assertThat(report("{\"type\": \"cpu\", \"amount\": 1}").text())
                .isEqualTo("{\"resource\":[\"Resource is not in valid state.\"]}");
    }

    @Test
    void the_world_survives_a_dump_and_a_load() {
        finish();
        report("{\"type\": \"cpu\", \"amount\": \"1.5\"}");
        var dump = waldur.dump();
        var copy = new WaldurStandIn();

        copy.load(dump);

        assertThat(copy.dump()).isEqualTo(dump);
        assertThat(copy.amounts(order.resource(), NOVEMBER).get("cpu")).isEqualTo(new BigDecimal("1.5"));
    }

    @Test
    void the_demo_world_is_the_same_each_time() {
        var one = DemoWorld.in(new WaldurStandIn());
        var other = DemoWorld.in(new WaldurStandIn());

        assertThat(one.agentToken()).isEqualTo(other.agentToken()).hasSize(40);
        assertThat(one.orders())
                .extracting(Order::uuid)
                .isEqualTo(other.orders().stream().map(Order::uuid).toList());
    }

    private void finish() {
        act("approve_by_provider");
        act("set_state_done");
    }

    private Api.Reply report(String entries) {
        return api.post(
                agent,
                "marketplace-component-usages/set_usage/",
                "{\"resource\": \"%s\", \"usages\": [%s]}".formatted(order.resource(), entries));
    }

    private Resource.State state() {
        return waldur.resource(order.resource()).state();
    }

    private String resource(String action) {
        return "marketplace-provider-resources/%s/%s".formatted(order.resource(), action);
    }

    private Api.Reply act(String action) {
        return act(action, "{}");
    }

    private Api.Reply act(String action, String body) {
        return act(order, action, body);
    }

    private Api.Reply act(Order order, String action, String body) {
        return api.post(agent, "marketplace-orders/%s/%s/".formatted(order.uuid(), action), body);
    }

    private Api.Reply act(String action, String token, String body) {
        return api.post(token, "marketplace-orders/%s/%s/".formatted(order.uuid(), action), body);
    }
}
