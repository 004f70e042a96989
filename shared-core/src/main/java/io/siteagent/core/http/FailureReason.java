package io.siteagent.core.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.siteagent.core.http.RemoteException.Reason;

/** What an unsuccessful answer means: told by its status first, by its body second. */
final class FailureReason {

    private FailureReason() {}

    static Reason of(int status, JsonNode body) {
        return switch (status) {
            case 401, 407 -> Reason.UNAUTHORIZED;
            case 403 -> isBeingTerminated(body) ? Reason.CONFLICT : Reason.UNAUTHORIZED;
            case 404 -> ofNotFound(body);
            case 408, 410, 425, 429 -> Reason.TRANSIENT;
            case 409, 412 -> Reason.CONFLICT;
            default -> status >= 500 ? Reason.TRANSIENT : Reason.REFUSED;
        };
    }

    /**
     * Only a system's own words about the object say that it does not exist. A page or a plain text is what a proxy, an
     * unknown route or a wrong base address answers.
     */
    private static Reason ofNotFound(JsonNode body) {
        if (body.path("Code").isObject()) {
            return Reason.TRANSIENT; // Rancher's cluster proxy: it does not know the cluster, as while it starts
        }
        var kubernetes = body.path("kind").asText().equals("Status")
                && !body.path("details").path("name").asText().isEmpty();
        var norman = body.path("type").asText().equals("error")
                && body.path("code").asText().equals("NotFound");
        var waldur = body.path("detail").isTextual();
        return kubernetes || norman || waldur ? Reason.MISSING : Reason.MALFORMED;
    }

    /** Kubernetes answers 403 to whoever creates something in a namespace that is on its way out. */
    private static boolean isBeingTerminated(JsonNode body) {
        return body.path("details")
                .path("causes")
                .valueStream()
                .anyMatch(cause -> cause.path("reason").asText().equals("NamespaceTerminating"));
    }
}
