package io.siteagent.sandbox.http;

import java.time.Duration;

/** One way in which a call can go wrong. Several may befall one call; the first is the outermost. */
public sealed interface Fault {

    /** Answers this instead of what the stand-in would say. */
    record Respond(Answer answer, Effect effect) implements Fault {}

    /** Closes the connection without a byte of an answer. */
    record Drop(Effect effect) implements Fault {}

    /** Waits before the call is served. */
    record Delay(Duration duration) implements Fault {}

    /** Announces the whole body, sends its first bytes only, and closes the connection. */
    record Truncate(int bytes) implements Fault {}

    /**
     * Serves the call and empties the list in its answer: a JSON array, or {@code items} or {@code data} of an object.
     */
    record EmptyList() implements Fault {}

    /** Serves the call and puts another body into its answer; status and headers stay. */
    record ReplaceBody(String body) implements Fault {}

    /** Serves the call and sets a header of its answer, such as a wrong {@code Content-Type}. */
    record ReplaceHeader(String name, String value) implements Fault {}

    /** Does something before the call is served: what somebody else did meanwhile. */
    record Before(Runnable action) implements Fault {}

    /** Does something after the call took effect and before its answer leaves. */
    record After(Runnable action) implements Fault {}

    /** A JSON answer without effect. */
    static Fault status(int status, String json) {
        return new Respond(Answer.json(status, json), Effect.NONE);
    }

    /** An HTML error page without effect, as proxies and Django answer. */
    static Fault html(int status) {
        return new Respond(Answer.html(status, errorPage(status)), Effect.NONE);
    }

    /** 429 or 503 with {@code Retry-After}, without effect. */
    static Fault retryAfter(int status, Duration wait) {
        return new Respond(Answer.empty(status).with("Retry-After", Long.toString(wait.toSeconds())), Effect.NONE);
    }

    /** The call takes effect, and the answer is an HTML 500. */
    static Fault errorAfterEffect() {
        return new Respond(Answer.html(500, errorPage(500)), Effect.TAKEN);
    }

    /** The connection breaks before the call reaches the system. */
    static Fault dropped() {
        return new Drop(Effect.NONE);
    }

    /** The call takes effect, and its answer never arrives. */
    static Fault answerLost() {
        return new Drop(Effect.TAKEN);
    }

    static Fault delay(Duration duration) {
        return new Delay(duration);
    }

    static Fault truncated(int bytes) {
        return new Truncate(bytes);
    }

    static Fault emptyList() {
        return new EmptyList();
    }

    static Fault body(String body) {
        return new ReplaceBody(body);
    }

    static Fault contentType(String type) {
        return new ReplaceHeader("Content-Type", type);
    }

    static Fault before(Runnable action) {
        return new Before(action);
    }

    static Fault after(Runnable action) {
        return new After(action);
    }

    /** A name for logs, without bodies. */
    default String describe() {
        return switch (this) {
            case Respond(Answer answer, Effect effect) ->
                "respond %d%s".formatted(answer.status(), effect == Effect.TAKEN ? " after effect" : "");
            case Drop(Effect effect) -> effect == Effect.TAKEN ? "answer lost" : "dropped";
            case Delay(Duration duration) -> "delay " + duration;
            case Truncate(int bytes) -> "truncate to %d bytes".formatted(bytes);
            case EmptyList() -> "empty list";
            case ReplaceBody(String ignored) -> "replace body";
            case ReplaceHeader(String name, String value) -> "%s: %s".formatted(name, value);
            case Before(Runnable ignored) -> "action before";
            case After(Runnable ignored) -> "action after";
        };
    }

    private static String errorPage(int status) {
        return "<!doctype html>\n<html lang=\"en\">\n<body><h1>Error %d</h1></body>\n</html>\n".formatted(status);
    }
}
