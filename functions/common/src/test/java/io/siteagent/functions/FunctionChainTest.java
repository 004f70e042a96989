package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Mode;
import io.siteagent.core.runtime.QueueWorker;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Order;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A function between its triggers and its queue; everything around it is on loopback. */
class FunctionChainTest {

    private static final String SWEEP = "{\"kind\":\"sweep\"}";
    private static final String HOOK = "/order/" + FunctionWorld.SECRET;
    private static final String WHEN = "2026-11-25T12:00:00.000001+00:00";

    private final FunctionWorld world = new FunctionWorld(Mode.ORDER_PROCESS);

    @AfterEach
    void close() {
        world.close();
    }

    private Order order(String name) {
        return world.project.orders(world.offering, name, Map.of("cpu", 2L));
    }

    private Order.State state(Order order) {
        return world.sandbox.waldur().order(order.uuid()).state();
    }

    private String approved(Order order) {
        return Hook.approved(order, world.offering.uuid(), WHEN);
    }

    @Test
    void a_sweep_puts_each_open_order_on_the_queue_in_the_group_of_its_resource_and_changes_nothing() {
        var one = order("alpha");
        var two = order("beta");

        assertThat(world.invoke(SWEEP)).contains("\"queued\"").contains("\"complete\" : true");

        assertThat(world.sandbox.calls().to("rancher")).isEmpty();
        assertThat(List.of(one, two)).allMatch(order -> state(order) == Order.State.PENDING_PROVIDER);
        assertThat(world.queue.receive(10))
                .extracting(message -> message.group())
                .containsExactlyInAnyOrder(one.resource(), two.resource());
    }

