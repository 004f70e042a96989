package io.siteagent.sandbox.rancher;

import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Who is asked, who asks, and what each of Rancher's APIs says to somebody it doesn't let in. */
final class Router {

    private final Store store;
    private final Settings settings;
    private final Credentials credentials;
    private final NormanApi norman;
    private final KubernetesApi kubernetes;

    Router(Store store, Settings settings, Credentials credentials) {
        this.store = store;
        this.settings = settings;
        this.credentials = credentials;
        var writer = new ObjectWriter(store, new Admission(store, settings));
        this.norman = new NormanApi(store, settings, writer);
        this.kubernetes = new KubernetesApi(store, writer, new KubernetesLists(store, settings));
    }

    /** Absent for a path that nothing here serves. */
    Optional<Answer> route(Request request) {
        var segments = segments(request.path());
        var first = segments.isEmpty() ? "" : segments.getFirst();
        return switch (first) {
            case "v3" -> norman(segments.subList(1, segments.size()), request);
            case "k8s" -> proxy(segments, request);
            case "api", "apis" -> management(segments, request);
            case "rancherversion" -> Optional.of(version());
            default -> Optional.empty();
        };
    }

    private Optional<Answer> norman(List<String> segments, Request request) {
        if (!(credentials.caller(request) instanceof Credentials.User user)) {
            return Optional.of(mustAuthenticate());
        }
        boolean clusterPath = segments.size() > 1 && segments.getFirst().startsWith("cluster");
        if (user.cluster().isPresent() && !(clusterPath && user.cluster().get().equals(segments.get(1)))) {
            return Optional.of(mustAuthenticate());
        }
        try {
            return norman.handle(segments, request, user);
        } catch (Refused refused) {
            return Optional.of(refused.asNorman());
        }
    }

    private Optional<Answer> proxy(List<String> segments, Request request) {
        if (segments.size() < 4 || !segments.get(1).equals("clusters")) {
            return Optional.empty();
        }
        var cluster = segments.get(2);
        return switch (credentials.caller(request)) {
            case Credentials.Anonymous nobody -> Optional.of(notAuthorized());
            case Credentials.Stranger stranger -> Optional.of(mustAuthenticate());
            case Credentials.User user -> {
                if (user.cluster().filter(own -> !own.equals(cluster)).isPresent()) {
                    yield Optional.of(mustAuthenticate());
                }
                if (!store.has(ObjectKey.ofCluster(cluster))) {
                    yield Optional.of(unknownCluster(cluster));
                }
                var down = settings.agentDown(cluster);
                yield down.isPresent()
                        ? Optional.of(agentDown(cluster, down.get()))
                        : kubernetes(cluster, segments.subList(3, segments.size()), request, user);
            }
        };
    }

    private Optional<Answer> management(List<String> segments, Request request) {
        return switch (credentials.caller(request)) {
            case Credentials.Anonymous nobody -> Optional.of(notAuthorized());
            case Credentials.Stranger stranger -> Optional.of(unauthorized());
            case Credentials.User user ->
                user.cluster().isPresent()
                        ? Optional.of(unauthorized())
                        : kubernetes(ObjectKey.MANAGEMENT, segments, request, user);
        };
    }

    private Optional<Answer> kubernetes(String cluster, List<String> segments, Request request, Credentials.User user) {
        try {
            return KubernetesPath.parse(cluster, segments).map(path -> kubernetes.handle(path, request, user));
        } catch (Refused refused) {
            return Optional.of(refused.asStatus());
        }
    }

    /** JSON under another name, and for everybody. */
    private Answer version() {
        var body = Json.object()
                .put("Version", settings.version())
                .put("GitCommit", "59bd052")
                .put("RancherPrime", "false");
        return Answer.text(200, Json.write(body));
    }

    private static List<String> segments(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .toList();
    }

    private static Answer mustAuthenticate() {
        return Answer.json(
                401, "{\"type\":\"error\",\"status\":\"401\",\"message\":\"Unauthorized 401: must authenticate\"}");
    }

    private static Answer notAuthorized() {
        return Answer.text(401, "not authorized\n");
    }

    private static Answer unauthorized() {
        return Refused.kubernetes(401, "Unauthorized", "Unauthorized").asStatus();
    }

    /** A Go structure as it comes, sent as text. */
    private static Answer unknownCluster(String cluster) {
        var body = Json.object();
        body.putObject("Code").put("Code", "NotFound").put("Status", 404);
        body.put("Message", Refused.notFound(ObjectKey.ofCluster(cluster)).text())
                .putNull("Cause")
                .put("FieldName", "");
        return Answer.text(404, Json.write(body));
    }

    private static Answer agentDown(String cluster, int status) {
        return Answer.text(status, "failed to find Session for client stv-cluster-" + cluster + "\n");
    }
}
