package io.siteagent.sandbox.waldur;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The paging, trimming and filtering parameters that all lists share. */
record ListQuery(Request request, String base) {

    private static final int DEFAULT_SIZE = 10;
    private static final int LARGEST = 300;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{32}");

    static ListQuery of(Caller caller) {
        return new ListQuery(caller.request(), caller.base());
    }

    /** The uuid of a filter; of repeated ones the last counts. */
    Optional<String> uuid(String name) {
        var values = request.parameters(name).stream()
                .filter(v -> !v.isEmpty())
                .map(Caller::hex)
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var last = values.getLast();
        if (!UUID.matcher(last).matches()) {
            throw Refused.field(name, "Enter a valid UUID.");
        }
        return Optional.of(last);
    }

    /** Repeated choices are alternatives. */
    List<String> choices(String name, Predicate<String> isChoice) {
        for (var value : request.parameters(name)) {
            if (!isChoice.test(value)) {
                throw Refused.field(
                        name, "Select a valid choice. %s is not one of the available choices.".formatted(value));
            }
        }
        return request.parameters(name);
    }

    JsonNode trimmed(ObjectNode row) {
        var fields = request.parameters("field");
        return fields.isEmpty() ? row : row.retain(fields);
    }

    Answer page(List<ObjectNode> rows) {
        int size = size();
        int page = pageNumber();
        int last = Math.max(1, (rows.size() + size - 1) / size);
        if (page < 1 || page > last) {
            throw Refused.detail(404, "Invalid page.");
        }
        var body = JsonNodeFactory.instance.arrayNode();
        rows.stream().skip((long) (page - 1) * size).limit(size).forEach(row -> body.add(trimmed(row)));
        return Answer.json(200, body.toString())
                .with("X-Result-Count", Integer.toString(rows.size()))
                .with("Link", links(page, last));
    }

    private String links(int page, int last) {
        var links = new ArrayList<String>();
        links.add(link(1, "first"));
        if (page > 1) {
            links.add(link(page - 1, "prev"));
        }
        if (page < last) {
            links.add(link(page + 1, "next"));
        }
        links.add(link(last, "last"));
        return String.join(", ", links);
    }

    private String link(int page, String relation) {
        var parameters = new TreeMap<>(request.query());
        parameters.remove("page");
        if (page > 1) {
            parameters.put("page", List.of(Integer.toString(page)));
        }
        var query = parameters.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(v -> encoded(e.getKey()) + "=" + encoded(v)))
                .collect(Collectors.joining("&"));
        return "<%s%s%s>; rel=\"%s\"".formatted(base, request.path(), query.isEmpty() ? "" : "?" + query, relation);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private int size() {
        int size = number(request.parameter("page_size")).orElse(DEFAULT_SIZE);
        return size <= 0 ? DEFAULT_SIZE : Math.min(size, LARGEST);
    }

    private int pageNumber() {
        var page = request.parameter("page").filter(p -> !p.isEmpty());
        return page.isEmpty() ? 1 : number(page).orElse(0);
    }

    private static Optional<Integer> number(Optional<String> text) {
        return text.filter(t -> t.matches("\\d{1,8}")).map(Integer::valueOf);
    }
}
