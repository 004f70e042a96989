package io.siteagent.core.keycloak;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.KeycloakSettings;
import io.siteagent.core.config.Secret;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Wire;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the real server: what an account may do is told without doing it. */
class KeycloakFactsTest {

    private @Nullable Realm realm;

    @AfterEach
    void drop() throws IOException {
        if (realm != null) {
            realm.delete();
        }
    }

    private Realm realmWhoseAgentHas(String... roles) throws IOException {
        var made = KeycloakServer.shared().newRealm("facts-" + UUID.randomUUID(), roles);
        realm = made;
        return made;
    }

    private static KeycloakFacts facts(Realm of) {
        var account = new KeycloakSettings.ClientCredentials(Realm.AGENT_CLIENT, new Secret(Realm.AGENT_SECRET));
        return new KeycloakFacts(
                new KeycloakSettings(of.baseUri(), of.name(), of.name(), account, true, true),
                Wire.until(Deadline.in(Duration.ofMinutes(2), Clock.systemUTC()), CallObserver.NONE));
    }

    @Test
    void manage_users_is_enough() throws IOException {
        try (var facts = facts(realmWhoseAgentHas("manage-users"))) {
            assertThat(facts.missingRightsToChange()).isEmpty();
        }
    }

    @Test
    void who_may_only_view_can_not_change_a_group() throws IOException {
        var viewed = realmWhoseAgentHas("view-users");
        viewed.group("c_alpha", Map.of());

        try (var facts = facts(viewed)) {
            assertThat(facts.missingRightsToChange())
                    .hasValueSatisfying(missing -> assertThat(missing).contains("not change them and their members"));
        }
    }

    @Test
    void who_may_only_view_can_not_put_a_user_into_a_group_that_is_still_to_be_made() throws IOException {
        try (var facts = facts(realmWhoseAgentHas("view-users"))) {
            assertThat(facts.missingRightsToChange())
                    .hasValueSatisfying(missing -> assertThat(missing).contains("not put them into groups"));
        }
    }

    @Test
    void fine_grained_permissions_on_all_groups_and_users_are_enough() throws IOException {
        var narrow = realmWhoseAgentHas("none");
        narrow.people(Map.of(UUID.randomUUID().toString(), "dora")).fineGrainedPermissions();
        narrow.group("c_alpha", Map.of());

        try (var facts = facts(narrow)) {
            assertThat(facts.missingRightsToChange()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"manage", "manage-membership"})
    void fine_grained_permissions_that_lack_one_are_not(String lacking) throws IOException {
        var narrow = realmWhoseAgentHas("none");
        narrow.people(Map.of(UUID.randomUUID().toString(), "dora")).fineGrainedPermissionsWithout(lacking);
        narrow.group("c_alpha", Map.of());

        try (var facts = facts(narrow)) {
            assertThat(facts.missingRightsToChange()).isPresent();
        }
    }

    @Test
    void clients_that_the_account_may_not_view_are_hidden_and_not_absent() throws IOException {
        try (var facts = facts(realmWhoseAgentHas("manage-users", "query-clients"))) {
            assertThat(facts.groupsClaim()).isEqualTo(new GroupsClaim.Hidden());
        }
    }
}
