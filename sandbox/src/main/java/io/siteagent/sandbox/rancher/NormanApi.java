package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rancher's own API {@code /v3}: one request on one object or collection. */
final class NormanApi {

    /** The field manager of what is written through {@code /v3}. */
    static final String MANAGER = "norman";

    private final Store store;
    private final Settings settings;
    private final ObjectWriter writer;
    private final NormanProjects projects;
    private final NormanBindings bindings;
    private final NormanNamespaces namespaces;
    private final ImportYaml importYaml;

    NormanApi(Store store, Settings settings, ObjectWriter writer) {
        this.store = store;
        this.settings = settings;
        this.writer = writer;
        this.projects = new NormanProjects(store, writer);
        this.bindings = new NormanBindings(store, settings, writer);
        this.namespaces = new NormanNamespaces(store, writer);
        this.importYaml = new ImportYaml(writer, store);
    }

    /**
     * @param segments the path after {@code /v3}
     * @return absent for a path that isn't served here
     * @throws Refused in Norman's words
     */
    Optional<Answer> handle(List<String> segments, Request request, Credentials.User user) {
        var exchange = new NormanExchange(request, user);
        var id = segments.size() > 1 ? segments.get(1) : "";
        var below = segments.size() > 2 ? segments.get(2).toLowerCase(Locale.ROOT) : "";
        return switch (segments.isEmpty() ? "" : segments.getFirst().toLowerCase(Locale.ROOT)) {
            case "" -> Optional.of(exchange.root());
            case "projects" ->
                below.equals("projectroletemplatebindings")
                        ? Optional.of(bindings(
                                exchange,
                                binding -> binding.path("projectName").asText().equals(id)))
                        : Optional.of(projects(exchange, id, project -> true));
            case "projectroletemplatebindings" ->
                Optional.of(id.isEmpty() ? bindings(exchange, all -> true) : binding(exchange, id));
            case "clusters", "cluster" ->
                switch (below) {
                    case "" -> Optional.of(clusters(exchange, id));
                    case "namespaces" ->
                        Optional.of(namespaces(exchange, id, segments.size() > 3 ? segments.get(3) : ""));
                    case "projects" ->
                        Optional.of(projects(
                                exchange,
                                "",
                                project -> project.path("spec")
                                        .path("clusterName")
                                        .asText()
                                        .equals(id)));
                    default -> Optional.empty();
                };
            case "schemas" ->
                NormanSchemas.schema(id, settings, exchange.base()).map(exchange::ok);
            case "users" -> refreshed(exchange, id);
            case "roletemplates" -> Optional.of(roleTemplates(exchange, id));
            default -> Optional.empty();
        };
    }

    private Answer projects(NormanExchange exchange, String id, Function<ObjectNode, Boolean> filter) {
        var view = exchange.view();
        if (id.isEmpty()) {
            return switch (exchange.method()) {
                case "GET" ->
                    exchange.list(
                            NormanTypes.projects(exchange.base()),
                            all(Kind.PROJECT)
                                    .filter(filter::apply)
                                    .map(view::project)
                                    .toList());
                case "POST" -> {
                    var body = exchange.body();
                    exchange.authorize(
                            "create", ObjectKey.ofProject(body.path("clusterId").asText(), ""));
                    yield exchange.created(view.project(projects.create(body, exchange.user())));
                }
                default -> throw exchange.wrongMethod();
            };
        }
        var key = ProjectId.parse(id).map(ProjectId::key).orElseThrow(NormanApi::noSuchId);
        exchange.authorize("get", key);
        var project = store.find(key).orElseThrow(() -> Refused.notFound(key));
        return switch (exchange.method()) {
            case "GET" -> exchange.ok(view.project(project));
            case "PUT" -> exchange.ok(view.project(projects.update(key, project, exchange.body())));
            case "DELETE" -> exchange.ok(view.project(projects.delete(key, project)));
            default -> throw exchange.wrongMethod();
        };
    }

    private Answer bindings(NormanExchange exchange, Function<ObjectNode, Boolean> filter) {
        var view = exchange.view();
        return switch (exchange.method()) {
            case "GET" ->
                exchange.list(
                        NormanTypes.bindings(exchange.base()),
                        all(Kind.BINDING)
                                .filter(filter::apply)
                                .map(view::binding)
                                .toList());
            case "POST" -> {
                var body = exchange.body();
                var backing = body.path("projectId").asText().replace(':', '-');
                exchange.authorize("create", ObjectKey.ofBinding(backing, ""));
                yield exchange.created(view.binding(bindings.create(body, exchange.user())));
            }
            default -> throw exchange.wrongMethod();
        };
    }

