package io.siteagent.core.waldur;

import static io.siteagent.core.http.RemoteException.Reason.CONFLICT;
import static io.siteagent.core.http.RemoteException.Reason.MALFORMED;
import static io.siteagent.core.http.RemoteException.Reason.MISSING;
import static io.siteagent.core.http.RemoteException.Reason.REFUSED;
import static io.siteagent.core.http.RemoteException.Reason.TRANSIENT;
import static io.siteagent.core.http.RemoteException.Reason.UNAUTHORIZED;
import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.http.Captures;
import io.siteagent.core.http.Loopback;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.Replay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.YearMonth;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every recorded answer of Waldur to a call that we make is decoded or refused as it should be. */
class WaldurCapturesTest {

    private static final String SYSTEM = "waldur";
    private static final WaldurUuid OFFERING = WaldurUuid.of("c12891325d354dd69e078186badf0223");
    private static final WaldurUuid ORDER = WaldurUuid.of("4ac372e685114bd483d58e0295ca94e3");
    private static final WaldurUuid RESOURCE = WaldurUuid.of("b057c51990f84ce7b45bbe4eb9530b1e");
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    @ParameterizedTest
    @MethodSource("replays")
    void a_recorded_answer_is_decoded_or_refused(Replay<WaldurClient> replay) {
        try (var waldur = new Loopback().answersBy(_ -> Captures.answer(SYSTEM, replay.capture()))) {
            var settings = WaldurSettings.withToken(waldur.uri(), new Secret("a-token"), true);
            replay.check().accept(new WaldurClient(settings, waldur.wire()));
            assertThat(waldur.count()).isPositive();
        }
    }

    @Test
    void every_recorded_answer_is_replayed() {
        assertThat(replays().map(Replay::capture)).containsExactlyInAnyOrderElementsOf(Captures.of(SYSTEM));
    }

    static Stream<Replay<WaldurClient>> replays() {
        return Stream.of(credentials(), actions(), orders(), resources(), usage())
                .flatMap(List::stream);
    }

    private static List<Replay<WaldurClient>> credentials() {
        Consumer<WaldurClient> list = client -> client.openOrders(OFFERING);
        return List.of(
                Replay.refused("auth-bearer-scheme", list, UNAUTHORIZED, "credentials were not provided"),
                Replay.refused("auth-missing", list, UNAUTHORIZED, "credentials were not provided"),
                Replay.refused("auth-invalid", list, UNAUTHORIZED, "Invalid token."),
                Replay.refused("auth-expired-token", list, UNAUTHORIZED, "Token has expired."));
    }

    private static List<Replay<WaldurClient>> actions() {
        Consumer<WaldurClient> approve = client -> client.approve(ORDER);
        Consumer<WaldurClient> done = client -> client.setDone(ORDER);
        Consumer<WaldurClient> erred = client -> client.setErred(ORDER, "no room");
        return List.of(
                Replay.accepted("order-approve-by-provider", approve),
                Replay.accepted("order-approve-by-provider-basic-offering", approve),
                Replay.accepted("order-approve-by-provider-switch-plan", approve),
                Replay.accepted("order-approve-by-provider-terminate", approve),
                Replay.accepted("order-approve-by-provider-update", approve),
                Replay.refused("order-approve-by-provider-again", approve, CONFLICT, "pending-provider"),
                Replay.refused(
                        "order-approve-by-provider-while-pending-consumer", approve, CONFLICT, "pending-provider"),
                Replay.refused("order-approve-as-support", approve, UNAUTHORIZED, "do not have permission"),
                Replay.refused("order-approve-by-provider-as-consumer", approve, UNAUTHORIZED, "permission"),
                Replay.refused("order-approve-by-provider-as-offering-manager", approve, UNAUTHORIZED, "permission"),
                Replay.refused("order-unknown-uuid", approve, MISSING, "No Order matches"),
                Replay.refused("order-no-trailing-slash", approve, REFUSED, "Method \"GET\" not allowed."),
                Replay.refused("order-set-backend-id", approve, MALFORMED, "web page"),
                Replay.accepted("order-set-state-done", done),
                Replay.accepted("order-set-state-done-terminate", done),
                Replay.refused("order-set-state-done-again", done, CONFLICT, "executing"),
                Replay.refused("order-set-state-done-update", done, CONFLICT, "executing"),
                Replay.refused("order-set-state-done-while-pending", done, CONFLICT, "executing"),
                Replay.accepted("order-set-state-erred", erred),
                Replay.accepted("order-set-state-erred-after-done", erred),
                Replay.accepted("order-set-state-erred-again", erred),
                Replay.accepted("order-set-state-erred-terminate", erred),
                Replay.accepted("order-set-state-erred-update", erred),
                Replay.accepted("order-set-state-erred-while-pending", erred),
                Replay.refused("order-set-state-erred-empty", erred, TRANSIENT, "web page"),
                Replay.refused("order-set-state-erred-partial", erred, TRANSIENT, "web page"));
    }

