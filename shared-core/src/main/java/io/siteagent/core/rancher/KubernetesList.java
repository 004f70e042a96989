package io.siteagent.core.rancher;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.MalformedAnswer;
import io.siteagent.core.http.Paging;
import io.siteagent.core.http.Paging.Page;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A Kubernetes list, read to its end by {@code limit} and {@code continue}, object by object as it comes in. */
final class KubernetesList {

    private static final String LIMIT = "500";

    /** @param key namespace and name */
    private record Row<T>(String key, T value) {}

    private KubernetesList() {}

    static <T> List<T> read(Transport transport, Exchange list, Function<JsonValues, T> element) {
        var paging = new Paging<Row<T>>(
                token -> transport.call(page(list, token), answer -> answer.decode(parser -> decode(parser, element))),
                Row::key,
                // the continue token outlived its five minutes
                failure -> failure.status().orElse(0) == 410);
        return paging.all(RemoteSystem.RANCHER, list).stream().map(Row::value).toList();
    }

    private static Exchange page(Exchange list, Optional<String> token) {
        var first = list.query("limit", LIMIT);
        return token.map(value -> first.query("continue", value)).orElse(first);
    }

    private static <T> Page<Row<T>> decode(JsonParser parser, Function<JsonValues, T> element) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw new MalformedAnswer("not a list");
        }
        Optional<List<Row<T>>> items = Optional.empty();
        Optional<String> next = Optional.empty();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            var field = parser.currentName();
            parser.nextToken();
            switch (field) {
                case "items" -> items = Optional.of(items(parser, element));
                case "metadata" ->
                    next = JsonValues.of(parser.readValueAsTree()).optionalText("continue");
                default -> parser.skipChildren();
            }
        }
        var rows = items.orElseThrow(() -> new MalformedAnswer("items is missing"));
        return new Page<>(rows, next, OptionalLong.empty());
    }

    private static <T> List<Row<T>> items(JsonParser parser, Function<JsonValues, T> element) throws IOException {
        var rows = new ArrayList<Row<T>>();
        if (parser.hasToken(JsonToken.VALUE_NULL)) {
            return rows; // how Go writes an empty list
        }
        if (!parser.isExpectedStartArrayToken()) {
            throw new MalformedAnswer("items is not a list");
        }
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            var object = JsonValues.of(parser.readValueAsTree());
            var metadata = object.at("metadata");
            var key = metadata.optionalText("namespace").orElse("") + "/" + metadata.text("name");
            rows.add(new Row<>(key, element.apply(object)));
        }
        return rows;
    }
}
