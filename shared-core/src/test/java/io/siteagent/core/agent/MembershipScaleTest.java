package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.waldur.Consumer;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups that are longer than a page, against the real Keycloak. */
class MembershipScaleTest {

    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 1, "ram", 1, "storage", 1);

    private final Centre centre = Centre.open();

    @AfterEach
    void close() throws IOException {
        centre.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1000})
    void a_long_group_is_read_to_its_last_page_and_loses_only_who_has_left(int members) throws IOException {
        var people = IntStream.range(0, members).mapToObj(i -> "person" + i).toArray(String[]::new);
        var project = centre.project("Genomics", people);
        project.orders(centre.offering, "genome", SOLD);
        assertThat(centre.orders().complete()).isTrue();
        assertThat(centre.membersOf(project)).hasSize(members);
        centre.traffic().calls().clear();

        assertThat(centre.membership().complete()).isTrue();
        assertThat(centre.writes()).isEmpty();
        centre.waldur.consumer().removeMember(project.uuid(), people[members - 1]);
        assertThat(centre.membership().complete()).isTrue();

        assertThat(centre.membersOf(project))
                .hasSize(members - 1)
                .doesNotContain(centre.keycloakId(people[members - 1]));
    }
}
