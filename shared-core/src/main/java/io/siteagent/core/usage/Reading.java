package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import java.util.function.Supplier;

/** A list of the cluster, read to its end or not at all: what was seen before a failure is never used (law 3). */
sealed interface Reading<T> {

    record Complete<T>(T value) implements Reading<T> {}

    record Failed<T>(RemoteException failure) implements Reading<T> {}

    static <T> Reading<T> of(Supplier<T> read) {
        try {
            return new Complete<>(read.get());
        } catch (RemoteException failure) {
            return new Failed<>(failure);
        }
    }
}
