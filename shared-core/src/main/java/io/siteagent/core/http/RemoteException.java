package io.siteagent.core.http;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to another system did not give what was asked for. {@link #reason()} is the only thing that decisions may rest
 * on; the message names system, operation and object, and never holds a URL, a secret or a body.
 */
public final class RemoteException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What a failed call means for the caller. */
    public enum Reason {
        /**
         * Passing: 5xx, 429, time-out, reset, refused connection, time budget spent. Trying again later may succeed.
         */
        TRANSIENT,
        /** The server understood and refused (400, 405, 413, 422): the same call will be refused again. */
        REFUSED,
        /** The addressed object does not exist (404), as said by the system itself. */
        MISSING,
        /**
         * The object is in a state that does not allow the call, exists already, or was changed meanwhile (409, 412).
         */
        CONFLICT,
        /** The credential is missing, expired or too weak (401, 403): an operator's matter, never the customer's. */
        UNAUTHORIZED,
        /** The answer could not be understood: not the documented shape, cut short, too large, or not JSON. */
        MALFORMED
    }

    private final Reason reason;
    private final RemoteSystem system;
    private final String operation;
    private final String object;
    private final int status;
    private final String detail;

    /**
     * @param operation what was tried, as a person would say it: "approve order"
     * @param object what it was tried on: a UUID, a name; empty when there is none
     * @param status HTTP status, 0 when no answer came
     * @param detail the server's own words, already cut and free of secrets and URLs; may be empty
     */
    public RemoteException(
            Reason reason,
            RemoteSystem system,
            String operation,
            String object,
            int status,
            String detail,
            @Nullable Throwable cause) {
        super(describe(reason, system, operation, object, status, detail), cause);
        this.reason = reason;
        this.system = system;
        this.operation = operation;
        this.object = object;
        this.status = status;
        this.detail = detail;
    }

    private static String describe(
            Reason reason, RemoteSystem system, String operation, String object, int status, String detail) {
        var text = new StringBuilder()
                .append(system)
                .append(": cannot ")
                .append(operation)
                .append(object.isEmpty() ? "" : " " + object)
                .append(" (")
                .append(reason.name().toLowerCase(java.util.Locale.ROOT));
        if (status != 0) {
            text.append(", HTTP ").append(status);
        }
        text.append(')');
        return detail.isEmpty()
                ? text.toString()
                : text.append(": ").append(detail).toString();
    }

    public Reason reason() {
        return reason;
    }

    public boolean is(Reason expected) {
        return reason == expected;
    }

    public RemoteSystem system() {
        return system;
    }

    public String operation() {
        return operation;
    }

    public String object() {
        return object;
    }

    /** HTTP status; empty when no answer came at all. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The server's own words; may be empty. */
    public String detail() {
        return detail;
    }
}
