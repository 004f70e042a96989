package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.MembershipSettings.Downscaling;
import io.siteagent.core.config.MembershipSettings.Unmanaged;
import io.siteagent.core.config.QuotaSettings;
import io.siteagent.core.config.RemovalBrake;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Resource;
import io.siteagent.sandbox.waldur.ServerVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who somebody is in Keycloak, which group is which, and a resource that recovers. */
class MembershipIdentityTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);

    private Optional<Centre> centre = Optional.empty();

    private static MembershipSettings settings(Map<String, String> roleMap, Optional<String> attribute) {
        return new MembershipSettings(
                roleMap,
                Unmanaged.KEEP,
                RemovalBrake.DEFAULT,
                Downscaling.DEFAULT,
                attribute,
                false,
                Duration.ofHours(1));
    }

    private Centre open(Map<String, String> roleMap, Optional<String> attribute) {
        centre = Optional.of(Centre.open(settings(roleMap, attribute)));
        return centre.orElseThrow();
    }

    @AfterEach
    void close() throws IOException {
        centre.orElseThrow().close();
    }

    @Test
    void a_person_is_known_by_an_attribute_whatever_their_id_and_name_in_keycloak() throws IOException {
        var here = open(Map.of(), Optional.of("waldur_username"));
        var project =
                here.waldur.seed().customer("University").project("Genomics").member("alice", "PROJECT.MEMBER");
        var id = UUID.randomUUID().toString();
        here.realm.person(id, "kc-alice", true).personAttribute(id, "waldur_username", here.keycloakId("alice"));
        var stranger = UUID.randomUUID().toString();
        here.realm
                .person(stranger, "kc-mallory", true)
                .personAttribute(stranger, "waldur_username", here.keycloakId("alice") + "-not");
        project.orders(here.offering, "genome", SOLD);

        assertThat(here.orders().complete()).isTrue();

        assertThat(here.membersOf(project)).isEqualTo(List.of(id));
        here.waldur.consumer().addMember(project.uuid(), "bob", "PROJECT.MEMBER");
        here.waldur.consumer().removeMember(project.uuid(), "alice");
        var other = UUID.randomUUID().toString();
        here.realm.person(other, "kc-bob", true).personAttribute(other, "waldur_username", here.keycloakId("bob"));

        assertThat(here.membership().complete()).isTrue();
        assertThat(here.membersOf(project)).isEqualTo(List.of(other));
    }

    @Test
    void people_are_known_by_name_whatever_signs_it_has_and_never_by_half_a_name() throws IOException {
        var here = Centre.open(Centre.Choice.STANDARD.byUsername());
        centre = Optional.of(here);
        var names = Map.of(
                "alice", "alice+lab@uni.example",
                "bob", "Bob.O'Neil@uni.example",
                "carol", "carol müller",
                "dave", "dave");
        var project = here.waldur.seed().customer("University").project("Genomics");
        for (var name : names.entrySet()) {
            here.waldur.seed().person(name.getKey(), name.getValue());
            project.member(name.getKey(), "PROJECT.MEMBER");
            here.realm.person(idOf(name.getKey()), name.getValue(), true);
        }
        here.realm.person(idOf("somebody else"), "dave-of-another-group", true);
        project.orders(here.offering, "genome", SOLD);

        assertThat(here.orders().complete()).isTrue();
        assertThat(here.membersOf(project)).isEqualTo(idsOf("alice", "bob", "carol", "dave"));

        here.traffic().calls().clear();
        assertThat(here.membership().complete()).isTrue();
        assertThat(here.writes()).isEmpty();

        here.waldur.consumer().removeMember(project.uuid(), "bob");
        assertThat(here.membership().complete()).isTrue();
        assertThat(here.membersOf(project)).isEqualTo(idsOf("alice", "carol", "dave"));
    }

    private static String idOf(String person) {
        return UUID.nameUUIDFromBytes(person.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static List<String> idsOf(String... people) {
        return Stream.of(people).map(MembershipIdentityTest::idOf).sorted().toList();
    }

    @Test
    void groups_whose_names_begin_alike_are_told_apart() throws IOException {
        var here = open(Map.of("PROJECT.ADMIN", "workloads", "*", "workloads-manage"), Optional.empty());
        here.rancher.seed().roleTemplate("workloads");
        var project =
                here.waldur.seed().customer("University").project("Genomics").member("alice", "PROJECT.ADMIN");
        here.joining(project, "bob");
        here.realm.people(Map.of(here.keycloakId("alice"), "alice"));
        project.orders(here.offering, "genome", SOLD);

        assertThat(here.orders().complete()).isTrue();

        assertThat(here.membersOf(project, "workloads")).isEqualTo(here.keycloakIds("alice"));
        assertThat(here.membersOf(project, "workloads-manage")).isEqualTo(here.keycloakIds("bob"));
        here.traffic().calls().clear();
        assertThat(here.membership().complete()).isTrue();
        assertThat(here.writes()).isEmpty();
    }

    @Test
    void a_role_that_is_no_longer_mapped_loses_its_binding_and_its_group() throws IOException {
        var here = open(Map.of("PROJECT.ADMIN", "project-owner", "*", "workloads-manage"), Optional.empty());
        var project =
                here.waldur.seed().customer("University").project("Genomics").member("alice", "PROJECT.ADMIN");
        here.joining(project, "bob");
        here.realm.people(Map.of(here.keycloakId("alice"), "alice"));
        var order = project.orders(here.offering, "genome", SOLD);
        assertThat(here.orders().complete()).isTrue();
        var simpler = settings(Map.of("*", "workloads-manage"), Optional.empty());

        assertThat(here.membershipUnder(simpler).complete()).isTrue();
        assertThat(here.membershipUnder(simpler).complete()).isTrue();

        assertThat(here.membersOf(project, "workloads-manage")).isEqualTo(here.keycloakIds("alice", "bob"));
        assertThat(here.rancher.inventory().bindings(here.backendId(order)))
                .extracting(binding -> binding.path("roleTemplateName").asText())
                .containsExactly("workloads-manage");
        assertThat(here.realm.membersByPath()).doesNotContainKey(Centre.groupPath(project, "project-owner"));
    }

    @Test
    void a_paused_resource_with_the_predecessors_quota_takes_no_new_pods_until_it_goes_on() throws IOException {
        var here = Centre.open(Centre.Choice.STANDARD.quotas(new QuotaSettings(QuotaSettings.Scope.NAMESPACE, false)));
        centre = Optional.of(here);
        var project = here.project("Genomics", "alice");
        var order = project.orders(here.offering, "genome", SOLD);
        assertThat(here.orders().complete()).isTrue();
        here.waldur.consumer().flags(order.resource(), new Resource.Flags(true, false, false));

        assertThat(here.membership().complete()).isTrue();
        assertThat(here.hard(order, "pods")).isEqualTo("0");
        assertThat(here.quotasOf(order)).hasSize(1);
        assertThat(here.rancher.inventory().bindings(here.backendId(order))).isEmpty();

        here.waldur.consumer().flags(order.resource(), new Resource.Flags(false, false, false));
        assertThat(here.membership().complete()).isTrue();
        assertThat(here.hard(order, "pods")).isEqualTo("none");
        assertThat(here.hard(order, "limits.cpu")).isEqualTo("4");
        assertThat(here.rancher.inventory().bindings(here.backendId(order))).hasSize(1);
    }

    @Test
    void an_erred_resource_that_is_in_line_again_is_called_ok() throws IOException {
        var here = open(Map.of(), Optional.empty());
        here.waldur.version(ServerVersion.V8);
        var project = here.project("Genomics", "alice");
        var order = project.orders(here.offering, "genome", SOLD);
        assertThat(here.orders().complete()).isTrue();
        here.waldur.consumer().err(order.resource());
        here.joining(project, "bob");

        assertThat(here.membership().complete()).isTrue();

        assertThat(here.waldur.resource(order.resource()).state()).isEqualTo(Resource.State.OK);
        assertThat(here.membersOf(project)).isEqualTo(here.keycloakIds("alice", "bob"));
    }

    @Test
    void one_that_somebody_else_called_ok_keeps_no_other_from_being_called_so() throws IOException {
        var here = open(Map.of(), Optional.empty());
        here.waldur.version(ServerVersion.V8);
        var project = here.project("Genomics", "alice");
        // More than are worked on at once.
        var orders = IntStream.rangeClosed(1, 8)
                .mapToObj(number -> project.orders(here.offering, "genome-" + number, SOLD))
                .toList();
        assertThat(here.orders().complete()).isTrue();
        orders.forEach(order -> here.waldur.consumer().err(order.resource()));
        here.faults()
                .on("waldur")
                .post("/set_as_ok/")
                .times(1)
                .then(Fault.status(409, "{\"detail\": \"Resource is not in state Erred.\"}"));

        assertThat(here.membership().complete()).isTrue();
        assertThat(orders)
                .filteredOn(order -> here.waldur.resource(order.resource()).state() == Resource.State.ERRED)
                .hasSize(1);

        assertThat(here.membership().complete()).isTrue();
        assertThat(orders)
                .extracting(order -> here.waldur.resource(order.resource()).state())
                .containsOnly(Resource.State.OK);
    }
}
