package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.Component.AccountingType;
import io.siteagent.core.config.Component.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The "Complete Setup Example" of the predecessor's README, as it stands, placeholders included. */
class CompleteSetupExampleTest {

    static String example() {
        try (var in = Objects.requireNonNull(
                CompleteSetupExampleTest.class.getResourceAsStream("/config/complete-setup-example.yaml"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final AgentConfiguration configuration = ConfigurationDocument.parse(example());

    @Test
    void loads_as_it_stands_and_its_placeholder_uuid_is_only_noticed() {
        assertThat(configuration.problems()).isEmpty();
        assertThat(configuration.offerings()).hasSize(1);
        assertThat(configuration.notices())
                .singleElement()
                .asString()
                .contains("offerings[0] \"your-rancher-offering\": waldur_offering_uuid (line 8, column 27)");
    }

    @Test
    void every_value_arrives_where_it_belongs() {
        var offering = configuration.offerings().getFirst();

        assertThat(offering.name()).isEqualTo("your-rancher-offering");
        assertThat(offering.uuid()).isEqualTo(WaldurUuid.of("your-offering-uuid"));
        assertThat(offering.modes()).containsExactlyInAnyOrder(Mode.values());
        assertThat(offering.waldur())
                .isEqualTo(WaldurSettings.withToken(
                        URI.create("https://your-waldur.com/"), new Secret("your-waldur-api-token"), true));
        assertThat(offering.rancher())
                .isEqualTo(new RancherSettings(
                        URI.create("https://your-rancher.com/"),
                        "token-xxxxx",
                        new Secret("your-secret-key"),
                        "c-xxxxx",
                        true));
        assertThat(offering.keycloak())
                .contains(new KeycloakSettings(
                        URI.create("https://your-keycloak.com/"),
                        "your-realm",
                        "your-realm",
                        new KeycloakSettings.Password(
                                "admin-cli", "waldur-site-agent-rancher", new Secret("your-keycloak-password")),
                        true,
                        true));
    }

    @Test
    void its_components_are_cores_gibibytes_of_memory_and_of_storage() {
        assertThat(configuration.offerings().getFirst().components())
                .containsExactly(
                        component("cpu", Kind.CPU, "CPU Cores", "cores"),
                        component("memory", Kind.RAM, "Memory (GB)", "GB"),
                        component("storage", Kind.STORAGE, "Storage (GB)", "GB"));
    }

    @Test
    void several_offerings_load_from_one_document() {
        var second = example()
                .substring(example().indexOf("  - name"))
                .replace("your-rancher-offering", "gpu-offering")
                .replace("your-offering-uuid", "0123456789abcdef0123456789abcdef");

        var both = ConfigurationDocument.parse(example() + second);

        assertThat(both.problems()).isEmpty();
        assertThat(both.offerings())
                .extracting(Offering::name)
                .containsExactly("your-rancher-offering", "gpu-offering");
    }

    @Test
    void no_secret_shows_in_the_text_of_the_configuration() {
        assertThat(configuration.toString())
                .doesNotContain("your-waldur-api-token", "your-secret-key", "your-keycloak-password");
    }

    private static Component component(String key, Kind kind, String label, String unit) {
        return new Component(key, kind, Optional.empty(), BigDecimal.ONE, AccountingType.LIMIT, label, unit);
    }
}