    private static List<Replay<WaldurClient>> orders() {
        Consumer<WaldurClient> list = client -> client.openOrders(OFFERING);
        return List.of(
                order("order-get-pending-consumer", OrderType.CREATE, OrderState.PENDING_CONSUMER, "alpha"),
                order("order-detail-pending-provider", OrderType.CREATE, OrderState.PENDING_PROVIDER, "beta"),
                order("order-detail-done", OrderType.CREATE, OrderState.DONE, "beta"),
                order("order-detail-erred-provider", OrderType.CREATE, OrderState.ERRED, "gamma"),
                order("order-detail-erred-staff", OrderType.CREATE, OrderState.ERRED, "gamma"),
                order("order-detail-switch-plan-pending", OrderType.UPDATE, OrderState.PENDING_PROVIDER, "iota"),
                order("order-detail-update-pending", OrderType.UPDATE, OrderState.PENDING_PROVIDER, "iota"),
                order("order-detail-update-executing", OrderType.UPDATE, OrderState.ERRED, "iota"),
                Replay.decoded(
                        "order-detail-terminate-pending",
                        (WaldurClient client) -> client.order(ORDER),
                        order -> assertThat(order.limits()).isEmpty()),
                Replay.refused("order-malformed-uuid", client -> client.order(ORDER), MISSING, "No Order matches"),
                Replay.decoded(
                        "orders-list-pending-provider",
                        (WaldurClient client) -> client.openOrders(OFFERING),
                        orders -> assertThat(orders).hasSize(2).allSatisfy(order -> {
                            assertThat(order.offering()).isEqualTo(OFFERING);
                            assertThat(order.state()).isIn(OrderState.PENDING_PROVIDER, OrderState.EXECUTING);
                        })),
                Replay.refused("orders-page-1-of-n", list, MALFORMED, "offering_uuid is missing"),
                Replay.refused("orders-two-offering-uuids", list, MALFORMED, "type is missing"),
                Replay.refused("orders-page-size-zero", list, MALFORMED, "never end"),
                Replay.refused("orders-page-too-far", list, MISSING, "Invalid page."),
                Replay.refused("orders-bad-offering-uuid", list, REFUSED, "offering_uuid: Enter a valid UUID."),
                Replay.refused("orders-bad-state", list, REFUSED, "state: Select a valid choice."));
    }

    private static Replay<WaldurClient> order(String capture, OrderType type, OrderState state, String resource) {
        return Replay.decoded(capture, client -> client.order(ORDER), order -> {
            assertThat(order.type()).isEqualTo(type);
            assertThat(order.state()).isEqualTo(state);
            assertThat(order.rawState()).isEqualTo(state.wireName());
            assertThat(order.resourceName()).isEqualTo(resource);
            assertThat(order.limits()).containsKeys("cpu", "ram", "storage");
            assertThat(order.projectSlug()).contains("project--1");
            assertThat(order.customerSlug()).contains("consumer-1");
        });
    }

    private static List<Replay<WaldurClient>> resources() {
        Consumer<WaldurClient> setId = client -> client.setBackendId(RESOURCE, "local:p-1");
        Consumer<WaldurClient> list = client -> client.resources(OFFERING, EnumSet.of(ResourceState.OK));
        return List.of(
                resource("resource-detail-creating", ResourceState.CREATING, ""),
                resource("resource-detail-executing", ResourceState.CREATING, ""),
                resource("resource-detail-ok", ResourceState.OK, "c-m-abc:p-xyz12"),
                resource("resource-detail-terminated", ResourceState.TERMINATED, "p-iota"),
                Replay.refused("resources-list", list, MALFORMED, "never end"),
                Replay.refused("resources-bad-state", list, REFUSED, "state: Select a valid choice."),
                Replay.refused("resources-modified-datetime", list, REFUSED, "modified: Enter a valid date."),
                team("resource-team"),
                team("resource-team-two-roles"),
                team("resource-team-paged-ignored"),
                team("resource-team-as-offering-manager"),
                team("resource-team-after-username"),
                Replay.accepted("resource-set-backend-id", setId),
                Replay.accepted("resource-set-backend-id-again", setId),
                Replay.accepted("resource-set-backend-id-terminated", setId),
                Replay.refused("resource-set-backend-id-as-consumer", setId, MISSING, "No Resource matches"),
                Replay.refused("resource-set-backend-id-missing", setId, TRANSIENT, "web page"),
                Replay.refused("resource-set-backend-id-too-long", setId, REFUSED, "backend_id: Ensure this field"),
                Replay.accepted("provider-resource-set-limits-missing", client -> client.refreshLastSync(RESOURCE)));
    }

