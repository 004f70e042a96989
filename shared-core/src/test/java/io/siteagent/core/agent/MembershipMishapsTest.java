package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.MembershipSettings.Downscaling;
import io.siteagent.core.config.MembershipSettings.Unmanaged;
import io.siteagent.core.config.RemovalBrake;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Laws 2 and 3: whatever goes wrong at whichever call of a sync that adds three people, removes two, makes a group and
 * repairs a binding, the next run ends in the same world, and nobody who should stay is taken out even for a moment.
 */
class MembershipMishapsTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 4, "ram", 8, "storage", 20);
    private static final String MEMBERS = "project-member";
    private static final String OWNERS = "project-owner";
    private static final List<String> ODD = List.of("carol", "dan");
    private static final List<String> EVEN = List.of("erin", "frank");

    private final Centre centre = Centre.open(new MembershipSettings(
            Map.of("PROJECT.MEMBER", MEMBERS, "PROJECT.ADMIN", OWNERS),
            Unmanaged.KEEP,
            RemovalBrake.DEFAULT,
            Downscaling.DEFAULT,
            Optional.empty(),
            false,
            Duration.ofHours(1)));
    private final Seed.ProjectSeed project =
            centre.waldur.seed().customer("University").project("Genomics");
    private final Order order = project.orders(centre.offering, "genome", SOLD);
    private int runs;

    @BeforeEach
    void settle() throws IOException {
        project.member("alice", "PROJECT.ADMIN");
        centre.joining(project, "alice", "bob");
        centre.joining(project, EVEN.toArray(String[]::new));
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.membership().complete()).isTrue();
    }

    @AfterEach
    void close() throws IOException {
        assertThat(centre.traffic().calls().unknown()).isEmpty();
        centre.close();
    }

    @ParameterizedTest
    @Execution(ExecutionMode.CONCURRENT)
    @MethodSource("io.siteagent.core.agent.Mishap#all")
    void any_mishap_at_any_call_ends_in_the_same_world_after_the_next_run(Mishap mishap) throws IOException {
        var struck = true;
        for (var call = 1; struck; call++) {
            var coming = call % 2 == 1 ? ODD : EVEN;
            var leaving = call % 2 == 1 ? EVEN : ODD;
            change(leaving, coming);
            int before = lastCall();
            var there = mishap.at(call, centre.faults());
            centre.membership();
            runs++;
            struck = there.getAsBoolean();
            centre.faults().heal();
            var inBetween = centre.membersOf(project, MEMBERS);

            var again = centre.membership();

            assertThat(inBetween).as("call %d", call).contains(centre.keycloakId("alice"), centre.keycloakId("bob"));
            assertThat(again.complete()).as("call %d: %s", call, again).isTrue();
            assertThat(world()).as("call %d", call).isEqualTo(wanted(coming));
            onlyThoseWereTakenOut(leaving, before, call);
        }
        System.out.printf("Fault at every call: %d disturbed runs, each followed by an undisturbed one.%n", runs);
    }

    /** Two leave and two come; the owners' group and the members' binding get lost. */
    private void change(List<String> leaving, List<String> coming) throws IOException {
        leaving.forEach(person -> centre.waldur.consumer().removeMember(project.uuid(), person));
        centre.joining(project, coming.toArray(String[]::new));
        centre.realm.deleteGroup(centre.realm
                .groupByPath(Centre.groupPath(project, OWNERS))
                .path("id")
                .asText());
        var binding = centre.rancher.inventory().bindings(centre.backendId(order)).stream()
                .filter(each -> each.path("roleTemplateName").asText().equals(MEMBERS))
                .findFirst()
                .orElseThrow()
                .path("metadata");
        centre.rancher
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("namespace").asText(),
                        binding.path("name").asText());
    }

    private int lastCall() {
        return centre.traffic().calls().snapshot().getLast().number();
    }

    private Map<String, Object> world() throws IOException {
        var world = new TreeMap<String, Object>(centre.realm.membersByPath());
        centre.rancher
                .inventory()
                .bindings(centre.backendId(order))
                .forEach(binding -> world.merge(
                        binding.path("roleTemplateName").asText(),
                        binding.path("groupPrincipalName").asText(),
                        "%s, %s"::formatted));
        return world;
    }

    private Map<String, Object> wanted(List<String> coming) {
        var team = Stream.concat(Stream.of("alice", "bob"), coming.stream()).toArray(String[]::new);
        return Map.of(
                "/c_cm1234abcd",
                List.of(),
                Centre.groupPath(project, MEMBERS),
                centre.keycloakIds(team),
                Centre.groupPath(project, OWNERS),
                centre.keycloakIds("alice"),
                MEMBERS,
                principal(MEMBERS),
                OWNERS,
                principal(OWNERS));
    }

    private String principal(String role) {
        var path = Centre.groupPath(project, role);
        return "keycloakoidc_group://" + path.substring(path.lastIndexOf('/') + 1);
    }

    /** A membership ends by a call of its own or with its group; a late answer of the round before may come now. */
    private void onlyThoseWereTakenOut(List<String> leaving, int before, int call) {
        assertThat(centre.traffic().calls().to("keycloak"))
                .filteredOn(made -> made.number() > before && made.method().equals("DELETE"))
                .extracting(Call::target)
                .as("call %d", call)
                .isNotEmpty()
                .allMatch(target -> leaving.stream()
                        .anyMatch(person -> target.contains("/users/%s/groups/".formatted(centre.keycloakId(person)))));
    }
}
