package io.siteagent.core.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

/** A server on loopback that answers what a test lays out and remembers what it was asked. */
public final class Loopback implements AutoCloseable {

    private final MockWebServer server = new MockWebServer();
    private final List<CallObserver.Attempt> attempts = new CopyOnWriteArrayList<>();

    public Loopback() {
        try {
            server.start(InetAddress.getLoopbackAddress(), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Answers in this order, one for each request. */
    public Loopback answers(MockResponse... inOrder) {
        for (var answer : inOrder) {
            server.enqueue(answer);
        }
        return this;
    }

    /** Answers each request with what the function makes of it. */
    public Loopback answersBy(java.util.function.Function<RecordedRequest, MockResponse> function) {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return function.apply(request);
            }
        });
        return this;
    }

    public static MockResponse json(int status, String body) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    public static MockResponse html(int status) {
        return new MockResponse.Builder()
                .code(status)
                .setHeader("Content-Type", "text/html")
                .body("<!doctype html><html><head><title>Server Error</title></head><body>secret</body></html>")
                .build();
    }

    public static MockResponse empty(int status) {
        return new MockResponse.Builder().code(status).build();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getPort() + "/");
    }

    /** A wire with short pauses and time limits, whose attempts can be looked at. */
    public Wire wire() {
        return wire(Duration.ofMinutes(1));
    }

    public Wire wire(Duration left) {
        return new Wire(Deadline.in(left, Clock.systemUTC()), attempts::add, PAUSES, LIMITS);
    }

    static final RetryDelays PAUSES =
            new RetryDelays(4, Duration.ofMillis(1), Duration.ofMillis(4), Duration.ofSeconds(2), () -> 0.5);
    static final TimeLimits LIMITS =
            new TimeLimits(Duration.ofSeconds(2), Duration.ofMillis(400), Duration.ofSeconds(5));

    public List<CallObserver.Attempt> attempts() {
        return attempts;
    }

    public int count() {
        return server.getRequestCount();
    }

    /** All requests since the last time this was asked. */
    public List<RecordedRequest> requests() {
        try {
            var all = new ArrayList<RecordedRequest>();
            for (var next = server.takeRequest(0, java.util.concurrent.TimeUnit.SECONDS);
                    next != null;
                    next = server.takeRequest(0, java.util.concurrent.TimeUnit.SECONDS)) {
                all.add(next);
            }
            return all;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Method and target of all requests since the last time this was asked. */
    public List<String> lines() {
        return requests().stream()
                .map(request -> request.getMethod() + " " + request.getTarget())
                .toList();
    }

    /** Body of the only request. */
    public String body() {
        var requests = requests();
        if (requests.size() != 1) {
            throw new AssertionError("one request expected, but there were " + requests.size());
        }
        var body = requests.getFirst().getBody();
        return body == null ? "" : body.utf8();
    }

    @Override
    public void close() {
        server.close();
    }
}
