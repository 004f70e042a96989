package io.siteagent.core.rancher;

import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.Transport;
import java.util.Optional;

/** What this Rancher can do, as its own schemas say: more reliable than a version number. */
final class SchemaApi {

    private static final String QUOTA_LIMIT = "resourceQuotaLimit";

    private final Transport transport;
    private volatile Optional<Boolean> extendedQuotas = Optional.empty();

    SchemaApi(Transport transport) {
        this.transport = transport;
    }

    /** Asked once: an answer holds as long as this client. */
    boolean knowsExtendedQuotas() {
        if (extendedQuotas.isEmpty()) {
            extendedQuotas = Kubernetes.find(
                            transport,
                            Exchange.get("read schema", QUOTA_LIMIT, "v3", "schemas", QUOTA_LIMIT),
                            answer -> answer.json()
                                    .at("resourceFields")
                                    .at("extended")
                                    .isPresent())
                    .or(() -> Optional.of(false));
        }
        return extendedQuotas.orElseThrow();
    }
}
