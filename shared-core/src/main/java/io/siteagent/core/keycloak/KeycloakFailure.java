package io.siteagent.core.keycloak;

import com.fasterxml.jackson.core.JacksonException;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.client.ResponseProcessingException;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the admin client threw, as a failure of ours. A failed log-in arrives wrapped in a ProcessingException; faults
 * of the network do so too; everything else is a WebApplicationException, whose body can be read once.
 */
final class KeycloakFailure {

    private static final int UNAUTHORIZED = 401;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    private final RemoteException remote;
    private final boolean neverArrived;
    private final Optional<Duration> retryAfter;

    KeycloakFailure(RuntimeException thrown, String operation, String object, Instant now) {
        switch (thrown) {
            case RemoteException already -> {
                remote = already;
                neverArrived = false;
                retryAfter = Optional.empty();
            }
            case WebApplicationException answered -> {
                var answer = ErrorAnswer.of(answered.getResponse());
                remote = failure(ofAnswer(answer), operation, object, answer.status(), answer.words(), thrown);
                neverArrived = false;
                retryAfter = answer.retryAfter(now);
            }
            case UnexpectedAnswer unexpected -> {
                var answer = unexpected.answer();
                remote = failure(ofAnswer(answer), operation, object, answer.status(), answer.words(), thrown);
                neverArrived = false;
                retryAfter = answer.retryAfter(now);
            }
            case ProcessingException processing
            when logIn(processing).isPresent() -> {
                var answer = ErrorAnswer.of(logIn(processing).get().getResponse());
                remote = failure(ofLogIn(answer), "log in to", "", answer.status(), logInWords(answer), thrown);
                neverArrived = true;
                retryAfter = answer.retryAfter(now);
            }
            default -> {
                var malformed = !isOfTheNetwork(thrown);
                remote = failure(
                        malformed ? Reason.MALFORMED : Reason.TRANSIENT,
                        operation,
                        object,
                        0,
                        malformed ? "the answer is not what Keycloak sends" : "no answer",
                        thrown);
                neverArrived = hasCause(thrown, ConnectException.class);
                retryAfter = Optional.empty();
            }
        }
    }

    RemoteException remote() {
        return remote;
    }

    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** A refused token is dropped by the client, and the next call fetches a new one: that is tried once. */
    boolean mayRepeat(boolean repeatable, int number) {
        var status = remote.status().orElse(0);
        if (status == UNAUTHORIZED && !neverArrived) {
            return number == 1;
        }
        if (remote.is(Reason.MALFORMED) && repeatable && status == 0) {
            return true; // cut short or garbled on its way
        }
        if (!remote.is(Reason.TRANSIENT)) {
            return false;
        }
        return repeatable || neverArrived || ((status == TOO_MANY || status == UNAVAILABLE) && retryAfter.isPresent());
    }

    private static RemoteException failure(
            Reason reason, String operation, String object, int status, String detail, Throwable cause) {
        return new RemoteException(reason, RemoteSystem.KEYCLOAK, operation, object, status, detail, cause);
    }

    private static Reason ofAnswer(ErrorAnswer answer) {
        return switch (answer.status()) {
            case 401, 403, 407 -> Reason.UNAUTHORIZED;
            case 404 -> ofNotFound(answer);
            case 409 -> Reason.CONFLICT;
            case 408, 425, TOO_MANY -> Reason.TRANSIENT;
            default -> answer.status() >= 500 ? Reason.TRANSIENT : Reason.REFUSED;
        };
    }

    /**
     * An unknown realm, path or proxy answers 404 as well; none of them says that a group or user is absent (law 3).
     */
    private static Reason ofNotFound(ErrorAnswer answer) {
        if (!answer.isKeycloaks()) {
            return Reason.MALFORMED;
        }
        var words = answer.words();
        return words.contains("Realm not found") || words.contains("Unable to find matching target resource method")
                ? Reason.REFUSED
                : Reason.MISSING;
    }

    private static Reason ofLogIn(ErrorAnswer answer) {
        return switch (answer.status()) {
            case 400, 401, 403 -> Reason.UNAUTHORIZED;
            case 404 -> Reason.REFUSED;
            default -> answer.status() >= 500 || answer.status() == TOO_MANY ? Reason.TRANSIENT : Reason.REFUSED;
        };
    }

    private static String logInWords(ErrorAnswer answer) {
        return answer.status() == 404
                ? "no such realm or address: check keycloak_user_realm, and keycloak_url with and without /auth/"
                : answer.words();
    }

    private static Optional<WebApplicationException> logIn(ProcessingException processing) {
        return processing.getCause() instanceof WebApplicationException answered
                ? Optional.of(answered)
                : Optional.empty();
    }

    /** Whatever else went wrong, went wrong in reading the answer. */
    private static boolean isOfTheNetwork(RuntimeException thrown) {
        return thrown instanceof ProcessingException
                && !(thrown instanceof ResponseProcessingException)
                && !hasCause(thrown, JacksonException.class)
                && hasCause(thrown, IOException.class);
    }

    private static boolean hasCause(Throwable thrown, Class<?> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }
}