    private static Replay<WaldurClient> resource(String capture, ResourceState state, String backendId) {
        return Replay.decoded(capture, client -> client.resource(RESOURCE), resource -> {
            assertThat(resource.state()).isEqualTo(state);
            assertThat(resource.backendId().orElse("")).isEqualTo(backendId);
            assertThat(resource.offering()).isEqualTo(OFFERING);
            assertThat(resource.projectName()).isEqualTo("Project One");
            assertThat(resource.customerName()).isEqualTo("Consumer Org");
            assertThat(resource.customerSlug()).as("not sent by 7.0.7").isEmpty();
            assertThat(resource.limits()).containsEntry("ram", new BigDecimal("8"));
            assertThat(resource.restrictMemberAccess()).isFalse();
        });
    }

    private static Replay<WaldurClient> team(String capture) {
        return Replay.decoded(
                capture,
                client -> client.team(RESOURCE),
                team -> assertThat(team.stream().map(TeamMember::username).collect(Collectors.toSet()))
                        .hasSize(4)
                        .contains("dave", "0e72b362-bdf2-54cb-be26-4cccab259085"));
    }

    private static List<Replay<WaldurClient>> usage() {
        return List.of(
                Replay.decoded(
                        "offering-detail-provider",
                        (WaldurClient client) -> client.components(OFFERING),
                        components -> assertThat(components)
                                .contains(new OfferingComponent("cpu", "limit"), new OfferingComponent("pods", "usage"))
                                .hasSize(5)),
                Replay.decoded(
                        "usage-list",
                        (WaldurClient client) -> client.usages(OFFERING, MONTH),
                        usages -> assertThat(usages)
                                .hasSize(3)
                                .contains(new ComponentUsage(
                                        WaldurUuid.of("92d09cab942846fabdfaa0f67316bddf"),
                                        "cpu",
                                        new BigDecimal("3.50"),
                                        Optional.of(Instant.parse("2026-11-23T09:48:37.934606Z")),
                                        Optional.of(Instant.parse("2026-11-23T09:48:37.928888Z"))))),
                reported("usage-set"),
                reported("usage-set-after-erred-retry"),
                reported("usage-set-after-erred-retry-again"),
                reported("usage-set-again-lower"),
                reported("usage-set-as-offering-manager"),
                reported("usage-set-dashed-uuid"),
                reported("usage-set-date-ignored"),
                reported("usage-set-duplicate-type"),
                reported("usage-set-empty-list"),
                reported("usage-set-exponent"),
                reported("usage-set-negative"),
                reported("usage-set-number-json"),
                reported("usage-set-within-limit"),
                reported("usage-set-within-limit-repeated"),
                notReported("usage-set-as-consumer", UNAUTHORIZED, "permission"),
                notReported("usage-set-erred-resource", REFUSED, "resource: Resource is not in valid state."),
                notReported("usage-set-terminated-resource", REFUSED, "resource: Resource is not in valid state."),
                notReported("usage-set-float-noise", REFUSED, "usages: amount: Ensure that there are no more than 2"),
                notReported("usage-set-three-decimals", REFUSED, "usages: amount: Ensure that there are no more"),
                notReported("usage-set-too-many-digits", REFUSED, "usages: amount: Ensure that there are no more"),
                notReported("usage-set-nan", REFUSED, "usages: amount: A valid number is required."),
                notReported("usage-set-malformed-resource", REFUSED, "resource: Object with uuid=nope does not"),
                notReported("usage-set-unknown-resource", REFUSED, "does not exist."),
                notReported("usage-set-no-resource", REFUSED, "Either plan_period or resource"),
                notReported("usage-set-over-limit", REFUSED, "Total amount exceeds limit."),
                notReported("usage-set-unknown-component", REFUSED, "These components are invalid: gpu."));
    }

    private static Replay<WaldurClient> reported(String capture) {
        return Replay.accepted(capture, WaldurCapturesTest::report);
    }

    private static Replay<WaldurClient> notReported(String capture, Reason reason, String words) {
        return Replay.refused(capture, WaldurCapturesTest::report, reason, words);
    }

    private static void report(WaldurClient client) {
        client.setUsage(RESOURCE, Instant.parse("2026-11-25T12:00:00Z"), Map.of("cpu", BigDecimal.ONE));
    }
}
