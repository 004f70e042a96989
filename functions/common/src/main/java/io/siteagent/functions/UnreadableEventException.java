package io.siteagent.functions;

/** The event is none that a function can be woken by; the message says what was expected and quotes nothing. */
final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnreadableEventException(String what) {
        super(what + "; expected one of our own events ({\"kind\":\"sweep\"} and its like), messages of an SQS queue"
                + " (`Records`), or a call of an HTTP API with payload format 2.0");
    }
}
