package io.siteagent.sandbox.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The Lambda runtime API for one function, as the runtime interface client calls it: it asks for the next invocation,
 * and posts what came of it. Requests are those of API version 2018-06-01.
 */
final class RuntimeApi implements AutoCloseable {

    private static final String ROOT = "/2018-06-01/runtime/";

    /** What a function made of an event. */
    sealed interface Result {
        record Answered(String payload) implements Result {}

        /** The handler threw, or the function could not even start. */
        record Broken(String error) implements Result {}
    }

    private record Invocation(String id, String event, Instant deadline, CompletableFuture<Result> result) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final LinkedBlockingQueue<Invocation> invocations = new LinkedBlockingQueue<>();
    private final CompletableFuture<Instant> initialised = new CompletableFuture<>();
    private final CompletableFuture<Result> brokenInit = new CompletableFuture<>();
    private final String functionName;
    private volatile Invocation current = new Invocation("", "", Instant.EPOCH, new CompletableFuture<>());

    RuntimeApi(String functionName) throws IOException {
        this.functionName = functionName;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    /** Host and port, as {@code AWS_LAMBDA_RUNTIME_API} holds them. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** When the runtime first asked for work, which is when it had started the function. */
    CompletableFuture<Instant> initialised() {
        return initialised;
    }

    /** How the start failed, should it fail. */
    CompletableFuture<Result> brokenInit() {
        return brokenInit;
    }

    CompletableFuture<Result> invoke(String event, Duration limit) {
        var invocation = new Invocation(
                UUID.randomUUID().toString(), event, Instant.now().plus(limit), new CompletableFuture<>());
        invocations.add(invocation);
        return invocation.result;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var path = exchange.getRequestURI().getPath();
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (path.equals(ROOT + "invocation/next")) {
                next(exchange);
            } else if (path.equals(ROOT + "restore/next")) {
                exchange.sendResponseHeaders(200, -1);
            } else if (path.endsWith("/response")) {
                current.result.complete(new Result.Answered(body));
                exchange.sendResponseHeaders(202, -1);
            } else if (path.equals(ROOT + "init/error") || path.equals(ROOT + "restore/error")) {
                brokenInit.complete(new Result.Broken(body));
                exchange.sendResponseHeaders(202, -1);
            } else if (path.endsWith("/error")) {
                current.result.complete(new Result.Broken(body));
                exchange.sendResponseHeaders(202, -1);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next(HttpExchange exchange) throws IOException, InterruptedException {
        initialised.complete(Instant.now());
        var invocation = invocations.take();
        current = invocation;
        var headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id);
        headers.set("Lambda-Runtime-Deadline-Ms", Long.toString(invocation.deadline.toEpochMilli()));
        headers.set(
                "Lambda-Runtime-Invoked-Function-Arn",
                "arn:aws:lambda:eu-north-1:000000000000:function:" + functionName);
        var event = invocation.event.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
