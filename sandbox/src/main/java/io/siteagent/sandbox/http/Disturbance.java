package io.siteagent.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** Serves one request through the faults that befall it. */
record Disturbance(Endpoint endpoint, List<Fault> faults) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What leaves the server. */
    sealed interface Outcome {
        /** A whole answer. */
        record Answered(Answer answer) implements Outcome {}

        /** The first bytes of an answer that announces more. */
        record Cut(Answer answer, int bytes) implements Outcome {}

        /** Nothing: the connection closes. */
        record Dropped() implements Outcome {}
    }

    Outcome serve(Request request) throws InterruptedException {
        if (faults.isEmpty()) {
            return new Outcome.Answered(endpoint.handle(request));
        }
        var inner = new Disturbance(endpoint, faults.subList(1, faults.size()));
        return switch (faults.getFirst()) {
            case Fault.Respond(Answer answer, Effect effect) -> {
                inner.takeEffect(effect, request);
                yield new Outcome.Answered(answer);
            }
            case Fault.Drop(Effect effect) -> {
                inner.takeEffect(effect, request);
                yield new Outcome.Dropped();
            }
            case Fault.Delay(var duration) -> {
                Thread.sleep(duration);
                yield inner.serve(request);
            }
            case Fault.Before(Runnable action) -> {
                action.run();
                yield inner.serve(request);
            }
            case Fault.After(Runnable action) -> {
                var outcome = inner.serve(request);
                action.run();
                yield outcome;
            }
            case Fault.Truncate(int bytes) ->
                inner.serve(request) instanceof Outcome.Answered(Answer whole)
                        ? new Outcome.Cut(whole, Math.min(bytes, whole.body().length))
                        : new Outcome.Dropped();
            case Fault.EmptyList() -> mapped(inner.serve(request), Disturbance::emptied);
            case Fault.ReplaceBody(String body) -> mapped(inner.serve(request), a -> withBody(a, body));
            case Fault.ReplaceHeader(String name, String value) ->
                mapped(inner.serve(request), a -> withHeader(a, name, value));
        };
    }

    private void takeEffect(Effect effect, Request request) throws InterruptedException {
        if (effect == Effect.TAKEN) {
            serve(request);
        }
    }

    private static Outcome mapped(Outcome outcome, UnaryOperator<Answer> change) {
        return outcome instanceof Outcome.Answered(Answer answer)
                ? new Outcome.Answered(change.apply(answer))
                : outcome;
    }

    private static Answer emptied(Answer answer) {
        try {
            var tree = JSON.readTree(answer.body());
            switch (tree) {
                case ArrayNode array -> array.removeAll();
                case ObjectNode object -> {
                    for (var list : List.of("items", "data")) {
                        if (object.has(list)) {
                            object.putArray(list);
                        }
                    }
                }
                default -> {
                    return answer;
                }
            }
            return withBody(answer, tree.toString());
        } catch (JsonProcessingException e) {
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Answer withBody(Answer answer, String body) {
        return new Answer(answer.status(), answer.headers(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer withHeader(Answer answer, String name, String value) {
        var headers = new LinkedHashMap<>(answer.headers());
        headers.keySet().removeIf(n -> n.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)));
        headers.put(name, value);
        return new Answer(answer.status(), headers, answer.body());
    }
}
