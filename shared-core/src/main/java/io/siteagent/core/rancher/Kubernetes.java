package io.siteagent.core.rancher;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.Transport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What all calls to a Kubernetes API have in common. */
final class Kubernetes {

    /** Owner of the fields that we apply. A change of this name would orphan all fields applied before. */
    static final String FIELD_MANAGER = "waldur-site-agent";

    private Kubernetes() {}

    static String[] path(List<String> start, String... more) {
        return Stream.concat(start.stream(), Stream.of(more)).toArray(String[]::new);
    }

    /** Path of a resource of the downstream cluster, through Rancher's proxy. */
    static String[] corePath(String clusterId, String... more) {
        return path(List.of("k8s", "clusters", clusterId, "api", "v1"), more);
    }

    /** The call's result; empty when the object does not exist. */
    static <T> Optional<T> find(Transport transport, Exchange exchange, Answer.Decoder<T> decoder) {
        try {
            return Optional.of(transport.call(exchange, decoder));
        } catch (RemoteException e) {
            if (e.is(Reason.MISSING)) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
