package io.siteagent.core.http;

import io.siteagent.core.http.RemoteException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

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
        var all = fold(
                system,
                exchange,
                LinkedHashMap<Object, T>::new,
                (found, page) -> page.forEach(element -> found.putIfAbsent(key.apply(element), element)));
        return List.copyOf(all.values());
    }

    /**
     * What the pages of the list add up to, for lists too long to be held: only one page is held at a time.
     *
     * @param start nothing added yet; asked anew whenever the list is read again from its beginning
     * @param add adds a page's elements, which may hold some of an earlier page once more
     * @throws RemoteException as {@link #all}; nothing is given out then
     */
    public <A> A fold(RemoteSystem system, Exchange exchange, Supplier<A> start, BiConsumer<A, List<T>> add) {
        var reading = readOnce(system, exchange, start.get(), add);
        for (int count = 1; count < READINGS && reading instanceof Reading.Broken<A>; count++) {
            reading = readOnce(system, exchange, start.get(), add);
        }
        return switch (reading) {
            case Reading.Whole<A>(var sum) -> sum;
            case Reading.Broken<A>(var failure) -> throw failure;
        };
    }

    /** How it ended to read the list once. */
    private sealed interface Reading<A> {
        record Whole<A>(A sum) implements Reading<A> {}

        /** @param failure to be told when reading it again does not help */
        record Broken<A>(RemoteException failure) implements Reading<A> {}
    }

    private <A> Reading<A> readOnce(RemoteSystem system, Exchange exchange, A sum, BiConsumer<A, List<T>> add) {
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
            add.accept(sum, page.elements());
            page.total().ifPresent(totals::add);
            count += page.elements().size();
            cursor = page.next();
            if (cursor.isPresent() && (!cursors.add(cursor.get()) || cursors.size() > MOST_PAGES)) {
                throw failure(system, exchange, Reason.MALFORMED, "the pages of the list never end");
            }
        } while (cursor.isPresent());
        return judge(system, exchange, sum, count, totals);
    }

    private static <A> Reading<A> judge(RemoteSystem system, Exchange exchange, A sum, long count, List<Long> totals) {
        if (!totals.isEmpty() && count < totals.getLast()) {
            return new Reading.Broken<>(
                    failure(system, exchange, Reason.MALFORMED, "the list is shorter than the server says"));
        }
        return totals.stream().distinct().count() <= 1
                ? new Reading.Whole<>(sum)
                : new Reading.Broken<>(
                        failure(system, exchange, Reason.TRANSIENT, "the list changes faster than it can be read"));
    }

    private static RemoteException failure(RemoteSystem system, Exchange exchange, Reason reason, String detail) {
        return new RemoteException(reason, system, exchange.operation(), exchange.object(), 0, detail, null);
    }
}
