package io.siteagent.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Call;
import io.siteagent.sandbox.http.Effect;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.FaultJson;
import io.siteagent.sandbox.http.Request;
import io.siteagent.sandbox.waldur.ConsumerJson;
import java.time.Duration;

/** Drives a sandbox over HTTP. */
final class Control implements Endpoint {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HELP = """
            The sandbox. All bodies are JSON.

            GET    /urls      where each system listens
            GET    /world     the worlds of all stand-ins; PUT or POST replaces those that the body holds
            GET    /calls     every call so far; DELETE forgets them
            GET    /faults    the rules in force; DELETE removes them and the kill
            POST   /faults    {"system": "waldur", "method": "POST", "path": "/set_state_done/", "from": 1, "to": 1,
                               "fault": {"kind": "drop", "effect": "taken"}}
                              kinds: respond (status, headers, body, effect), drop (effect), delay (millis), truncate (bytes),
                              empty-list, body (body), header (name, value); "effect": "taken" = after the call took effect
            POST   /kill      {"call": 7, "effect": "taken"}: from the 7th call on, over all systems, every connection breaks
            POST   /latency   {"millis": 50, "system": "rancher"}; without a system for all; DELETE ends it
            POST   /waldur    what people do: {"do": "create", "project", "offering", "name", "limits"},
                              {"do": "update-limits", "resource", "limits"}, {"do": "terminate", "resource"},
                              {"do": "add-member", "project", "person", "role"}, {"do": "remove-member", "project", "person"},
                              {"do": "expire-role", "project", "person", "at"}, {"do": "revoke-expired"}
            """;

    private final Sandbox sandbox;

    Control(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    @Override
    public Answer handle(Request request) {
        try {
            return route(request);
        } catch (IllegalArgumentException | IllegalStateException e) {
            return ok(400, JsonNodeFactory.instance.objectNode().put("error", e.getMessage()));
        }
    }

    private Answer route(Request request) {
        return switch (request.method() + " " + request.path()) {
            case "GET /" -> Answer.text(200, HELP);
            case "GET /urls" -> urls();
            case "GET /world" -> ok(200, sandbox.dump());
            case "PUT /world", "POST /world" -> done(() -> sandbox.load(object(request)));
            case "GET /calls" -> calls();
            case "DELETE /calls" -> done(() -> sandbox.calls().clear());
            case "GET /faults" -> faults();
            case "POST /faults" -> ok(200, FaultJson.view(FaultJson.add(sandbox.faults(), object(request))));
            case "DELETE /faults" -> done(() -> sandbox.faults().heal());
            case "POST /kill" -> kill(object(request));
            case "POST /latency" -> latency(object(request));
            case "DELETE /latency" -> done(() -> sandbox.latency().clear());
            case "POST /waldur" -> ok(200, ConsumerJson.run(sandbox.waldur().consumer(), object(request)));
            default -> Answer.text(404, "Not known. GET / says what is.\n");
        };
    }

    private Answer urls() {
        var urls = JsonNodeFactory.instance.objectNode();
        sandbox.uris().forEach((system, uri) -> urls.put(system, uri.toString()));
        return ok(200, urls);
    }

    private Answer calls() {
        var rows = JsonNodeFactory.instance.arrayNode();
        sandbox.calls().snapshot().forEach(call -> rows.add(view(call)));
        return ok(200, rows);
    }

    private static ObjectNode view(Call call) {
        var row = JsonNodeFactory.instance
                .objectNode()
                .put("number", call.number())
                .put("system", call.system())
                .put("method", call.method())
                .put("target", call.target())
                .put("millis", call.duration().toMillis())
                .put("unknown", call.unknown());
        call.status().ifPresent(status -> row.put("status", status));
        call.fault().ifPresent(fault -> row.put("fault", fault));
        return row;
    }

    private Answer faults() {
        var rows = JsonNodeFactory.instance.arrayNode();
        sandbox.faults().rules().forEach(rule -> rows.add(FaultJson.view(rule)));
        return ok(200, rows);
    }

    private Answer kill(JsonNode body) {
        int call = body.path("call").asInt(0);
        if (call < 1) {
            throw new IllegalArgumentException("\"call\" is a number from 1 on");
        }
        boolean taken = body.path("effect").asText("none").equals("taken");
        return done(() -> sandbox.faults().killAt(call, taken ? Effect.TAKEN : Effect.NONE));
    }

    private Answer latency(JsonNode body) {
        var duration = Duration.ofMillis(body.path("millis").asLong(0));
        return done(() -> {
            if (body.path("system").isTextual()) {
                sandbox.latency().set(body.path("system").asText(), duration);
            } else {
                sandbox.latency().set(duration);
            }
        });
    }

    private static ObjectNode object(Request request) {
        try {
            if (JSON.readTree(request.text()) instanceof ObjectNode object) {
                return object;
            }
            throw new IllegalArgumentException("The body is not a JSON object");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The body is not JSON", e);
        }
    }

    private static Answer done(Runnable action) {
        action.run();
        return Answer.empty(204);
    }

    private static Answer ok(int status, JsonNode body) {
        return Answer.json(status, body.toPrettyString() + "\n");
    }
}
