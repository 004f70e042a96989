package io.siteagent.core.config;

import io.siteagent.core.config.ParameterTree.Parameter;
import io.siteagent.core.http.AwsFailures;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Reads all parameters below a path, in as many pages as there are. */
final class ParameterReader implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private final SsmClient ssm;

    private ParameterReader(SsmClient ssm) {
        this.ssm = ssm;
    }

    /** Region and credentials come from where the AWS SDK usually finds them. */
    static ParameterReader open(Optional<URI> endpoint) {
        try {
            var builder = SsmClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(ATTEMPT))
                    .overrideConfiguration(
                            limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
            endpoint.ifPresent(builder::endpointOverride);
            return new ParameterReader(builder.build());
        } catch (SdkException e) {
            throw failure(e, "");
        }
    }

    List<Parameter> below(String path) {
        try {
            return ssm
                    .getParametersByPathPaginator(request -> request.path(path)
                            .recursive(true)
                            .withDecryption(true)
                            .maxResults(10))
                    .stream()
                    .flatMap(page -> page.parameters().stream())
                    .map(found ->
                            new Parameter(found.name(), found.value(), found.type() == ParameterType.SECURE_STRING))
                    .toList();
        } catch (SdkException e) {
            throw failure(e, path);
        }
    }

    @Override
    public void close() {
        ssm.close();
    }

    private static RemoteException failure(SdkException e, String path) {
        return AwsFailures.of(e, RemoteSystem.SSM, "read the configuration", path);
    }
}
