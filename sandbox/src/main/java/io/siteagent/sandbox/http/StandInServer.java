package io.siteagent.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.siteagent.sandbox.http.Disturbance.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** Serves one stand-in over HTTP, logs each call and lets the faults befall it. One virtual thread a call. */
public final class StandInServer implements AutoCloseable {

    static {
        // Without it each answer on a kept-alive connection waits for the client's delayed acknowledgement, about 40
        // ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final System.Logger LOG = System.getLogger(StandInServer.class.getName());

    private final String system;
    private final Host host;
    private final Endpoint endpoint;
    private final Traffic traffic;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private StandInServer(String system, Host host, int port, Endpoint endpoint, Traffic traffic) throws IOException {
        this.system = system;
        this.host = host;
        this.endpoint = endpoint;
        this.traffic = traffic;
        this.server = host.server(port);
    }

    /** As {@link #start(String, Host, int, Endpoint, Traffic)}, on loopback. */
    public static StandInServer start(String system, int port, Endpoint endpoint, Traffic traffic) {
        return start(system, Host.LOOPBACK, port, endpoint, traffic);
    }

    /**
     * Serves from now on.
     *
     * @param system the name under which calls are logged and faults are set
     * @param port 0 for a free one
     * @throws UncheckedIOException if the port is taken
     */
    public static StandInServer start(String system, Host host, int port, Endpoint endpoint, Traffic traffic) {
        try {
            var server = new StandInServer(system, host, port, endpoint, traffic);
            server.listen();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot serve %s on port %d".formatted(system, port), e);
        }
    }

    private void listen() {
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    public String system() {
        return system;
    }

    /** {@code http://host:port} or {@code https://host:port}, without a slash at the end. */
    public URI uri() {
        return URI.create(
                host.scheme() + "://" + host.name() + ":" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int number = traffic.calls().nextNumber();
            var started = traffic.calls().elapsed();
            var request = ExchangeRequest.read(exchange);
            var target = exchange.getRequestURI().toString();
            var faults = traffic.faults().befalling(system, request.method(), target);
            try (var _ = traffic.latency().await(system)) {
                var outcome = serve(request, faults);
                traffic.calls().add(entry(number, target, started, request, faults, outcome));
                send(exchange, outcome);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome serve(Request request, List<Fault> faults) {
        try {
            return new Disturbance(endpoint, faults).serve(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Dropped();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The %s stand-in failed".formatted(system), e);
            return new Outcome.Answered(Answer.text(599, "The stand-in failed: " + e));
        }
    }

    private Call entry(
            int number, String target, Duration started, Request request, List<Fault> faults, Outcome outcome) {
        var answer = switch (outcome) {
            case Outcome.Answered(Answer whole) -> Optional.of(whole);
            case Outcome.Cut(Answer part, int ignored) -> Optional.of(part);
            case Outcome.Dropped() -> Optional.<Answer>empty();
        };
        return new Call(
                number,
                system,
                request.method(),
                target,
                answer.map(a -> OptionalInt.of(a.status())).orElse(OptionalInt.empty()),
                started,
                traffic.calls().elapsed().minus(started),
                faults.isEmpty()
                        ? Optional.empty()
                        : Optional.of(faults.stream().map(Fault::describe).collect(Collectors.joining(", "))),
                answer.filter(Answer::isUnknownEndpoint).isPresent(),
                request);
    }

    private static void send(HttpExchange exchange, Outcome outcome) throws IOException {
        switch (outcome) {
            case Outcome.Dropped() -> exchange.close();
            case Outcome.Answered(Answer answer) -> send(exchange, answer, answer.body().length);
            case Outcome.Cut(Answer answer, int bytes) -> send(exchange, answer, bytes);
        }
    }

    private static void send(HttpExchange exchange, Answer answer, int bytes) throws IOException {
        answer.headers().forEach((name, value) -> {
            if (!name.equals(Answer.UNKNOWN_ENDPOINT)) {
                exchange.getResponseHeaders().set(name, value);
            }
        });
        int length = answer.body().length;
        boolean bodyless = exchange.getRequestMethod().equals("HEAD") || length == 0;
        exchange.sendResponseHeaders(answer.status(), bodyless ? -1 : length);
        if (!bodyless) {
            exchange.getResponseBody().write(answer.body(), 0, bytes);
            exchange.getResponseBody().flush();
        }
    }
}
