package io.siteagent.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.siteagent.core.agent.Outcome;
import io.siteagent.core.agent.PassReport;
import io.siteagent.core.agent.PassReport.Item;
import io.siteagent.core.agent.ReportJson;
import io.siteagent.core.config.Mode;
import io.siteagent.core.http.RemoteSystem;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The two forms of a report. */
class ReportTextTest {

    private static final PassReport REPORT = new PassReport(
            Mode.ORDER_PROCESS,
            List.of(
                    new Item(
                            "cpu",
                            "order",
                            "o1",
                            "climate",
                            new Outcome.Done(List.of("create project waldur-climate")),
                            List.of()),
                    new Item(
                            "gpu",
                            "order",
                            "o2",
                            "",
                            new Outcome.Failed("no such cluster"),
                            List.of("ann is not in Keycloak")),
                    new Item("cpu", "order", "o3", "ocean", new Outcome.Deferred("time is up"), List.of())),
            Map.of(RemoteSystem.WALDUR, 7L, RemoteSystem.RANCHER, 5L));

    @Test
    void text_groups_by_offering_and_ends_with_totals_and_calls() {
        var out = new StringWriter();

        new TextReport(new PrintWriter(out, true)).print(REPORT);

        assertThat(out.toString().replace("\r\n", "\n")).isEqualTo("""
                        cpu
                          done       order climate (o1)
                                     + create project waldur-climate
                          deferred   order ocean (o3): time is up

                        gpu
                          failed     order (o2): no such cluster
                                     ! ann is not in Keycloak

                        order: 1 deferred, 1 done, 1 failed; 12 calls (Waldur 7, Rancher 5)
                        """);
    }

    @Test
    void json_has_every_item_with_all_its_keys() throws Exception {
        var json = new JsonMapper().readTree(ReportJson.of(REPORT, List.of()));

        assertThat(json.path("complete").asBoolean()).isFalse();
        assertThat(json.path("items").get(1).toString())
                .isEqualTo(
                        "{\"offering\":\"gpu\",\"kind\":\"order\",\"id\":\"o2\",\"name\":\"\",\"outcome\":\"failed\","
                                + "\"reason\":\"no such cluster\",\"changes\":[],\"warnings\":[\"ann is not in Keycloak\"]}");
        assertThat(json.path("calls").toString()).isEqualTo("{\"waldur\":7,\"rancher\":5}");
    }
}