    @Test
    void the_queue_carries_out_what_the_sweep_found() {
        var order = order("alpha");
        world.invoke(SWEEP);

        world.deliver();

        assertThat(state(order)).isEqualTo(Order.State.DONE);
        assertThat(world.queue.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_webhook_is_answered_before_the_work_and_the_queue_carries_it_out(boolean named) {
        var order = order("alpha");
        var body = named ? approved(order) : Hook.requested(order, world.offering.uuid(), WHEN);

        assertThat(world.call(HOOK, body).status()).isEqualTo(202);

        assertThat(world.sandbox.calls().to("waldur")).isEmpty();
        assertThat(world.queue.size()).isEqualTo(1);
        world.deliver();
        assertThat(state(order)).isEqualTo(Order.State.DONE);
    }

    @Test
    void a_webhook_is_known_by_basic_credentials_too() {
        var credentials =
                Base64.getEncoder().encodeToString(("waldur:" + FunctionWorld.SECRET).getBytes(StandardCharsets.UTF_8));

        assertThat(world.call(
                                "/order",
                                Map.of(
                                        "authorization",
                                        List.of("Basic " + credentials),
                                        "content-type",
                                        List.of("application/json")),
                                approved(order("alpha")).getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(202);
        assertThat(world.queue.size()).isEqualTo(1);
    }

    @Test
    void a_forged_webhook_is_refused_and_costs_no_call_of_waldur() {
        assertThat(world.call("/order/forged-secret-0123456789abcdef", approved(order("alpha")))
                        .status())
                .isEqualTo(401);

        assertThat(world.queue.size()).isZero();
        assertThat(world.sandbox.calls().to("waldur")).isEmpty();
    }

    @Test
    void headers_that_anybody_can_send_do_not_reach_the_adapter() {
        var headers = Map.of(
                "aws-api-gateway", List.of("s3cret"),
                "aws-context", List.of("s3cret"),
                "spring.cloud.function.definition", List.of("s3cret"),
                "spring.cloud.function.routing-expression", List.of("T(java.lang.Runtime)"),
                "content-type", List.of("text/plain"));

        var answer = world.call(HOOK, headers, approved(order("alpha")).getBytes(StandardCharsets.UTF_8));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(text(answer)).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "no JSON", "{}", "[1]", "{\"event_type\":\"marketplace_order_approved\",\"context\":{}}"})
    void a_malformed_body_is_refused(String body) {
        assertThat(world.call(HOOK, body).status()).isEqualTo(400);
        assertThat(world.queue.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/octet-stream"})
    void a_body_of_more_than_256_kb_is_refused(String type) {
        var headers = Map.of("content-type", List.of(type));

        assertThat(world.call(HOOK, headers, new byte[256 * 1024 + 1]).status()).isEqualTo(413);
        assertThat(world.call(HOOK, headers, new byte[256 * 1024]).status()).isEqualTo(400);
    }

    @Test
    void an_offering_of_others_is_accepted_and_nothing_is_done() {
        assertThat(world.call(HOOK, Recorded.body("marketplace_order_approved-create"))
                        .status())
                .isEqualTo(202);
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void a_secret_is_changed_without_a_gap_and_without_a_deployment() {
        var renewed = "renewed-secret-0123456789abcdefgh";
        world.unspeakable(renewed);
        assertThat(world.call(HOOK, "{}").status()).isEqualTo(400);
        world.sandbox.ssm().putSecure(FunctionWorld.PREFIX + "/secrets/webhook", renewed);
        world.sandbox.ssm().putSecure(FunctionWorld.PREFIX + "/secrets/webhook_previous", FunctionWorld.SECRET);
        world.clock.advance(Duration.ofSeconds(31));

        assertThat(world.call("/order/" + renewed, "{}").status()).isEqualTo(400);
        assertThat(world.call(HOOK, "{}").status()).isEqualTo(400);

        world.sandbox.ssm().remove(FunctionWorld.PREFIX + "/secrets/webhook_previous");
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(world.call(HOOK, "{}").status()).isEqualTo(401);
    }

    @Test
    void guesses_do_not_turn_into_reads_of_the_configuration() {
        for (int n = 0; n < 20; n++) {
            world.call("/order/guess-" + n, "{}");
        }

        assertThat(world.sandbox.calls().count("ssm")).isLessThanOrEqualTo(2);
    }

    @Test
    void a_rotated_token_is_fetched_and_the_work_done_in_the_same_run() {
        var order = order("alpha");
        world.invoke(SWEEP);
        world.sandbox.waldur().consumer().expireToken(world.waldurToken);
        world.sandbox
                .ssm()
                .putSecure(
                        FunctionWorld.PREFIX + "/offerings/one/secrets/waldur_api_token",
                        world.newWaldurToken("successor"));
        world.clock.advance(Duration.ofSeconds(31));

        world.deliver();

        assertThat(state(order)).isEqualTo(Order.State.DONE);
    }

    @Test
    void a_passing_fault_leaves_the_message_on_the_queue_and_the_order_as_it_is() {
        var order = order("alpha");
        world.invoke(SWEEP);
        world.sandbox.faults().on("rancher").every().then(Fault.status(503, "{}"));

        world.deliver();

        assertThat(state(order)).isIn(Order.State.PENDING_PROVIDER, Order.State.EXECUTING);
        assertThat(world.queue.size()).isEqualTo(1);
        assertThat(world.deadLetters.size()).isZero();
    }

    @Test
    void a_message_that_nobody_can_read_goes_to_the_dead_letters_with_the_reason() {
        world.queue.send("{\"kind\":\"order\"}", "group", "1", Map.of());

        world.deliver();

        assertThat(world.queue.size()).isZero();
        assertThat(world.deadLetters.receive(1).getFirst().attributes().get("reason"))
                .contains("the event has no text in `offering`");
    }

    @Test
    void a_configuration_that_can_not_be_used_sets_messages_aside_only_after_many_attempts() {
        order("alpha");
        world.invoke(SWEEP);
        world.sandbox.ssm().put(FunctionWorld.PREFIX + "/offerings/one/settings", "name: one");
        world.clock.advance(Duration.ofMinutes(6));

        for (int attempt = 0; attempt < QueueWorker.ATTEMPTS; attempt++) {
            world.deliver();
            assertThat(world.queue.size() + world.deadLetters.size()).isEqualTo(1);
            world.clock.advance(Duration.ofMinutes(15));
        }

        assertThat(world.deadLetters.receive(1).getFirst().attributes().get("reason"))
                .startsWith("given up after 8 attempts");
    }

    @Test
    void without_a_queue_a_sweep_does_the_work_itself() {
        world.withoutQueue();
        var order = order("alpha");

        world.invoke(SWEEP);

        assertThat(state(order)).isEqualTo(Order.State.DONE);
    }

    @Test
    void without_a_queue_a_webhook_does_the_work_itself() {
        world.withoutQueue();
        var order = order("alpha");

        assertThat(world.call(HOOK, approved(order)).status()).isEqualTo(202);

        assertThat(state(order)).isEqualTo(Order.State.DONE);
    }

    @Test
    void a_message_by_hand_without_a_queue_is_worked_off() {
        world.withoutQueue();
        var order = order("alpha");
        world.queue.send(
                "{\"kind\":\"order\",\"offering\":\"%s\",\"order\":\"%s\"}"
                        .formatted(world.offering.uuid(), order.uuid()),
                order.resource(),
                "1",
                Map.of());

        world.deliver();

        assertThat(state(order)).isEqualTo(Order.State.DONE);
    }

    @Test
    void a_project_that_was_retained_long_enough_is_found_by_a_sweep_and_deleted_by_the_queue() {
        world.backend("deletion_mode: {retain: 30}");
        var order = order("alpha");
        world.carryOut(order);
        world.carryOut(world.sandbox.waldur().consumer().terminate(order.resource()));
        world.invoke(SWEEP);
        assertThat(world.queue.size()).as("retained for 30 days").isZero();
        world.clock.advance(Duration.ofDays(31));

        world.invoke(SWEEP);
        assertThat(world.sandbox.rancher().inventory().projects("c-m-1234abcd")).hasSize(1);
        assertThat(world.queue.size()).isEqualTo(1);
        world.deliver();

        assertThat(world.sandbox.rancher().inventory().projects("c-m-1234abcd")).isEmpty();
        world.invoke(SWEEP);
        assertThat(world.queue.size()).isZero();
    }

    @Test
    void a_pass_leaves_its_numbers_for_cloudwatch_in_two_dimensions() {
        order("alpha");
        world.invoke(SWEEP);

        var sweep = world.metrics();
        assertThat(sweep.at("/_aws/CloudWatchMetrics/0/Dimensions").toString()).isEqualTo("[[\"Stack\",\"Function\"]]");
        assertThat(sweep.at("/_aws/CloudWatchMetrics/0/Metrics"))
                .isNotEmpty()
                .allMatch(metric -> sweep.has(metric.path("Name").asText()));
        assertThat(List.of("Function", "Queued", "CompleteSweeps", "Failed"))
                .map(name -> sweep.path(name).asText())
                .containsExactly("order", "1", "1", "0");
        world.deliver();
        assertThat(world.metrics().path("Done").asInt()).isEqualTo(1);
        assertThat(world.metrics().has("CompleteSweeps")).isFalse();
    }

    @Test
    void a_sweep_that_could_not_look_at_an_offering_does_not_count_as_one() {
        world.sandbox.faults().on("waldur").every().then(Fault.status(503, "{}"));

        world.invoke(SWEEP);

        assertThat(world.metrics().path("CompleteSweeps").asInt(-1)).isZero();
    }

    @Test
    void every_change_leaves_an_audit_line_with_order_offering_and_request() {
        var order = order("alpha");
        world.invoke(SWEEP);

        world.deliver();

        assertThat(world.logged().lines().filter(line -> line.contains("audit=")))
                .isNotEmpty()
                .allMatch(line -> line.contains("order=\"" + order.uuid() + "\"")
                        && line.contains("offeringName=\"one\"")
                        && line.contains("requestId=")
                        && line.contains("messageId="));
    }

    @Test
    void a_function_that_may_only_plan_says_what_it_would_do_and_changes_nothing() {
        try (var planning = new FunctionWorld(Mode.ORDER_PROCESS, Permission.PLAN)) {
            var order = planning.project.orders(planning.offering, "beta", Map.of("cpu", 2L));

            assertThat(planning.invoke(SWEEP)).contains("\"planned\"").contains("carry out the order");
            assertThat(planning.call(HOOK, Hook.approved(order, planning.offering.uuid(), WHEN))
                            .status())
                    .isEqualTo(202);

            assertThat(planning.queue.size()).isZero();
            assertThat(planning.sandbox.calls().writes())
                    .allMatch(call -> call.system().equals("ssm"));
        }
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
