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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A Kubernetes list, read to its end by {@code limit} and {@code continue}, object by object as it comes in. */
final class KubernetesList {

    private static final String LIMIT = "500";

    /** @param key namespace and name */
    private record Row<T>(String key, T value) {}

    private KubernetesList() {}

    static <T> List<T> read(Transport transport, Exchange list, Function<JsonValues, T> element) {
        return paging(transport, list, element).all(RemoteSystem.RANCHER, list).stream()
                .map(Row::value)
                .toList();
    }

    /**
     * What the objects of a list of any length add up to. No more than two pages are held; each object is added once.
     *
     * @param start nothing added yet; asked anew when the list has to be read again
     */
    static <T, S> S fold(
            Transport transport,
            Exchange list,
            Function<JsonValues, T> element,
            Supplier<S> start,
            BiConsumer<S, Listed<T>> add) {
        return paging(transport, list, object -> listed(object, element))
                .fold(RemoteSystem.RANCHER, list, () -> new Folding<>(start.get(), add), Folding::add)
                .sum;
    }

    private static <T> Paging<Row<T>> paging(Transport transport, Exchange list, Function<JsonValues, T> element) {
        return new Paging<>(
                token -> transport.call(page(list, token), answer -> answer.decode(parser -> decode(parser, element))),
                Row::key,
                // the continue token outlived its five minutes
                failure -> failure.status().orElse(0) == 410);
    }

    /** One object that can't be understood must not keep us from the others. */
    private static <T> Listed<T> listed(JsonValues object, Function<JsonValues, T> element) {
        try {
            return new Listed.Read<>(element.apply(object));
        } catch (MalformedAnswer e) {
            var metadata = object.at("metadata");
            return new Listed.Unreadable<>(metadata.text("namespace"), metadata.text("name"), e.what());
        }
    }

    /** Adds up pages; a page may begin with what the one before ended with. */
    private static final class Folding<T, S> {

        private final S sum;
        private final BiConsumer<S, Listed<T>> add;
        private Set<String> pageBefore = Set.of();

        Folding(S sum, BiConsumer<S, Listed<T>> add) {
            this.sum = sum;
            this.add = add;
        }

        void add(List<Row<Listed<T>>> page) {
            var here = new HashSet<String>();
            for (var row : page) {
                if (here.add(row.key()) && !pageBefore.contains(row.key())) {
                    add.accept(sum, row.value());
                }
            }
            pageBefore = here;
        }
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
                case "metadata" -> next = next(JsonValues.of(parser.readValueAsTree()));
                default -> parser.skipChildren();
            }
        }
        var rows = items.orElseThrow(() -> new MalformedAnswer("items is missing"));
        return new Page<>(rows, next, OptionalLong.empty());
    }

    private static Optional<String> next(JsonValues metadata) {
        var token = metadata.optionalText("continue");
        var remaining = metadata.at("remainingItemCount").asNumber();
        if (token.isEmpty() && remaining.filter(count -> count.signum() > 0).isPresent()) {
            throw new MalformedAnswer("the list ends although more objects remain");
        }
        return token;
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
