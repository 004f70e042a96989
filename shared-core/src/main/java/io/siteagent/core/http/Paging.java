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
     * @throws RemoteException MALFORMED when the pages hold less than the server says, or lead in a circle; TRANSIENT
     *     when the list changes faster than it can be read
     */
    public List<T> all(RemoteSystem system, Exchange exchange) {
        var reading = readOnce(system, exchange);
        for (int count = 1; count < READINGS && reading instanceof Reading.Broken<T>; count++) {
            reading = readOnce(system, exchange);
        }
        return switch (reading) {
            case Reading.Whole<T>(var elements) -> elements;
            case Reading.Broken<T>(var failure) -> throw failure;
        };
    }

    /** How it ended to read the list once. */
    private sealed interface Reading<T> {
        record Whole<T>(List<T> elements) implements Reading<T> {}

        /** @param failure to be told when reading it again does not help */
        record Broken<T>(RemoteException failure) implements Reading<T> {}
    }

    private Reading<T> readOnce(RemoteSystem system, Exchange exchange) {
        var elements = new LinkedHashMap<Object, T>();
        var totals = new ArrayList<Long>();
        var cursors = new HashSet<String>();
        var count = 0L;
        Optional<String> cursor = Optional.empty();
        do {
            Page<T> page;
            try {
                page = read.apply(cursor);
            } catch (RemoteException e) {
                if (cursor.isPresent() && expired.test(e)) {
                    return new Reading.Broken<>(e);
                }
                throw e;
            }
            page.elements().forEach(element -> elements.putIfAbsent(key.apply(element), element));
            page.total().ifPresent(totals::add);
            count += page.elements().size();
            cursor = page.next();
            if (cursor.isPresent() && (!cursors.add(cursor.get()) || cursors.size() > MOST_PAGES)) {
                throw failure(system, exchange, Reason.MALFORMED, "the pages of the list never end");
            }
        } while (cursor.isPresent());
        return judge(system, exchange, List.copyOf(elements.values()), count, totals);
    }

    private Reading<T> judge(RemoteSystem system, Exchange exchange, List<T> elements, long count, List<Long> totals) {
        if (!totals.isEmpty() && count < totals.getLast()) {
            return new Reading.Broken<>(
                    failure(system, exchange, Reason.MALFORMED, "the list is shorter than the server says"));
        }
        return totals.stream().distinct().count() <= 1
                ? new Reading.Whole<>(elements)
                : new Reading.Broken<>(
                        failure(system, exchange, Reason.TRANSIENT, "the list changes faster than it can be read"));
    }

    private static RemoteException failure(RemoteSystem system, Exchange exchange, Reason reason, String detail) {
        return new RemoteException(reason, system, exchange.operation(), exchange.object(), 0, detail, null);
    }
}
