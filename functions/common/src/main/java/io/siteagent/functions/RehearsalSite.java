package io.siteagent.functions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.functions.RehearsalAnswers.Answer;
import io.siteagent.functions.RehearsalAnswers.Scene;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Every system of a rehearsal, at an address of this machine: Parameter Store with one offering, a queue that takes
 * everything, Waldur, Rancher and Keycloak, which know of what the {@link Scene scene} has. What is written there is
 * answered and forgotten. Names and passwords in it are nobody's.
 */
final class RehearsalSite implements AutoCloseable {

    private static final String PREFIX = "/rehearsal";

    private static final Pattern KEYCLOAK = Pattern.compile("/(?:admin|realms)/");
    private static final String TOKEN_PATH = "/token";
    private static final String TOKEN = "{\"access_token\":\"rehearsal\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    private static final String QUEUED = "{\"Successful\":[],\"Failed\":[]}";

    private static final String NEW_GROUP = "/00000000-0000-0000-0000-000000000007";
    private static final int NO_BODY = -1;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String settings = settings();
    private final RehearsalAnswers answers;

    private RehearsalSite(HttpServer server, YearMonth month) throws IOException {
        this.server = server;
        this.answers = new RehearsalAnswers(month);
    }

    /** @param clock says which month it is */
    static RehearsalSite open(Clock clock) throws IOException {
        var month = YearMonth.now(clock.withZone(ZoneOffset.UTC));
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        var site = new RehearsalSite(server, month);
        server.setExecutor(site.threads);
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    /** What the systems know of from now on. */
    void show(Scene next) {
        answers.show(next);
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
            var ofKeycloak = KEYCLOAK.matcher(call.getRequestURI().getPath()).lookingAt();
            call.getResponseHeaders().set("Content-Type", "application/json;charset=UTF-8");
            // A connection that is kept open would get into the snapshot; those to Keycloak end with the run.
            if (!ofKeycloak) {
                call.getResponseHeaders().set("Connection", "close");
            }
            if (ofKeycloak && isWritten(call)) {
                call.getResponseHeaders().set("Location", call.getRequestURI() + NEW_GROUP);
                call.sendResponseHeaders(HttpURLConnection.HTTP_CREATED, NO_BODY);
                return;
            }
            // What is applied to Rancher comes back as it is then.
            if (call.getRequestMethod().equals("PATCH")) {
                send(call, HttpURLConnection.HTTP_OK, sent);
                return;
            }
            var answer = answer(call.getRequestURI().getPath(), call.getRequestHeaders());
            send(call, answer.status(), answer.body().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void send(HttpExchange call, int status, byte[] body) throws IOException {
        call.sendResponseHeaders(status, body.length);
        call.getResponseBody().write(body);
    }

    private static boolean isWritten(HttpExchange call) {
        return !call.getRequestMethod().equals("GET")
                && !call.getRequestURI().getPath().endsWith(TOKEN_PATH);
    }

    private Answer answer(String path, Headers headers) {
        var target = Objects.requireNonNullElse(headers.getFirst("X-Amz-Target"), "");
        if (target.startsWith("AmazonSSM.")) {
            return Answer.ok(parameters());
        }
        if (target.startsWith("AmazonSQS.")) {
            return Answer.ok(QUEUED);
        }
        return path.endsWith(TOKEN_PATH) ? Answer.ok(TOKEN) : answers.at(path);
    }

    private static String settings() throws IOException {
        try (var written = RehearsalSite.class.getResourceAsStream("rehearsal/settings.yaml")) {
            return new String(Objects.requireNonNull(written).readAllBytes(), StandardCharsets.UTF_8);
        }
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

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
