package io.siteagent.core.config;

import io.siteagent.core.http.AwsFailures;
import io.siteagent.core.http.CallObserver;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterTier;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.PutParameterRequest;

/** Parameter Store of one account and region. Thread-safe. */
public final class ParameterStore implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private static final String READ = "read the configuration";

    private final SsmClient ssm;

    private ParameterStore(SsmClient ssm) {
        this.ssm = ssm;
    }

    /**
     * Calls nobody yet. Region and credentials come from where the AWS SDK usually finds them.
     *
     * @param endpoint another address than AWS's own
     * @throws io.siteagent.core.http.RemoteException when there are none
     */
    public static ParameterStore open(Optional<URI> endpoint) {
        try {
            var builder = SsmClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(ATTEMPT))
                    .overrideConfiguration(
                            limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
            endpoint.ifPresent(builder::endpointOverride);
            return new ParameterStore(builder.build());
        } catch (SdkException e) {
            throw failure(e, "");
        }
    }

    /** All parameters below a path, decrypted, read to the last page. */
    public List<Parameter> below(String path) {
        return below(path, CallObserver.NONE);
    }

    /**
     * The same.
     *
     * @param observer is told of each page that was read; what the AWS SDK repeats is part of it
     */
    List<Parameter> below(String path, CallObserver observer) {
        try {
            var pages = ssm.getParametersByPathPaginator(request -> request.path(path)
                            .recursive(true)
                            .withDecryption(true)
                            .maxResults(10))
                    .iterator();
            var all = new ArrayList<Parameter>();
            while (pages.hasNext()) {
                var started = System.nanoTime();
                var page = pages.next();
                observer.ended(new CallObserver.Attempt(
                        RemoteSystem.SSM,
                        "GetParametersByPath",
                        READ,
                        OptionalInt.of(page.sdkHttpResponse().statusCode()),
                        Duration.ofNanos(System.nanoTime() - started),
                        1));
                page.parameters().stream()
                        .map(found ->
                                new Parameter(found.name(), found.value(), found.type() == ParameterType.SECURE_STRING))
                        .forEach(all::add);
            }
            return List.copyOf(all);
        } catch (SdkException e) {
            throw failure(e, path);
        }
    }

    /**
     * Stores a document as a String, in place of what was.
     *
     * @param advanced whether it may be larger than 4 KB, up to 8 KB, which AWS charges for
     */
    public void putDocument(String name, String text, boolean advanced) {
        put(
                name,
                request -> request.value(text)
                        .type(ParameterType.STRING)
                        .tier(advanced ? ParameterTier.ADVANCED : ParameterTier.STANDARD));
    }

    /**
     * Stores a secret as a SecureString, in place of what was.
     *
     * @param key id or alias of the key that encrypts it; empty for the account's own
     */
    public void putSecret(String name, String secret, Optional<String> key) {
        put(name, request -> {
            request.value(secret).type(ParameterType.SECURE_STRING);
            key.ifPresent(request::keyId);
        });
    }

    private void put(String name, Consumer<PutParameterRequest.Builder> content) {
        try {
            ssm.putParameter(request -> {
                request.name(name).overwrite(true);
                content.accept(request);
            });
        } catch (SdkException e) {
            throw AwsFailures.of(e, RemoteSystem.SSM, "store the parameter", name);
        }
    }

    @Override
    public void close() {
        ssm.close();
    }

    private static RemoteException failure(SdkException e, String path) {
        return AwsFailures.of(e, RemoteSystem.SSM, READ, path);
    }
}
