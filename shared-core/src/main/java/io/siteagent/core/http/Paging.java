package io.siteagent.core.http;

import io.siteagent.core.http.RemoteException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Reads a list to its end, page by page, or fails: half a list is never given out (law 3).
 *
 * @param read reads the page at a cursor; the first one when it is empty
 * @param key tells elements apart, as one that moved to a later page meanwhile is read twice
 * @param expired whether a failure of {@code read} means that the list changed too much to be read on
 * @param <T> elements
 */
public record Paging<T>(
        Function<Optional<String>, Page<T>> read, Function<T, Object> key, Predicate<RemoteException> expired) {

    /**
     * A page.
     *
     * @param next cursor of the next page; empty on the last one
     * @param total length of the whole list, where the server tells it
     */
    public record Page<T>(List<T> elements, Optional<String> next, OptionalLong total) {}

    /** A list that changes while it is read is read again so often at most. */
    private static final int READINGS = 3;

    private static final int MOST_PAGES = 10_000;

    /**
     * The whole list in the order of the server.
     *
     * @param exchange what the failure of the list as a whole is reported for
     */
    public List<T> all(RemoteSystem system, Exchange exchange) {
        for (int reading = 1; reading <= READINGS; reading++) {
            var list = readOnce(system, exchange, reading == READINGS);
            if (list.isPresent()) {
                return list.get();
            }
        }
        throw failure(system, exchange, Reason.MALFORMED, "the list is shorter than the server says");
    }

    /** Empty when the list changed while it was read. */
    private Optional<List<T>> readOnce(RemoteSystem system, Exchange exchange, boolean last) {
        var elements = new LinkedHashMap<Object, T>();
        var totals = new HashSet<Long>();
        var cursors = new HashSet<String>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<T> page;
            try {
                page = read.apply(cursor);
            } catch (RemoteException e) {
                if (cursor.isPresent() && expired.test(e) && !last) {
                    return Optional.empty();
                }
                throw e;
            }
            page.elements().forEach(element -> elements.putIfAbsent(key.apply(element), element));
            page.total().ifPresent(totals::add);
            cursor = page.next();
            if (cursor.isPresent() && (!cursors.add(cursor.get()) || cursors.size() > MOST_PAGES)) {
                throw failure(system, exchange, Reason.MALFORMED, "the pages of the list never end");
            }
        } while (cursor.isPresent());
        var complete = totals.size() <= 1 && totals.stream().allMatch(total -> total <= elements.size());
        return complete ? Optional.of(new ArrayList<>(elements.values())) : Optional.empty();
    }

    private static RemoteException failure(RemoteSystem system, Exchange exchange, Reason reason, String detail) {
        return new RemoteException(reason, system, exchange.operation(), exchange.object(), 0, detail, null);
    }
}
