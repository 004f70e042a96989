package io.siteagent.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Period;
import org.junit.jupiter.api.Test;

/** The defaults that the predecessor's documentation promises, one test named after each. */
class SeedDefaultsTest {

    private static final String SMALLEST = """
            offerings:
              - name: smallest
                waldur_api_url: https://waldur.example.com/
                waldur_api_token: secret-token
                waldur_offering_uuid: 11111111-2222-3333-4444-555555555555
                backend_type: rancher
                order_processing_backend: rancher
                backend_settings:
                  backend_url: https://rancher.example.com
                  username: token-abcde
                  password: secret-key
                  cluster_id: c-m-1234abcd
                  # more
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
            """;

    private static final String KEYCLOAK = """
            keycloak_enabled: true
                  keycloak:
                    keycloak_url: https://keycloak.example.com/auth
                    keycloak_username: agent
                    keycloak_password: secret-password
            """;

    private static Offering smallest(String moreBackendSettings) {
        var configuration = ConfigurationDocument.parse(SMALLEST.replace("# more", moreBackendSettings));
        assertThat(configuration.problems()).isEmpty();
        return configuration.offerings().getFirst();
    }

    private static KeycloakSettings keycloak() {
        return smallest(KEYCLOAK).keycloak().orElseThrow();
    }

    @Test
    void project_prefix_is_waldur_dash() {
        assertThat(smallest("").projectPrefix()).isEqualTo("waldur-");
    }

    @Test
    void default_role_is_workloads_manage() {
        assertThat(smallest("").defaultRole()).isEqualTo("workloads-manage");
    }

    @Test
    void the_quota_is_the_projects_storage_is_not_enforced_and_deletion_is_immediate() {
        assertThat(smallest("").quotas()).isEqualTo(new QuotaSettings(QuotaSettings.Scope.PROJECT, false));
        assertThat(smallest("").deletion()).isEqualTo(new DeletionMode.Immediate());
    }

    @Test
    void a_retention_is_a_number_of_days() {
        assertThat(smallest("deletion_mode: {retain: 30}").deletion())
                .isEqualTo(new DeletionMode.Retain(Period.ofDays(30)));
    }

    @Test
    void keycloak_use_user_id_is_true() {
        assertThat(keycloak().useUserId()).isTrue();
    }

    @Test
    void keycloak_enabled_is_false() {
        assertThat(smallest("").keycloak()).isEmpty();
    }

    @Test
    void verify_cert_is_true() {
        assertThat(smallest("").rancher().verifyCert()).isTrue();
    }

    @Test
    void verify_ssl_is_true() {
        assertThat(smallest("").waldur().verifySsl()).isTrue();
    }

    @Test
    void namespace_labels_are_empty() {
        assertThat(smallest("").namespaceLabels()).isEmpty();
    }

    @Test
    void keycloak_realm_is_waldur() {
        assertThat(keycloak().realm()).isEqualTo("waldur");
    }

    @Test
    void keycloak_user_realm_is_master() {
        assertThat(keycloak().loginRealm()).isEqualTo("master");
    }

    @Test
    void keycloak_ssl_verify_is_true() {
        assertThat(keycloak().verifySsl()).isTrue();
    }

    @Test
    void client_id_of_the_password_grant_is_admin_cli() {
        assertThat(keycloak().credentials())
                .isEqualTo(new KeycloakSettings.Password("admin-cli", "agent", new Secret("secret-password")));
    }

    @Test
    void keycloak_url_gets_the_slash_at_its_end() {
        assertThat(keycloak().baseUri()).isEqualTo(URI.create("https://keycloak.example.com/auth/"));
    }

    @Test
    void parent_group_is_c_cluster_uuid_hex() {
        assertThat(smallest("").groupNames().parent()).isEqualTo("c_{cluster_uuid_hex}");
    }

    @Test
    void child_group_is_project_project_uuid_hex_role_name() {
        assertThat(smallest("").groupNames().child()).isEqualTo("project_{project_uuid_hex}_{role_name}");
    }

    @Test
    void unit_factor_is_1() {
        assertThat(smallest("").components()).extracting(Component::unitFactor).containsExactly(BigDecimal.ONE);
    }

    @Test
    void timezone_is_utc() {
        assertThat(smallest("").timezone().getId()).isEqualTo("UTC");
    }

    @Test
    void a_mode_is_off_unless_its_backend_is_named() {
        assertThat(smallest("").modes()).containsExactly(Mode.ORDER_PROCESS);
    }
}
