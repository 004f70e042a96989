package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class WebhookGateTest {

    private static final String CURRENT = "current-secret-of-32-characters-";
    private static final String PREVIOUS = "previous_secret_of_33_characters_";
    private static final List<Secret> SECRETS = List.of(new Secret(CURRENT), new Secret(PREVIOUS));

    private static boolean isLetIn(Optional<String> path, Optional<String> authorization) {
        return WebhookGate.knowsSecret(new FunctionEvent.Webhook(path, authorization, 2, "{}"), SECRETS);
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void the_secret_may_stand_in_the_path() {
        assertThat(isLetIn(Optional.of(CURRENT), Optional.empty())).isTrue();
    }

    @Test
    void the_secret_may_be_the_password_of_basic_credentials_whatever_the_user_is_called() {
        assertThat(isLetIn(Optional.empty(), Optional.of(basic("waldur:" + CURRENT))))
                .isTrue();
        assertThat(isLetIn(Optional.of("order"), Optional.of(basic(":" + CURRENT))))
                .isTrue();
    }

    @Test
    void the_previous_secret_is_good_as_long_as_it_is_configured() {
        assertThat(isLetIn(Optional.of(PREVIOUS), Optional.empty())).isTrue();
        assertThat(WebhookGate.knowsSecret(
                        new FunctionEvent.Webhook(Optional.of(PREVIOUS), Optional.empty(), 2, "{}"),
                        List.of(new Secret(CURRENT))))
                .isFalse();
    }

    @Test
    void without_a_configured_secret_nobody_is_let_in() {
        assertThat(WebhookGate.knowsSecret(
                        new FunctionEvent.Webhook(Optional.of(""), Optional.of(basic(":")), 2, "{}"), List.of()))
                .isFalse();
    }

    @Test
    void neither_a_part_nor_another_spelling_of_the_secret_will_do() {
        assertThat(List.of(
                        CURRENT.substring(1),
                        CURRENT + " ",
                        CURRENT.toUpperCase(java.util.Locale.ROOT),
                        "",
                        CURRENT + CURRENT))
                .noneMatch(guess -> isLetIn(Optional.of(guess), Optional.of(basic("waldur:" + guess))));
    }

    @Property
    void no_guess_is_let_in_and_none_breaks_the_gate(@ForAll String path, @ForAll String authorization) {
        assertThat(isLetIn(Optional.of(path), Optional.of(authorization))).isFalse();
        assertThat(isLetIn(Optional.of(path), Optional.of("Basic " + authorization)))
                .isFalse();
        assertThat(isLetIn(Optional.empty(), Optional.of(basic(authorization)))).isFalse();
    }
}
