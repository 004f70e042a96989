package io.siteagent.sandbox.ssm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.World;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Endpoint;
import io.siteagent.sandbox.http.Request;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Parameter Store: {@code GetParametersByPath}, {@code GetParameter}, {@code GetParameters}, {@code PutParameter}. Any
 * signature is accepted. Thread-safe.
 */
public final class SsmStandIn implements Endpoint, World {

    private static final String TARGET = "AmazonSSM.";
    private static final int PAGE = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Clock clock;
    private final TreeMap<String, Parameter> parameters = new TreeMap<>();

    public SsmStandIn() {
        this(Clock.systemUTC());
    }

    public SsmStandIn(Clock clock) {
        this.clock = clock;
    }

    /** Puts a String there, in place of what was. */
    public synchronized SsmStandIn put(String name, String value) {
        return put(name, value, false);
    }

    /** Puts a SecureString there, in place of what was. */
    public synchronized SsmStandIn putSecure(String name, String value) {
        return put(name, value, true);
    }

    private SsmStandIn put(String name, String value, boolean secure) {
        long version = Optional.ofNullable(parameters.get(name))
                        .map(Parameter::version)
                        .orElse(0L)
                + 1;
        parameters.put(name, new Parameter(name, value, secure, version, clock.instant()));
        return this;
    }

    public synchronized SsmStandIn remove(String name) {
        parameters.remove(name);
        return this;
    }

    @Override
    public synchronized Answer handle(Request request) {
        var operation = request.header("x-amz-target").orElse("");
        try {
            var body = JSON.readTree(request.body().length == 0 ? "{}" : request.text());
            return switch (operation.startsWith(TARGET) ? operation.substring(TARGET.length()) : "") {
                case "GetParametersByPath" -> byPath(body);
                case "GetParameter" -> one(body);
                case "GetParameters" -> several(body);
                case "PutParameter" -> write(body);
                default -> error("UnknownOperationException", "").toUnknownEndpoint();
            };
        } catch (JsonProcessingException e) {
            return error("SerializationException", "Not JSON");
        }
    }

    private Answer byPath(JsonNode body) {
        var path = body.path("Path").asText("");
        int size = body.path("MaxResults").asInt(PAGE);
        if (!path.startsWith("/")) {
            return error("ValidationException", "The parameter doesn't meet the parameter name requirements.");
        }
        if (size < 1 || size > PAGE) {
            return error(
                    "ValidationException",
                    "1 validation error detected: Value '%d' at 'maxResults' failed to satisfy constraint: Member must have value %s"
                            .formatted(size, size < 1 ? "greater than or equal to 1" : "less than or equal to 10"));
        }
        var prefix = path.endsWith("/") ? path : path + "/";
        boolean recursive = body.path("Recursive").asBoolean(false);
        var token = body.path("NextToken").asText("");
        var found = parameters.values().stream()
                .filter(p -> p.name().startsWith(prefix))
                .filter(p -> recursive || p.name().indexOf('/', prefix.length()) < 0)
                .filter(p -> token.isEmpty() || p.name().compareTo(token) > 0)
                .toList();
        var answer = JsonNodeFactory.instance.objectNode();
        var rows = answer.putArray("Parameters");
        found.stream().limit(size).forEach(p -> rows.add(view(p, body)));
        if (found.size() > size) {
            answer.put("NextToken", found.get(size - 1).name());
        }
        return ok(answer);
    }

    private Answer one(JsonNode body) {
        var parameter = Optional.ofNullable(parameters.get(body.path("Name").asText("")));
        if (parameter.isEmpty()) {
            return error("ParameterNotFound", "");
        }
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("Parameter", view(parameter.get(), body));
        return ok(answer);
    }

    private Answer several(JsonNode body) {
        var names = new ArrayList<String>();
        body.path("Names").forEach(n -> names.add(n.asText()));
        if (names.isEmpty() || names.size() > PAGE) {
            return error("ValidationException", "Member must have length between 1 and 10");
        }
        var answer = JsonNodeFactory.instance.objectNode();
        var rows = answer.putArray("Parameters");
        var invalid = answer.putArray("InvalidParameters");
        for (var name : names) {
            Optional.ofNullable(parameters.get(name))
                    .ifPresentOrElse(p -> rows.add(view(p, body)), () -> invalid.add(name));
        }
        return ok(answer);
    }

    private Answer write(JsonNode body) {
        var name = body.path("Name").asText("");
        if (parameters.containsKey(name) && !body.path("Overwrite").asBoolean(false)) {
            return error(
                    "ParameterAlreadyExists",
                    "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        }
        if (body.path("Value").asText("").isEmpty()) {
            return error("ValidationException", "Value must have length greater than or equal to 1");
        }
        put(name, body.path("Value").asText(), body.path("Type").asText("").equals("SecureString"));
        return ok(JsonNodeFactory.instance
                .objectNode()
                .put("Tier", "Standard")
                .put(
                        "Version",
                        Optional.ofNullable(parameters.get(name))
                                .map(Parameter::version)
                                .orElse(1L)));
    }

    private static ObjectNode view(Parameter parameter, JsonNode body) {
        boolean readable = !parameter.secure() || body.path("WithDecryption").asBoolean(false);
        return JsonNodeFactory.instance
                .objectNode()
                .put("Name", parameter.name())
                .put("Type", parameter.secure() ? "SecureString" : "String")
                .put("Value", readable ? parameter.value() : "AQICAHencrypted" + parameter.version())
                .put("Version", parameter.version())
                .put("DataType", "text")
                .put("ARN", "arn:aws:ssm:eu-north-1:000000000000:parameter" + parameter.name())
                .put("LastModifiedDate", parameter.modified().toEpochMilli() / 1000.0);
    }

    private static Answer ok(ObjectNode body) {
        return amz(200, body);
    }

    private static Answer error(String type, String message) {
        return amz(
                400, JsonNodeFactory.instance.objectNode().put("__type", type).put("message", message));
    }

    private static Answer amz(int status, ObjectNode body) {
        return Answer.json(status, body.toString()).with("Content-Type", "application/x-amz-json-1.1");
    }

    @Override
    public synchronized ObjectNode dump() {
        var world = JsonNodeFactory.instance.objectNode();
        var rows = world.putArray("parameters");
        parameters
                .values()
                .forEach(p -> rows.addObject()
                        .put("name", p.name())
                        .put("value", p.value())
                        .put("secure", p.secure())
                        .put("version", p.version())
                        .put("modified", p.modified().toString()));
        return world;
    }

    @Override
    public synchronized void load(ObjectNode world) {
        if (!world.path("parameters").isArray()) {
            throw new IllegalArgumentException("Not a world of parameters: no list \"parameters\"");
        }
        var loaded = new ArrayList<Parameter>();
        for (var row : world.path("parameters")) {
            for (var key : List.of("name", "value")) {
                if (!row.path(key).isTextual()) {
                    throw new IllegalArgumentException("A parameter has no text \"%s\"".formatted(key));
                }
            }
            loaded.add(new Parameter(
                    row.path("name").asText(),
                    row.path("value").asText(),
                    row.path("secure").asBoolean(false),
                    row.path("version").asLong(1),
                    Instant.parse(row.path("modified").asText(clock.instant().toString()))));
        }
        parameters.clear();
        loaded.forEach(p -> parameters.put(p.name(), p));
    }
}
