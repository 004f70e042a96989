package io.siteagent.core.rancher;

import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.MalformedAnswer;
import io.siteagent.core.http.Paging;
import io.siteagent.core.http.Paging.Page;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A collection of Rancher's Norman API ({@code /v3}), read to its end. Of the link to the next page only the marker is
 * used, as the link is made from the request's Host header. Pages are large: Rancher reads the whole collection for
 * each of them.
 */
final class NormanCollection {

    private static final String LIMIT = "1000";
    private static final Pattern MARKER = Pattern.compile("[?&]marker=([^&#]+)");

    private record Row<T>(String id, T value) {}

    private NormanCollection() {}

    static <T> List<T> read(Transport transport, Exchange list, Function<JsonValues, T> element) {
        var paging = new Paging<Row<T>>(
                marker -> transport.call(page(list, marker), answer -> decode(answer.json(), element)),
                Row::id,
                _ -> false);
        return paging.all(RemoteSystem.RANCHER, list).stream().map(Row::value).toList();
    }

    private static Exchange page(Exchange list, Optional<String> marker) {
        var first = list.query("limit", LIMIT);
        return marker.map(value -> first.query("marker", value)).orElse(first);
    }

    private static <T> Page<Row<T>> decode(JsonValues json, Function<JsonValues, T> element) {
        var rows = json.at("data").elements().stream()
                .map(object -> new Row<>(object.text("id"), element.apply(object)))
                .toList();
        var pagination = json.at("pagination");
        var total = pagination.at("total").asNumber();
        return new Page<>(
                rows,
                pagination.optionalText("next").map(NormanCollection::marker),
                total.map(count -> OptionalLong.of(count.longValue())).orElse(OptionalLong.empty()));
    }

    private static String marker(String next) {
        var marker = MARKER.matcher(next);
        if (!marker.find()) {
            throw new MalformedAnswer("the link to the next page has no marker");
        }
        return java.net.URLDecoder.decode(marker.group(1), java.nio.charset.StandardCharsets.UTF_8);
    }
}
