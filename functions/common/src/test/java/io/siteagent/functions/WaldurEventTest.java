package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.Offering;
import io.siteagent.core.config.WaldurUuid;
import io.siteagent.core.runtime.Trigger;
import io.siteagent.core.runtime.Work;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a webhook; the bodies are recorded deliveries. */
class WaldurEventTest {

    private static final WaldurUuid OFFERING = WaldurUuid.of("c12891325d354dd69e078186badf0223");
    private static final WaldurUuid ORDER = WaldurUuid.of("4ac372e685114bd483d58e0295ca94e3");
    private static final WaldurUuid RESOURCE = WaldurUuid.of("b057c51990f84ce7b45bbe4eb9530b1e");
    private static final WaldurUuid PROJECT = WaldurUuid.of("da6038c76237425d9cc9215f7683a704");
    private static final String OTHER = "99999999999949999999999999999999";

    private static List<Offering> offerings(String... uuids) {
        var document = new StringBuilder("offerings:\n");
        for (var uuid : uuids) {
            document.append("""
                      - name: %1$s
                        waldur_api_url: https://waldur.example.com/
                        waldur_api_token: your-waldur-api-token
                        waldur_offering_uuid: %1$s
                        backend_type: rancher
                        order_processing_backend: rancher
                        membership_sync_backend: rancher
                        backend_settings:
                          backend_url: https://rancher.example.com
                          username: token-xxxxx
                          password: your-secret-key
                          cluster_id: c-m-1234abcd
                        backend_components:
                          cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                    """.formatted(uuid));
        }
        var read = ConfigurationDocument.parse(document.toString());
        assertThat(read.problems()).isEmpty();
        return read.offerings();
    }

    private static List<Work> work(Mode mode, String body, String... offerings) {
        return WaldurEvent.read(body)
                .work(mode, offerings(offerings.length == 0 ? new String[] {OFFERING.hex()} : offerings), "request-1");
    }

