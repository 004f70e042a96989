package io.siteagent.sandbox.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterAlreadyExistsException;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** Through the client that the functions use. */
class SsmStandInTest {

    private final SsmStandIn store = new SsmStandIn();
    private final StandInServer server = StandInServer.start("ssm", 0, store, Traffic.undisturbed());
    private final SsmClient client = SsmClient.builder()
            .endpointOverride(server.uri())
            .region(Region.EU_NORTH_1)
            .httpClient(UrlConnectionHttpClient.create())
            .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
            .build();

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void a_path_is_read_in_pages_of_ten() {
        for (int i = 10; i < 35; i++) {
            store.put("/agent/offering/" + i, "v" + i);
        }
        store.put("/agent/top", "t").put("/agentother", "x");

        assertThat(client.getParametersByPath(r -> r.path("/agent").recursive(true))
                        .parameters())
                .hasSize(10);
        assertThat(client.getParametersByPathPaginator(r -> r.path("/agent").recursive(true)).stream()
                        .flatMap(page -> page.parameters().stream()))
                .hasSize(26);
        assertThat(client.getParametersByPath(r -> r.path("/agent")).parameters())
                .extracting(Parameter::name)
                .containsExactly("/agent/top");
    }

    @Test
    void a_secure_string_shows_only_with_decryption() {
        store.putSecure("/agent/token", "secret");

        assertThat(client.getParameter(r -> r.name("/agent/token")).parameter().value())
                .doesNotContain("secret");
        assertThat(client.getParameter(r -> r.name("/agent/token").withDecryption(true))
                        .parameter()
                        .value())
                .isEqualTo("secret");
    }

    @Test
    void errors_are_those_of_aws() {
        store.put("/a", "1");

        assertThatThrownBy(() -> client.getParameter(r -> r.name("/none")))
                .isInstanceOf(ParameterNotFoundException.class);
        assertThatThrownBy(() -> client.getParametersByPath(r -> r.path("/a").maxResults(11)))
                .isInstanceOfSatisfying(
                        SsmException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ValidationException"));
        assertThatThrownBy(
                        () -> client.putParameter(r -> r.name("/a").value("2").type(ParameterType.STRING)))
                .isInstanceOf(ParameterAlreadyExistsException.class);
    }

    @Test
    void a_parameter_is_overwritten_when_asked_and_counts_its_versions() {
        store.put("/a", "1");

        assertThat(client.putParameter(r -> r.name("/a")
                                .value("2")
                                .type(ParameterType.STRING)
                                .overwrite(true))
                        .version())
                .isEqualTo(2);
        var both = client.getParameters(r -> r.names("/a", "/none"));
        assertThat(both.parameters()).extracting(Parameter::value).containsExactly("2");
        assertThat(both.invalidParameters()).containsExactly("/none");
    }

    @Test
    void the_world_survives_a_dump_and_a_load() {
        store.putSecure("/a", "1").put("/b", "2");
        var copy = new SsmStandIn();

        copy.load(store.dump());

        assertThat(copy.dump()).isEqualTo(store.dump());
    }
}
