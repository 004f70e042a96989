package io.siteagent.core.keycloak;

import jakarta.ws.rs.core.Response;

/**
 * A call that returns its answer whatever the status got another status than success. Holds what must be read before it
 * is closed.
 */
final class UnexpectedAnswer extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient ErrorAnswer answer;

    UnexpectedAnswer(Response response) {
        this.answer = ErrorAnswer.of(response);
    }

    ErrorAnswer answer() {
        return answer;
    }
}
