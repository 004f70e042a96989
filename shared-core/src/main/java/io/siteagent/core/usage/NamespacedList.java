package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.rancher.Area;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The objects of one kind in a cluster, read when first asked for: by one list of the whole cluster or, where the token
 * may not have that, by one list for each namespace that is asked for. Thread-safe.
 *
 * @param <T> what the objects are added up in
 */
final class NamespacedList<T extends Tally<?>> {

    private final Function<Area, T> read;
    private final Once<Reading<T>> wholeCluster;
    private final Map<String, Once<Reading<T>>> namespaces = new ConcurrentHashMap<>();

    /** @param read reads an area's list to its end, or fails with a {@link RemoteException} */
    NamespacedList(Function<Area, T> read) {
        this.read = read;
        this.wholeCluster = new Once<>(() -> Reading.of(() -> read.apply(new Area.WholeCluster())));
    }

    /** Reads the cluster's list now. */
    void prefetch() {
        wholeCluster.get();
    }

    Reading<T> of(String namespace) {
        return switch (wholeCluster.get()) {
            case Reading.Failed<T>(var failure)
            when isRefused(failure) ->
                namespaces
                        .computeIfAbsent(
                                namespace,
                                name -> new Once<>(() -> Reading.of(() -> read.apply(new Area.OneNamespace(name)))))
                        .get();
            case Reading.Failed<T> failed -> failed;
            case Reading.Complete<T> complete -> complete;
        };
    }

    /** Whether it is this list that the token may not have; a token that is not accepted at all is of no use. */
    static boolean isRefused(RemoteException failure) {
        return failure.is(RemoteException.Reason.UNAUTHORIZED)
                && failure.status().orElse(0) == 403;
    }
}
