package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.MembershipSettings;
import io.siteagent.core.config.MembershipSettings.Downscaling;
import io.siteagent.core.config.MembershipSettings.Unmanaged;
import io.siteagent.core.config.RemovalBrake;
import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import io.siteagent.sandbox.waldur.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.junit.jupiter.api.Named;

/**
 * Random teams, random states of the group, random mishaps; the real Keycloak is looked at after each of its writes.
 */
class MembershipPropertyTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 1, "ram", 1, "storage", 1);
    private static final List<String> PEOPLE = List.of("alice", "bob", "carol", "dan", "erin", "frank");
    private static final List<Named<Mishap>> MISHAPS = Mishap.all().toList();

    /** More than the calls of a sync that has everything to do. */
    private static final int CALLS = 35;

    private static final Centre CENTRE = Centre.open(new MembershipSettings(
            Map.of(),
            Unmanaged.REMOVE,
            new RemovalBrake(100, 1, 100, 100, 1),
            Downscaling.DEFAULT,
            Optional.empty(),
            false,
            Duration.ofHours(1)));

    private static final AtomicInteger PROJECTS = new AtomicInteger();

    @AfterContainer
    static void close() throws IOException {
        CENTRE.close();
    }

    /** What a run meets with at its n-th call. */
    record Trouble(int call, int kind) {
        @Override
        public String toString() {
            return "%s at call %d".formatted(MISHAPS.get(kind).getName(), call);
        }
    }

    /** @param recorded who of the group's people is in the agent's record of whom it has put there, if there is one */
    record GroupState(boolean exists, Set<String> members, Optional<Set<String>> recorded) {}

    @Provide
    Arbitrary<Set<String>> teams() {
        return Arbitraries.subsetOf(PEOPLE).ofMinSize(1);
    }

    @Provide
    Arbitrary<GroupState> groups() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(5, Arbitraries.just(true)), Tuple.of(1, Arbitraries.just(false))),
                        Arbitraries.subsetOf(PEOPLE),
                        Arbitraries.subsetOf(PEOPLE).optional())
                .as((exists, members, recorded) ->
                        exists ? new GroupState(true, members, recorded) : new GroupState(false, Set.of(), recorded));
    }

    @Provide
    Arbitrary<List<Trouble>> troubles() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, CALLS),
                        Arbitraries.integers().between(0, MISHAPS.size() - 1))
                .as(Trouble::new)
                .list()
                .ofMaxSize(3);
    }

    @Property(tries = 25, shrinking = ShrinkingMode.OFF)
    void after_two_runs_the_members_are_the_team_and_at_no_moment_were_they_anybody_else(
            @ForAll("teams") Set<String> team,
            @ForAll("groups") GroupState group,
            @ForAll("troubles") List<Trouble> troubles)
            throws IOException {
        var project = CENTRE.project("Project " + PROJECTS.incrementAndGet(), PEOPLE.toArray(String[]::new));
        var order = project.orders(CENTRE.offering, "resource-" + PROJECTS.get(), SOLD);
        assertThat(CENTRE.order(order).complete()).isTrue();
        arrange(project, group);
        PEOPLE.stream()
                .filter(person -> !team.contains(person))
                .forEach(person -> CENTRE.waldur.consumer().removeMember(project.uuid(), person));
        var moments = watch(project);
        troubles.forEach(trouble -> MISHAPS.get(trouble.kind()).getPayload().at(trouble.call(), CENTRE.faults()));

        CENTRE.membership(order);
        CENTRE.faults().heal();
        var watchedAgain = watch(project);
        var second = CENTRE.membership(order);
        CENTRE.faults().heal();

        assertThat(second.complete()).as(second.toString()).isTrue();
        assertThat(CENTRE.membersOf(project)).isEqualTo(ids(team));
        moments.addAll(watchedAgain);
        assertThat(moments)
                .allSatisfy(
                        moment -> assertThat(ids(union(team, group.members()))).containsAll(moment));
        assertThat(moments)
                .filteredOn(_ -> group.exists())
                .allSatisfy(moment -> assertThat(moment).containsAll(ids(common(team, group.members()))));
        forget(project);
    }

    private static List<String> ids(Set<String> people) {
        return CENTRE.keycloakIds(people.toArray(String[]::new));
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var all = new HashSet<>(one);
        all.addAll(other);
        return all;
    }

    private static Set<String> common(Set<String> one, Set<String> other) {
        var common = new HashSet<>(one);
        common.retainAll(other);
        return common;
    }

    private static void arrange(Seed.ProjectSeed project, GroupState wanted) throws IOException {
        var path = Centre.groupPath(project);
        var group = CENTRE.realm.groupByPath(path);
        var id = group.path("id").asText();
        if (!wanted.exists()) {
            CENTRE.realm.deleteGroup(id);
            return;
        }
        for (var person : PEOPLE) {
            if (!wanted.members().contains(person)) {
                CENTRE.realm.leave(CENTRE.keycloakId(person), id);
            }
        }
        CENTRE.realm.attribute(
                path,
                "waldur_members",
                wanted.recorded().map(MembershipPropertyTest::ids).orElse(List.of()));
    }

    /** From now on the group's members are noted after each write to Keycloak, before its answer leaves. */
    private static ConcurrentLinkedQueue<List<String>> watch(Seed.ProjectSeed project) {
        var moments = new ConcurrentLinkedQueue<List<String>>();
        CENTRE.faults().on("keycloak").path("/(users|groups)/").every().then(Fault.after(() -> {
            try {
                moments.add(CENTRE.membersOf(project));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        return moments;
    }

    /** The realm stays small, so that looking at it stays quick. */
    private static void forget(Seed.ProjectSeed project) throws IOException {
        CENTRE.realm.deleteGroup(
                CENTRE.realm.groupByPath(Centre.groupPath(project)).path("id").asText());
    }
}
