package io.siteagent.sandbox.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An offering of any size: as much of Waldur and of the cluster as a report asks for, made up while it is asked, so
 * that it takes no room. Pods are as large as real ones, about 5 kB.
 *
 * @param resources how many resources the offering has, each with a project of one namespace
 * @param podsOfEach how many pods and a volume claim each has
 * @param held what was reported, by resource
 */
record LargeEstate(int resources, int podsOfEach, Map<Integer, JsonNode> held) {

    static final String CLUSTER = "c-m-7kq2vx9d";
    static final String OFFERING = "0ffe0000000000000000000000000001";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PADDING = "{\"name\":\"SOME_VARIABLE\",\"value\":\"%s\"}".formatted("x".repeat(4_000));

    LargeEstate(int resources, int podsOfEach) {
        this(resources, podsOfEach, new ConcurrentSkipListMap<>());
    }

    Answer kubernetes(Request request) {
        var path = request.path();
        if (path.endsWith("/namespaces")) {
            return list(request, resources, LargeEstate::namespace);
        }
        if (path.endsWith("/pods")) {
            return list(request, resources * podsOfEach, number -> pod(number / podsOfEach, number));
        }
        return path.endsWith("/persistentvolumeclaims")
                ? list(request, resources, LargeEstate::claim)
                : Answer.empty(404).toUnknownEndpoint();
    }

    private static Answer list(Request request, int count, IntFunction<String> object) {
        var from = request.parameter("continue").map(Integer::parseInt).orElse(0);
        var to = Math.min(
                count, from + request.parameter("limit").map(Integer::parseInt).orElse(count));
        var items = IntStream.range(from, to).mapToObj(object).collect(Collectors.joining(","));
        var next = to < count ? "\"continue\":\"%d\"".formatted(to) : "";
        return Answer.json(200, "{\"kind\":\"List\",\"metadata\":{%s},\"items\":[%s]}".formatted(next, items));
    }

    private static String namespace(int number) {
        return "{\"metadata\":{\"name\":\"tenant-%d\",\"annotations\":{\"field.cattle.io/projectId\":\"%s\"}}}"
                .formatted(number, project(number));
    }

    private static String pod(int namespace, int number) {
        return ("{\"metadata\":{\"namespace\":\"tenant-%d\",\"name\":\"pod-%d\"},\"spec\":{\"containers\":[{\"env\":[%s],"
                        + "\"resources\":{\"requests\":{\"cpu\":\"250m\",\"memory\":\"512Mi\"}}}]},"
                        + "\"status\":{\"phase\":\"Running\"}}")
                .formatted(namespace, number, PADDING);
    }

    private static String claim(int number) {
        return ("{\"metadata\":{\"namespace\":\"tenant-%d\",\"name\":\"data\"},"
                        + "\"spec\":{\"resources\":{\"requests\":{\"storage\":\"10Gi\"}}}}")
                .formatted(number);
    }

    Answer waldur(Request request) {
        var path = request.path();
        if (path.endsWith("/set_usage/")) {
            return store(request);
        }
        if (path.endsWith("/marketplace-provider-resources/")) {
            return page(request, resources, LargeEstate::resource);
        }
        if (path.endsWith("/marketplace-component-usages/")) {
            var rows = held.entrySet().stream()
                    .flatMap(entry -> entry.getValue().valueStream().map(usage -> row(entry.getKey(), usage)))
                    .toList();
            return page(request, rows.size(), rows::get);
        }
        return path.endsWith("/" + OFFERING + "/")
                ? Answer.json(200, "{\"components\":[%s]}".formatted(component("cpu", "ram", "storage")))
                : Answer.empty(404).toUnknownEndpoint();
    }

    private static String component(String... types) {
        return Stream.of(types)
                .map("{\"type\":\"%s\",\"billing_type\":\"limit\"}"::formatted)
                .collect(Collectors.joining(","));
    }

    private static Answer page(Request request, int count, IntFunction<String> row) {
        var size = request.parameter("page_size").map(Integer::parseInt).orElse(10);
        var page = request.parameter("page").map(Integer::parseInt).orElse(1);
        var rows = IntStream.range((page - 1) * size, Math.min(count, page * size))
                .mapToObj(row)
                .collect(Collectors.joining(","));
        var answer = Answer.json(200, "[" + rows + "]").with("X-Result-Count", Integer.toString(count));
        return page * size < count
                ? answer.with("Link", "<http://waldur.example/?page=%d>; rel=\"next\"".formatted(page + 1))
                : answer;
    }

    private static String resource(int number) {
        return ("{\"uuid\":\"%s\",\"offering_uuid\":\"%s\",\"name\":\"tenant-%d\",\"state\":\"OK\",\"backend_id\":\"%s\","
                        + "\"project_uuid\":\"11111111111111111111111111111111\",\"limits\":{}}")
                .formatted(uuid(number), OFFERING, number, project(number));
    }

    private static String row(int number, JsonNode usage) {
        var now = LocalDate.now(ZoneOffset.UTC);
        var type = usage.path("type").asText();
        return ("{\"uuid\":\"%s\",\"resource_uuid\":\"%s\",\"offering_uuid\":\"%s\",\"type\":\"%s\",\"usage\":\"%s\","
                        + "\"billing_period\":\"%s\",\"created\":\"%sT00:00:00Z\",\"date\":\"%sT00:00:00Z\"}")
                .formatted(
                        "%032x".formatted(number * 31L + (type.hashCode() & 0xffffffffL) * 1_000_000L),
                        uuid(number),
                        OFFERING,
                        type,
                        usage.path("amount").asText(),
                        YearMonth.from(now).atDay(1),
                        now,
                        now);
    }

    private Answer store(Request request) {
        try {
            var body = JSON.readTree(request.body());
            held.put(Integer.parseInt(body.path("resource").asText(), 16), body.path("usages"));
            return Answer.empty(201);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String uuid(int number) {
        return "%032x".formatted(number);
    }

    private static String project(int number) {
        return CLUSTER + ":p-" + number;
    }
}
