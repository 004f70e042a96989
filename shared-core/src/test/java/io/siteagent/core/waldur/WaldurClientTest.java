package io.siteagent.core.waldur;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Loopback;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaldurClientTest {

    private static final String OFFERING = "c12891325d354dd69e078186badf0223";
    private static final String ORDER = "4ac372e685114bd483d58e0295ca94e3";
    private static final String RESOURCE = "b057c51990f84ce7b45bbe4eb9530b1e";
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final Loopback server = new Loopback();
    private final WaldurClient waldur =
            new WaldurClient(WaldurSettings.withToken(server.uri(), new Secret(" abc\n"), true), server.wire());

    @AfterEach
    void close() {
        server.close();
    }

    private static WaldurUuid uuid(String hex) {
        return WaldurUuid.of(hex);
    }

    @Test
    void open_orders_are_asked_for_by_offering_and_state_and_trimmed_to_what_is_needed() {
        server.answers(Loopback.json(200, "[]"));
        waldur.openOrders(uuid(OFFERING));
        assertThat(server.lines())
                .containsExactly("GET /api/marketplace-orders/?offering_uuid=" + OFFERING
                        + "&state=pending-provider&state=executing"
                        + "&field=uuid&field=offering_uuid&field=marketplace_resource_uuid&field=resource_name"
                        + "&field=type&field=state&field=limits&field=attributes&field=customer_slug&field=project_slug&field=created"
                        + "&page=1&page_size=300");
    }

    @Test
    void the_token_is_sent_without_the_line_break_that_a_paste_left() {
        server.answers(Loopback.json(200, "[]"));
        waldur.openOrders(uuid(OFFERING));
        assertThat(server.requests().getFirst().getHeaders().get("Authorization"))
                .isEqualTo("Token abc");
    }

    @Test
    void pages_are_followed_by_number_wherever_their_links_lead() {
        server.answers(
                page("[%s]".formatted(order("01", "Create", "executing")), 2, 2),
                page("[%s]".formatted(order("02", "Create", "executing")), 2, 0));
        assertThat(waldur.openOrders(uuid(OFFERING)))
                .extracting(order -> order.uuid().hex())
                .containsExactly("01", "02");
        assertThat(server.lines())
                .satisfiesExactly(
                        first -> assertThat(first).contains("&page=1&"),
                        second -> assertThat(second).contains("&page=2&"));
    }

    @Test
    void a_list_that_shrank_while_it_was_read_is_read_again() {
        server.answers(
                page("[%s]".formatted(order("01", "Create", "executing")), 2, 2),
                Loopback.json(404, "{\"detail\":\"Invalid page.\"}"),
                page("[%s]".formatted(order("01", "Create", "executing")), 1, 0));
        assertThat(waldur.openOrders(uuid(OFFERING))).hasSize(1);
        assertThat(server.count()).isEqualTo(3);
    }

    @Test
    void a_list_shorter_than_its_count_is_no_list() {
        server.answersBy(_ -> page("[%s]".formatted(order("01", "Create", "executing")), 2, 0));
        assertThatThrownBy(() -> waldur.openOrders(uuid(OFFERING))).hasMessageContaining("shorter");
    }

    @Test
    void orders_of_another_offering_or_state_are_dropped_again() {
        var foreign = order("02", "Create", "executing").replace(OFFERING, "f".repeat(32));
        server.answers(Loopback.json(
                200,
                "[%s,%s,%s]"
                        .formatted(
                                order("01", "Create", "pending-provider"),
                                foreign,
                                order("03", "Create", "pending-consumer"))));
        assertThat(waldur.openOrders(uuid(OFFERING)))
                .extracting(order -> order.uuid().hex())
                .containsExactly("01");
    }

    @Test
    void words_of_a_later_waldur_are_unknown_and_kept() {
        server.answers(Loopback.json(200, order("01", "Migrate", "pending-magic")));
        var order = waldur.order(uuid(ORDER));
        assertThat(order.type()).isEqualTo(OrderType.UNKNOWN);
        assertThat(order.rawType()).isEqualTo("Migrate");
        assertThat(order.state()).isEqualTo(OrderState.UNKNOWN);
        assertThat(order.rawState()).isEqualTo("pending-magic");
    }

    @Test
    void limits_are_numbers_or_texts_or_missing() {
        server.answers(
                Loopback.json(
                        200, order("01", "Update", "executing").replace("{}", "{\"a\":1.5,\"b\":\"2\",\"c\":null}")),
                Loopback.json(200, order("01", "Update", "executing").replace("{}", "null")));
        assertThat(waldur.order(uuid(ORDER)).limits())
                .isEqualTo(Map.of("a", new BigDecimal("1.5"), "b", new BigDecimal("2")));
        assertThat(waldur.order(uuid(ORDER)).limits()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuid", "offering_uuid", "marketplace_resource_uuid", "type", "state"})
    void a_field_that_is_needed_and_missing_is_named(String field) {
        server.answers(
                Loopback.json(200, order("01", "Create", "executing").replace("\"" + field + "\"", "\"other\"")));
        assertThatThrownBy(() -> waldur.order(uuid(ORDER)))
                .hasMessage("Waldur: cannot read order " + ORDER + " (malformed, HTTP 200): " + field + " is missing");
    }

    @Test
    void a_uuid_that_could_leave_its_place_in_a_path_is_refused() {
        server.answers(Loopback.json(200, order("01", "Create", "executing").replace("\"01\"", "\"../x\"")));
        assertThatThrownBy(() -> waldur.order(uuid(ORDER))).hasMessageContaining("uuid is not of the expected form");
    }

    @Test
    void actions_are_posts_with_a_trailing_slash() {
        server.answersBy(_ -> Loopback.empty(200));
        waldur.approve(uuid(ORDER));
        waldur.setDone(uuid(ORDER));
        waldur.setBackendId(uuid(RESOURCE), "local:p-1");
        waldur.refreshLastSync(uuid(RESOURCE));
        assertThat(server.lines())
                .containsExactly(
                        "POST /api/marketplace-orders/" + ORDER + "/approve_by_provider/",
                        "POST /api/marketplace-orders/" + ORDER + "/set_state_done/",
                        "POST /api/marketplace-provider-resources/" + RESOURCE + "/set_backend_id/",
                        "POST /api/marketplace-provider-resources/" + RESOURCE + "/refresh_last_sync/");
    }

    @Test
    void an_order_is_erred_with_both_fields_that_waldur_7_needs() {
        server.answers(Loopback.empty(200));
        waldur.setErred(uuid(ORDER), "no room");
        assertThat(server.body()).contains("\"error_message\":\"no room\"").contains("\"error_traceback\":\"\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void a_server_that_knows_no_last_sync_is_no_failure(int status) {
        server.answers(Loopback.html(status));
        waldur.refreshLastSync(uuid(RESOURCE));
        assertThat(server.count()).isEqualTo(1);
    }

    @Test
    void resources_are_asked_for_by_the_words_of_their_states() {
        server.answers(Loopback.json(200, "[]"));
        waldur.resources(uuid(OFFERING), EnumSet.of(ResourceState.OK, ResourceState.UPDATING));
        assertThat(server.lines().getFirst())
                .startsWith("GET /api/marketplace-provider-resources/?offering_uuid=" + OFFERING
                        + "&state=OK&state=Updating&field=uuid");
    }

    @Test
    void a_team_is_read_to_its_end_even_if_it_is_paged_one_day() {
        server.answers(
                page(
                        "[{\"uuid\":\"01\",\"username\":\"a\",\"role\":null,\"expiration_time\":\"2026-12-01T00:00:00Z\"}]",
                        2,
                        2),
                page("[{\"uuid\":\"02\",\"username\":\"b\",\"offering_user_username\":\"\"}]", 2, 0));
        assertThat(waldur.team(uuid(RESOURCE)))
                .satisfiesExactly(
                        a -> assertThat(a.expires()).contains(Instant.parse("2026-12-01T00:00:00Z")),
                        b -> assertThat(b.offeringUsername()).isEmpty());
    }

    @Test
    void a_member_without_a_username_makes_the_team_unreadable() {
        server.answers(Loopback.json(200, "[{\"uuid\":\"01\",\"username\":null}]"));
        assertThatThrownBy(() -> waldur.team(uuid(RESOURCE))).hasMessageContaining("username is missing");
    }

    @Test
    void usage_is_one_request_of_amounts_with_two_decimals() {
        server.answers(Loopback.empty(201));
        waldur.setUsage(
                uuid(RESOURCE),
                Instant.parse("2026-11-25T12:00:00.5Z"),
                Map.of(
                        "ram",
                        new BigDecimal("0.30000000000000004"),
                        "cpu",
                        new BigDecimal("1.005"),
                        "gpu",
                        BigDecimal.TEN));
        assertThat(server.body())
                .contains("\"resource\":\"" + RESOURCE + "\"", "\"date\":\"2026-11-25T12:00:00Z\"")
                .containsSubsequence("\"1.01\"", "\"10.00\"", "\"0.30\"");
    }

    @Test
    void usage_of_another_month_is_dropped_again() {
        var row =
                "{\"uuid\":\"%s\",\"resource_uuid\":\"01\",\"offering_uuid\":\"%s\",\"type\":\"cpu\",\"usage\":\"3.50\","
                        + "\"billing_period\":\"%s\"}";
        server.answers(Loopback.json(
                200,
                "[" + row.formatted("01", OFFERING, "2026-11-01") + "," + row.formatted("02", OFFERING, "2026-10-01")
                        + "]"));
        assertThat(waldur.usages(uuid(OFFERING), MONTH))
                .containsExactly(new ComponentUsage(
                        uuid("01"), "cpu", new BigDecimal("3.50"), Optional.empty(), Optional.empty()));
        assertThat(server.lines().getFirst()).contains("billing_period=2026-11-01");
    }

    private static String order(String uuid, String type, String state) {
        return ("{\"uuid\":\"%s\",\"offering_uuid\":\"%s\",\"marketplace_resource_uuid\":\"%s\","
                        + "\"type\":\"%s\",\"state\":\"%s\",\"limits\":{}}")
                .formatted(uuid, OFFERING, RESOURCE, type, state);
    }

    private static MockResponse page(String body, int total, int next) {
        var answer = Loopback.json(200, body).newBuilder().setHeader("X-Result-Count", total);
        return next == 0
                ? answer.build()
                : answer.setHeader(
                                "Link",
                                "<https://elsewhere.example/?page_size=1>; rel=\"first\", "
                                        + "<https://elsewhere.example/?page=" + next + "&page_size=1>; rel=\"next\"")
                        .build();
    }
}
