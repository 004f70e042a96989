package io.siteagent.functions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.siteagent.core.config.ParameterStoreSource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Every system of a rehearsal, at an address of this machine: Parameter Store with one offering, a queue that takes
 * everything, a Waldur with an order and a resource, a Rancher with its project, and a Keycloak. What is written there
 * is answered and forgotten. Names and passwords in it are nobody's.
 */
final class RehearsalSite implements AutoCloseable {

    private static final String PREFIX = "/rehearsal";

    private static final String NOTHING = "[]";

    /** Both of Rancher's APIs: Norman's collections, and Kubernetes' lists. */
    private static final String NO_OBJECTS =
            "{\"type\":\"collection\",\"data\":[],\"kind\":\"List\",\"metadata\":{},\"items\":[]}";

    private static final String TOKEN = "{\"access_token\":\"rehearsal\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    private static final String QUEUED = "{\"Successful\":[],\"Failed\":[]}";

    /** A member of a collection, whose path is the first group. */
    private static final Pattern ONE_OF_WALDUR = Pattern.compile("^(/api/[a-z-]+/)[0-9a-f]{32}/$");

    private static final String NEW_GROUP = "/00000000-0000-0000-0000-000000000007";
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String settings = new String(resource("settings.yaml"), StandardCharsets.UTF_8);
    private final JsonNode first = new ObjectMapper().readTree(resource("answers.json"));
    private final JsonNode later = new ObjectMapper().readTree(resource("answers-later.json"));
    private volatile boolean complete;

    private RehearsalSite(HttpServer server) throws IOException {
        this.server = server;
    }

    static RehearsalSite open() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var site = new RehearsalSite(server);
        server.setExecutor(site.threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    /**
     * From now on the project has what it lacked at first: namespace, quota, binding, groups, and a member too many.
     */
    void complete() {
        complete = true;
    }

    /** The environment of a function that works with this site. */
    Map<String, String> environment() {
        return Map.of(
                ParameterStoreSource.PREFIX_VARIABLE,
                PREFIX,
                ParameterStoreSource.ENDPOINT_VARIABLE,
                address(),
                QueueSource.ENDPOINT_VARIABLE,
                address(),
                QueueSource.QUEUE_VARIABLE,
                address() + "/queue",
                QueueSource.DEAD_LETTER_VARIABLE,
                address() + "/dead");
    }

    private String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange call) throws IOException {
        try (call) {
            var sent = call.getRequestBody().readAllBytes();
            call.getResponseHeaders().set("Content-Type", "application/json");
            // A connection that is kept open would get into the snapshot.
            call.getResponseHeaders().set("Connection", "close");
            if (isWrittenToKeycloak(call)) {
                call.getResponseHeaders().set("Location", call.getRequestURI() + NEW_GROUP);
                call.sendResponseHeaders(HttpURLConnection.HTTP_CREATED, NO_BODY);
                return;
            }
            // What is applied to Rancher comes back as it is then.
            var body =
                    call.getRequestMethod().equals("PATCH") ? sent : body(call).getBytes(StandardCharsets.UTF_8);
            call.sendResponseHeaders(HttpURLConnection.HTTP_OK, body.length);
            call.getResponseBody().write(body);
        }
    }

    private static boolean isWrittenToKeycloak(HttpExchange call) {
        return call.getRequestURI().getPath().startsWith("/admin/")
                && !call.getRequestMethod().equals("GET");
    }

    private String body(HttpExchange call) {
        var target = Objects.requireNonNullElse(call.getRequestHeaders().getFirst("X-Amz-Target"), "");
        var path = call.getRequestURI().getPath();
        if (target.startsWith("AmazonSSM.")) {
            return parameters();
        }
        if (target.startsWith("AmazonSQS.")) {
            return QUEUED;
        }
        if (path.endsWith("/token")) {
            return TOKEN;
        }
        if (complete && later.has(path)) {
            return later.path(path).toString();
        }
        if (first.has(path)) {
            return first.path(path).toString();
        }
        var listed = first.path(ONE_OF_WALDUR.matcher(path).replaceFirst("$1"));
        if (!listed.isMissingNode()) {
            return listed.path(0).toString();
        }
        return path.startsWith("/api/") || path.startsWith("/admin/") ? NOTHING : NO_OBJECTS;
    }

    private String parameters() {
        var answer = JsonNodeFactory.instance.objectNode();
        var parameters = answer.putArray("Parameters");
        parameter(parameters, "/offerings/rehearsal/settings", settings.replace("ADDRESS", address()));
        parameter(parameters, "/offerings/rehearsal/secrets/waldur_api_token", "rehearsal");
        parameter(parameters, "/offerings/rehearsal/secrets/password", "rehearsal");
        parameter(parameters, "/secrets/webhook", "rehearsal-rehearsal-rehearsal");
        return answer.toString();
    }

    private static void parameter(ArrayNode parameters, String name, String value) {
        parameters
                .addObject()
                .put("Name", PREFIX + name)
                .put("Type", name.contains("/secrets/") ? "SecureString" : "String")
                .put("Value", value)
                .put("Version", 1)
                .put("LastModifiedDate", 1.7e9);
    }

    private static byte[] resource(String name) throws IOException {
        try (var resource = RehearsalSite.class.getResourceAsStream("rehearsal/" + name)) {
            return Objects.requireNonNull(resource).readAllBytes();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
