package io.siteagent.core.waldur;

import io.siteagent.core.http.Answer;
import io.siteagent.core.http.Exchange;
import io.siteagent.core.http.JsonValues;
import io.siteagent.core.http.MalformedAnswer;
import io.siteagent.core.http.Paging;
import io.siteagent.core.http.Paging.Page;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.http.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A list of Waldur's, read to its last page. Of the {@code Link} header only the page number is used: its addresses are
 * made from the Host header and may lead elsewhere behind a proxy.
 */
final class WaldurList {

    /** The most that Waldur gives; it silently cuts what is more. */
    private static final String PAGE_SIZE = "300";

    private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;\\s*rel=\"?next\"?");
    private static final Pattern PAGE = Pattern.compile("[?&]page=(\\d{1,9})(?:&|$)");

    private WaldurList() {}

    /** @param key tells elements apart */
    static <T> List<T> read(
            Transport transport, Exchange list, Function<JsonValues, T> element, Function<T, Object> key) {
        var paging = new Paging<T>(
                cursor -> transport.call(page(list, cursor), answer -> decode(answer, element)),
                key,
                // "Invalid page.": the list became shorter
                failure -> failure.status().orElse(0) == 404);
        return paging.all(RemoteSystem.WALDUR, list);
    }

    private static Exchange page(Exchange list, Optional<String> cursor) {
        return list.query("page", cursor.orElse("1")).query("page_size", PAGE_SIZE);
    }

    private static <T> Page<T> decode(Answer answer, Function<JsonValues, T> element) throws IOException {
        var rows = answer.json().elements().stream().map(element).toList();
        return new Page<>(rows, answer.header("Link").flatMap(WaldurList::nextPage), total(answer));
    }

    private static Optional<String> nextPage(String links) {
        var next = NEXT.matcher(links);
        if (!next.find()) {
            return Optional.empty();
        }
        var page = PAGE.matcher(next.group(1));
        if (!page.find()) {
            throw new MalformedAnswer("the link to the next page has no page number");
        }
        return Optional.of(page.group(1));
    }

    private static OptionalLong total(Answer answer) {
        try {
            return answer.header("X-Result-Count")
                    .map(count -> OptionalLong.of(Long.parseLong(count.strip())))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException _) {
            throw new MalformedAnswer("X-Result-Count is not a number");
        }
    }
}
