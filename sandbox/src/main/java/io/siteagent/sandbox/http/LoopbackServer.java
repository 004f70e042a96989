package io.siteagent.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves one stand-in on a loopback port: logs every call, and lets the faults happen that were asked for. */
public final class LoopbackServer implements AutoCloseable {

    /** A stand-in answers with this header when it knows no such endpoint; it is not sent on. */
    public static final String UNKNOWN_ENDPOINT = "X-Sandbox-Unknown-Endpoint";

    private final String system;
    private final Endpoint endpoint;
    private final CallLog calls;
    private final Faults faults;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile Duration latency = Duration.ZERO;

    private LoopbackServer(String system, Endpoint endpoint, CallLog calls, Faults faults, HttpServer server) {
        this.system = system;
        this.endpoint = endpoint;
        this.calls = calls;
        this.faults = faults;
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param system name under which its calls are logged
     * @param port 0 for a free one
     */
    public static LoopbackServer start(String system, int port, Endpoint endpoint, CallLog calls, Faults faults)
            throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
        var server = new LoopbackServer(system, endpoint, calls, faults, http);
        http.setExecutor(server.threads);
        http.createContext("/", server::exchange);
        http.start();
        return server;
    }

    /** Root address, ending in a slash. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Answers every call that much later. */
    public void latency(Duration duration) {
        latency = duration;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void exchange(HttpExchange exchange) throws IOException {
        try (exchange) {
            var request = request(exchange);
            var target = exchange.getRequestURI().toString();
            var number = calls.nextNumber();
            pause(latency);
            var wanted = faults.faultsFor(number, system, request, target);
            var treatment = new Treatment(wanted);
            treatment.before();
            var answer = treatment.takesEffect() ? handled(request) : Answer.empty(0);
            var known = !answer.headers().containsKey(UNKNOWN_ENDPOINT);
            var shown = treatment.after(answer);
            calls.add(new Call(number, system, request.method(), target, shown.status(), known, treatment.describe()));
            if (shown.status() != 0) {
                send(exchange, shown, treatment.truncates());
            }
        }
    }

    private Answer handled(Request request) {
        try {
            return endpoint.handle(request);
        } catch (RuntimeException e) {
            return Answer.text(500, "the sandbox has a fault of its own: " + e);
        }
    }

    private static Request request(HttpExchange exchange) throws IOException {
        var headers = new LinkedHashMap<String, List<String>>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query(exchange.getRequestURI().getRawQuery()),
                headers,
                exchange.getRequestBody().readAllBytes());
    }

    private static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String raw) {
        var query = new LinkedHashMap<String, List<String>>();
        if (raw != null) {
            for (var pair : raw.split("&", -1)) {
                var parts = pair.split("=", 2);
                query.computeIfAbsent(decode(parts[0]), _ -> new ArrayList<>())
                        .add(parts.length == 2 ? decode(parts[1]) : "");
            }
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, Answer answer, boolean truncate) throws IOException {
        answer.headers().forEach((name, value) -> {
            if (!name.equals(UNKNOWN_ENDPOINT)) {
                exchange.getResponseHeaders().add(name, value);
            }
        });
        var body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            var out = exchange.getResponseBody();
            out.write(body, 0, truncate ? body.length / 2 : body.length);
            out.flush();
        }
    }

    static void pause(Duration duration) {
        if (duration.isPositive()) {
            try {
                Thread.sleep(duration);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
