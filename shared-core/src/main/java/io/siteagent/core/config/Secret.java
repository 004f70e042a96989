package io.siteagent.core.config;

/**
 * A credential. Its text form is masked, so that it can't reach a log, an error or a plan by accident (law 12).
 *
 * @param value the credential itself, for the call that needs it
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return "********";
    }
}
