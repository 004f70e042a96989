package io.siteagent.sandbox.rancher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A list as Norman answers it. Everything happens after the full list is in memory: filters that are no filter of the
 * type are ignored, pages start at the object the marker names, and a marker that is gone starts again at the first.
 */
final class NormanCollection {

    private static final int USUAL = 1000;
    private static final int MOST = 10_000;

    /**
     * @param sorts the fields that the answer offers to sort by
     * @param create the address to create at
     */
    record Type(String name, List<String> filters, List<String> sorts, String create) {}

    private final Type type;
    private final String url;
    private final Request request;

    NormanCollection(Type type, String url, Request request) {
        this.type = type;
        this.url = url;
        this.request = request;
    }

    Answer answer(List<ObjectNode> items) {
        var found = new ArrayList<>(items.stream().filter(matches()).toList());
        found.sort(order());
        var body = Json.object().put("type", "collection");
        body.putObject("links").put("self", url);
        body.putObject("createTypes").put(type.name(), type.create());
        body.putObject("actions");
        var data = Json.array();
        body.set("pagination", page(found, data));
        body.set("sort", sort());
        body.set("filters", filters());
        body.put("resourceType", type.name()).set("data", data);
        return Answer.json(200, Json.write(body));
    }

    private ObjectNode page(List<ObjectNode> found, ArrayNode data) {
        int limit = limit();
        var pagination = Json.object();
        if (found.size() <= limit) {
            found.forEach(data::add);
            return pagination.put("limit", limit).put("total", found.size());
        }
        int start = start(found, pagination);
        int end = Math.min(found.size(), start + limit);
        found.subList(start, end).forEach(data::add);
        pagination.put("first", at(found, 0));
        if (limit > 0) {
            if (start > 0) {
                pagination.put("previous", at(found, Math.max(0, start - limit)));
            }
            if (end < found.size()) {
                pagination.put("next", at(found, end));
                pagination.put("last", at(found, found.size() - limit));
            }
        }
        return pagination.put("limit", limit).put("total", found.size()).put("partial", true);
    }

    private int start(List<ObjectNode> found, ObjectNode pagination) {
        var marker = request.parameter("marker");
        if (marker.isEmpty()) {
            return 0;
        }
        pagination.put("marker", marker.get());
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).path("id").asText().equals(marker.get())) {
                return i;
            }
        }
        return 0;
    }

    private String at(List<ObjectNode> found, int index) {
        var query = query();
        query.put("marker", List.of(found.get(index).path("id").asText()));
        return address(query);
    }

    private int limit() {
        var text = request.parameter("limit").orElse("");
        if (!text.matches("-?[0-9]{1,9}")) {
            return USUAL;
        }
        int limit = Integer.parseInt(text);
        return limit < 0 ? MOST : Math.min(limit, MOST);
    }

    private Comparator<ObjectNode> order() {
        var field = request.parameter("sort").orElse("id");
        Comparator<ObjectNode> order =
                Comparator.comparing(item -> item.path(field).asText());
        return descending() ? order.reversed() : order;
    }

    private boolean descending() {
        return request.parameter("order").filter("desc"::equals).isPresent();
    }

    private ObjectNode sort() {
        var sort = Json.object();
        request.parameter("sort").ifPresent(field -> sort.put("name", field));
        sort.put("order", descending() ? "desc" : "asc");
        var reverse = query();
        reverse.put("order", List.of(descending() ? "asc" : "desc"));
        sort.put("reverse", address(reverse));
        var links = sort.putObject("links");
        for (var field : type.sorts()) {
            var sorted = query();
            sorted.put("sort", List.of(field));
            links.put(field, address(sorted));
        }
        return sort;
    }

    private ObjectNode filters() {
        var filters = Json.object();
        type.filters().forEach(filters::putNull);
        request.query().forEach((parameter, values) -> {
            var filter = Filter.parse(parameter);
            if (type.filters().contains(filter.field())) {
                var entry = filters.withArray("/" + filter.field()).addObject().put("modifier", filter.modifier());
                if (filter.modifier().endsWith("in")) {
                    var list = entry.putArray("value");
                    values.forEach(list::add);
                } else {
                    entry.put("value", values.getFirst());
                }
            }
        });
        return filters;
    }

    private Predicate<JsonNode> matches() {
        Predicate<JsonNode> all = item -> true;
        for (var parameter : request.query().entrySet()) {
            var filter = Filter.parse(parameter.getKey());
            if (type.filters().contains(filter.field())) {
                all = all.and(filter.test(parameter.getValue()));
            }
        }
        return all;
    }

    private Map<String, List<String>> query() {
        var query = new TreeMap<>(request.query());
        query.remove("marker");
        return query;
    }

    private String address(Map<String, List<String>> query) {
        var text = new StringBuilder(url);
        char separator = '?';
        for (var parameter : query.entrySet()) {
            for (var value : parameter.getValue()) {
                text.append(separator).append(parameter.getKey()).append('=');
                text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                separator = '&';
            }
        }
        return text.toString();
    }

    private record Filter(String field, String modifier) {

        private static final Set<String> MODIFIERS = Set.of("eq", "ne", "null", "notnull", "in", "notin");

        static Filter parse(String parameter) {
            int underscore = parameter.lastIndexOf('_');
            return underscore > 0 && MODIFIERS.contains(parameter.substring(underscore + 1))
                    ? new Filter(parameter.substring(0, underscore), parameter.substring(underscore + 1))
                    : new Filter(parameter, "eq");
        }

        Predicate<JsonNode> test(List<String> values) {
            return item -> {
                var value = Json.text(item, field);
                return switch (modifier) {
                    case "ne" -> value.filter(values::contains).isEmpty();
                    case "notin" -> value.filter(values::contains).isEmpty();
                    case "null" -> value.isEmpty();
                    case "notnull" -> value.isPresent();
                    default -> value.filter(values::contains).isPresent();
                };
            };
        }
    }
}
