package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.sandbox.http.Fault;
import io.siteagent.sandbox.waldur.Consumer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a steady estate costs: Rancher is asked for lists, not for tenants. */
class LargeEstateTest {

    private static final int TENANTS = 12;
    private static final Map<String, Long> SOLD = Consumer.limits("cpu", 1, "ram", 1, "storage", 1);

    private final Centre centre = Centre.open();

    @BeforeEach
    void tenants() throws IOException {
        for (var i = 0; i < TENANTS; i++) {
            centre.project("Project " + i, "alice", "bob").orders(centre.offering, "tenant-" + i, SOLD);
        }
        assertThat(centre.orders().complete()).isTrue();
        centre.traffic().calls().clear();
    }

    @AfterEach
    void close() throws IOException {
        centre.close();
    }

    @Test
    void a_sweep_with_nothing_to_do_asks_for_lists_and_for_the_members_of_each_group() {
        var report = centre.membership();

        assertThat(report.items())
                .hasSize(TENANTS)
                .extracting(PassReport.Item::outcome)
                .containsOnly(new Outcome.Unchanged());
        assertThat(centre.traffic().calls().count("rancher")).isEqualTo(4);
        assertThat(centre.traffic().calls().count("waldur")).isEqualTo(8);
        assertThat(centre.traffic().calls().count("keycloak")).isLessThanOrEqualTo(2 * TENANTS + 3);
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void what_the_lists_show_amiss_is_looked_at_afresh_and_mended() throws IOException {
        var resource = centre.waldur.resources().getFirst();
        var binding = centre.rancher
                .inventory()
                .bindings(resource.backendId())
                .getFirst()
                .path("metadata");
        centre.rancher
                .seed()
                .delete(
                        "local",
                        "ProjectRoleTemplateBinding",
                        binding.path("namespace").asText(),
                        binding.path("name").asText());

        var report = centre.membership();

        assertThat(report.items())
                .extracting(PassReport.Item::outcome)
                .filteredOn(Outcome.Done.class::isInstance)
                .hasSize(1);
        assertThat(centre.rancher.inventory().bindings(resource.backendId())).hasSize(1);
    }

    @Test
    void a_list_that_leaves_out_what_exists_changes_nothing() {
        centre.faults()
                .on("rancher")
                .get("/v3/projectroletemplatebindings")
                .every()
                .then(Fault.body("{\"type\":\"collection\",\"data\":[],\"pagination\":{\"limit\":1000,\"total\":0}}"));

        var report = centre.membership();

        assertThat(report.items()).extracting(PassReport.Item::outcome).containsOnly(new Outcome.Unchanged());
        assertThat(centre.writes()).isEmpty();
    }

    @Test
    void a_token_that_may_not_list_the_cluster_serves_each_tenant_by_itself() {
        centre.faults()
                .on("rancher")
                .get("/api/v1/resourcequotas")
                .every()
                .then(Fault.status(
                        403, "{\"kind\":\"Status\",\"status\":\"Failure\",\"reason\":\"Forbidden\",\"code\":403}"));

        var report = centre.membership();

        assertThat(report.complete()).as(report.toString()).isTrue();
        assertThat(centre.writes()).isEmpty();
    }
}
