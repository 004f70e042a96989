package io.siteagent.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.siteagent.core.config.ConfigurationDocument;
import io.siteagent.core.config.Mode;
import java.time.Clock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UnansweredPassTest {

    @ParameterizedTest
    @EnumSource(Mode.class)
    void servers_that_are_not_there_put_everything_off(Mode mode) {
        var configuration = ConfigurationDocument.parse("""
                offerings:
                  - name: nobody
                    waldur_api_url: http://127.0.0.1:1/
                    waldur_api_token: none
                    waldur_offering_uuid: 00000000000000000000000000000001
                    backend_type: rancher
                    order_processing_backend: rancher
                    membership_sync_backend: rancher
                    reporting_backend: rancher
                    backend_settings:
                      backend_url: http://127.0.0.1:1/
                      username: token-none
                      password: none
                      cluster_id: c-m-00000000
                """);
        assertThat(configuration.problems()).isEmpty();

        var report = new UnansweredPass(configuration, Clock.systemUTC()).run(mode);

        assertThat(report.items())
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.outcome()).isInstanceOf(Outcome.Deferred.class));
    }
}