    @Test
    void an_approved_order_is_looked_at_in_the_group_of_its_resource() {
        var work = work(Mode.ORDER_PROCESS, Recorded.body("marketplace_order_approved-create"));

        assertThat(work)
                .containsExactly(new Work(
                        new Trigger.OneOrder(OFFERING, ORDER),
                        RESOURCE.hex(),
                        "marketplace_order_approved 2026-11-23T09:45:42.657816+00:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update", "terminate"})
    void a_placed_order_that_is_not_named_is_looked_for_by_its_resource(String type) {
        var body =
                Recorded.request("marketplace_resource_" + type + "_requested").path("body");

        assertThat(work(
                        Mode.ORDER_PROCESS,
                        body.toString(),
                        body.at("/context/offering_uuid").asText()))
                .extracting(Work::trigger)
                .containsExactly(new Trigger.OneResource(
                        WaldurUuid.of(body.at("/context/offering_uuid").asText()),
                        WaldurUuid.of(body.at("/context/resource_uuid").asText())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"role_granted", "role_revoked", "role_updated"})
    void a_role_in_a_project_is_looked_at_in_every_offering_that_manages_membership(String type) {
        var body = Recorded.request(type + "-project").path("body");
        var project = WaldurUuid.of(body.at("/context/scope_uuid").asText());

        assertThat(work(Mode.MEMBERSHIP_SYNC, body.toString(), OFFERING.hex(), OTHER))
                .extracting(Work::trigger)
                .containsExactly(
                        new Trigger.OneProject(OFFERING, project),
                        new Trigger.OneProject(WaldurUuid.of(OTHER), project));
    }

    @Test
    void the_pieces_of_one_event_do_not_pass_for_repetitions_of_each_other() {
        assertThat(work(Mode.MEMBERSHIP_SYNC, Recorded.body("role_granted-project"), OFFERING.hex(), OTHER))
                .extracting(Work::fingerprint)
                .doesNotHaveDuplicates();
        assertThat(PROJECT.hex())
                .isEqualTo(Recorded.request("role_granted-project")
                        .at("/body/context/scope_uuid")
                        .asText());
    }

    @Test
    void a_repeated_delivery_is_known_again_and_a_later_event_is_not() {
        var first = Recorded.body("role_granted-project");
        var later = first.replace("09:50:26.617779", "09:50:26.617780");

        assertThat(work(Mode.MEMBERSHIP_SYNC, first).getFirst().fingerprint())
                .isEqualTo(work(Mode.MEMBERSHIP_SYNC, first).getFirst().fingerprint())
                .isNotEqualTo(work(Mode.MEMBERSHIP_SYNC, later).getFirst().fingerprint());
    }

    @Test
    void an_event_that_does_not_say_when_it_happened_counts_whenever_it_arrives() {
        var undated = WaldurEvent.read(Recorded.body("role_granted-project").replace("\"created\"", "\"made\""));

        assertThat(undated.work(Mode.MEMBERSHIP_SYNC, offerings(OFFERING.hex()), "request-1"))
                .isNotEqualTo(undated.work(Mode.MEMBERSHIP_SYNC, offerings(OFFERING.hex()), "request-2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"role_granted-customer", "role_granted-offering", "marketplace_order_completed-create"})
    void what_does_not_concern_us_is_nothing_to_do(String name) {
        assertThat(work(Mode.ORDER_PROCESS, Recorded.body(name))).isEmpty();
        assertThat(work(Mode.MEMBERSHIP_SYNC, Recorded.body(name))).isEmpty();
    }

    @Test
    void an_offering_of_others_is_nothing_to_do() {
        assertThat(work(Mode.ORDER_PROCESS, Recorded.body("marketplace_order_approved-create"), OTHER))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void an_event_that_nobody_knows_is_nothing_to_do(Mode mode) {
        assertThat(work(mode, "{\"event_type\":\"brand_new\",\"context\":{}}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3cret",
                "[]",
                "{\"event_type\":\"role_granted\"}",
                "{\"event_type\":7,\"context\":{}}",
                "{\"event_type\":\"role_granted\",\"context\":[]}",
                "{\"event_type\":\"x\",\"context\":{}} s3cret",
                "created=2026-11-23&message=x&context=role_name&context=s3cret&event_type=role_granted"
            })
    void a_body_that_waldur_does_not_send_is_refused_without_quoting_it(String body) {
        assertThatThrownBy(() -> WaldurEvent.read(body))
                .isInstanceOf(WaldurEvent.MalformedException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"order_uuid", "resource_uuid", "offering_uuid"})
    void an_event_that_matters_and_does_not_name_its_object_is_refused(String key) {
        var body = Recorded.request("marketplace_order_approved-create").path("body");
        var none = body.toString().replaceAll("\"" + key + "\":\"[0-9a-f]+\"", "\"" + key + "\":\"None\"");

        assertThatThrownBy(() -> work(Mode.ORDER_PROCESS, none))
                .isInstanceOf(WaldurEvent.MalformedException.class)
                .hasMessageContaining(key);
    }

    @Property
    void whatever_the_body_is_it_is_understood_or_refused(@ForAll String noise, @ForAll Mode mode) {
        for (var body : List.of(
                noise,
                "{\"event_type\":\"role_granted\",\"context\":{\"scope_type\":\"project\",\"scope_uuid\":\"%s\"}}"
                        .formatted(noise.replace("\"", "")),
                Recorded.body("role_granted-project").replace("PROJECT.MANAGER", noise))) {
            try {
                assertThat(work(mode, body)).isNotNull();
            } catch (WaldurEvent.MalformedException refused) {
                assertThat(refused.getMessage()).matches("(expected JSON|the event names no).*");
            }
        }
    }

    @Test
    void an_event_in_words_holds_no_person() {
        assertThat(WaldurEvent.read(Recorded.body("role_granted-project")).toString())
                .doesNotContain("Alice")
                .doesNotContain("Olga");
    }
}
