package io.siteagent.core.http;

import io.siteagent.core.http.RemoteException.Reason;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * What a failed call to a service of AWS means. Its messages name accounts and roles, so only the code is passed on.
 */
public final class AwsFailures {

    private AwsFailures() {}

    /**
     * The failure in our terms.
     *
     * @param operation what was tried, as a person would say it
     * @param object what it was tried on; empty when there is none
     */
    public static RemoteException of(SdkException e, RemoteSystem system, String operation, String object) {
        if (e instanceof SdkServiceException answer) {
            return new RemoteException(
                    reasonOf(answer), system, operation, object, answer.statusCode(), codeOf(answer), e);
        }
        return isPassing(e)
                ? new RemoteException(Reason.TRANSIENT, system, operation, object, 0, "no answer", e)
                : new RemoteException(
                        Reason.UNAUTHORIZED, system, operation, object, 0, "no usable AWS region or credentials", e);
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