    private Answer binding(NormanExchange exchange, String id) {
        int colon = id.indexOf(':');
        if (colon < 0) {
            throw noSuchId();
        }
        var key = ObjectKey.ofBinding(id.substring(0, colon), id.substring(colon + 1));
        exchange.authorize("get", key);
        var binding = store.find(key).orElseThrow(() -> Refused.notFound(key));
        return switch (exchange.method()) {
            // A change is accepted and ignored: every field of a binding is immutable here.
            case "GET", "PUT" -> exchange.ok(exchange.view().binding(binding));
            case "DELETE" -> exchange.ok(exchange.view().binding(writer.delete(key, Json.object(), MANAGER)));
            default -> throw exchange.wrongMethod();
        };
    }

    /** Not recorded: of all that Rancher does with users, only asking it to look at their groups. */
    private static Optional<Answer> refreshed(NormanExchange exchange, String id) {
        return exchange.method().equals("POST")
                        && id.isEmpty()
                        && exchange.action()
                                .filter("refreshauthprovideraccess"::equals)
                                .isPresent()
                ? Optional.of(exchange.ok(Json.object()))
                : Optional.empty();
    }

    private Answer clusters(NormanExchange exchange, String id) {
        var view = exchange.view();
        Function<ObjectNode, ObjectNode> show = cluster ->
                view.cluster(cluster, settings.agentDown(Json.name(cluster)).isPresent());
        if (id.isEmpty()) {
            return exchange.list(
                    NormanTypes.clusters(exchange.base()),
                    all(Kind.CLUSTER).map(show).toList());
        }
        var key = ObjectKey.ofCluster(id);
        exchange.authorize("get", key);
        var cluster = store.find(key).orElseThrow(() -> Refused.notFound(key));
        return switch (exchange.method()) {
            case "GET" -> exchange.ok(show.apply(cluster));
            case "POST" -> {
                if (exchange.action().filter("importYaml"::equals).isEmpty()) {
                    throw Refused.norman(404, "ActionNotAvailable", "action not available");
                }
                yield importYaml.apply(id, exchange.body());
            }
            default -> throw exchange.wrongMethod();
        };
    }

    private Answer namespaces(NormanExchange exchange, String cluster, String name) {
        if (!store.has(ObjectKey.ofCluster(cluster))
                || settings.agentDown(cluster).isPresent()) {
            throw Refused.norman(
                    503,
                    "ClusterUnavailable",
                    store.has(ObjectKey.ofCluster(cluster))
                            ? "ClusterUnavailable 503: cluster not found"
                            : Refused.notFound(ObjectKey.ofCluster(cluster)).text());
        }
        Function<ObjectNode, ObjectNode> show = namespace -> exchange.view().namespace(cluster, namespace);
        if (name.isEmpty()) {
            return switch (exchange.method()) {
                case "GET" ->
                    exchange.list(
                            NormanTypes.namespaces(exchange.base(), cluster),
                            store.list(cluster, Kind.NAMESPACE).values().stream()
                                    .filter(namespace -> !Namespaces.isOfRancherItself(namespace))
                                    .map(show)
                                    .toList());
                case "POST" -> {
                    exchange.authorize("create", ObjectKey.ofNamespace(cluster, ""));
                    yield exchange.created(show.apply(namespaces.create(cluster, exchange.body(), exchange.user())));
                }
                default -> throw exchange.wrongMethod();
            };
        }
        var key = ObjectKey.ofNamespace(cluster, name);
        exchange.authorize("get", key);
        var namespace = store.find(key).orElseThrow(() -> Refused.notFound(key));
        return switch (exchange.method()) {
            case "GET" -> exchange.ok(show.apply(namespace));
            case "DELETE" -> exchange.ok(show.apply(writer.delete(key, Json.object(), MANAGER)));
            default -> throw exchange.wrongMethod();
        };
    }

    private Answer roleTemplates(NormanExchange exchange, String id) {
        var view = exchange.view();
        if (id.isEmpty()) {
            return exchange.list(
                    NormanTypes.roleTemplates(exchange.base()),
                    all(Kind.ROLE_TEMPLATE).map(view::roleTemplate).toList());
        }
        var key = ObjectKey.ofRoleTemplate(id);
        exchange.authorize("get", key);
        return exchange.ok(view.roleTemplate(store.find(key).orElseThrow(() -> Refused.notFound(key))));
    }

    private Stream<ObjectNode> all(Kind kind) {
        return store.list(ObjectKey.MANAGEMENT, kind).values().stream();
    }

    private static Refused noSuchId() {
        return Refused.norman(404, "NotFound", "failed to find resource by id");
    }
}
