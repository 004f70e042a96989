package io.siteagent.core.config;

import io.siteagent.core.config.ParameterTree.Parameter;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
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

    /** AWS's messages name accounts and roles, so only the error code is passed on. */
    private static RemoteException failure(SdkException e, String path) {
        int status = 0;
        var reason = Reason.UNAUTHORIZED;
        var detail = "no usable AWS region or credentials";
        if (e instanceof SdkServiceException answer) {
            status = answer.statusCode();
            reason = reasonOf(answer);
            detail = codeOf(answer);
        } else if (isPassing(e)) {
            reason = Reason.TRANSIENT;
            detail = "no answer";
        }
        return new RemoteException(reason, RemoteSystem.SSM, "read the configuration", path, status, detail, e);
    }

    private static Reason reasonOf(SdkServiceException answer) {
        if (answer.isThrottlingException() || answer.statusCode() >= 500 || answer.statusCode() == 429) {
            return Reason.TRANSIENT;
        }
        var code = codeOf(answer);
        boolean credential = code.startsWith("AccessDenied")
                || code.startsWith("UnrecognizedClient")
                || code.startsWith("ExpiredToken")
                || code.startsWith("InvalidSignature")
                || code.startsWith("MissingAuthentication");
        return credential || answer.statusCode() == 401 || answer.statusCode() == 403
                ? Reason.UNAUTHORIZED
                : Reason.REFUSED;
    }

    private static String codeOf(SdkServiceException answer) {
        return answer instanceof AwsServiceException aws && aws.awsErrorDetails() != null
                ? Optional.ofNullable(aws.awsErrorDetails().errorCode()).orElse("")
                : "";
    }

    private static boolean isPassing(SdkException e) {
        if (e instanceof ApiCallTimeoutException
                || e instanceof ApiCallAttemptTimeoutException
                || e instanceof AbortedException) {
            return true;
        }
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return true;
            }
        }
        return false;
    }
}
