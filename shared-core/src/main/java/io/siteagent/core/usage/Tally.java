package io.siteagent.core.usage;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteSystem;
import io.siteagent.core.rancher.Listed;
import io.siteagent.core.rancher.Quantity;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What objects of one kind amount to, by namespace. Filled by one thread while a list streams in; must not be changed
 * afterwards. Its size depends on the number of namespaces, not on that of objects.
 *
 * @param <T> the objects
 */
abstract sealed class Tally<T> permits RequestTally, QuotaTally {

    private final Map<String, RemoteException> unreadable = new HashMap<>();

    /** An object that can't be understood makes its namespace unknown, and no other. */
    final void add(Listed<T> listed) {
        switch (listed) {
            case Listed.Read<T>(var object) -> count(object);
            case Listed.Unreadable<T>(var namespace, var name, var what) ->
                unreadable.putIfAbsent(
                        namespace,
                        new RemoteException(
                                RemoteException.Reason.MALFORMED,
                                RemoteSystem.RANCHER,
                                "understand what is charged for",
                                namespace + "/" + name,
                                0,
                                what,
                                null));
        }
    }

    abstract void count(T object);

    /** Empty when nothing in the namespace tells. */
    abstract Optional<Quantity> amount(String namespace, String key);

    final Reading<Optional<Quantity>> in(String namespace, String key) {
        var failure = unreadable.get(namespace);
        return failure == null ? new Reading.Complete<>(amount(namespace, key)) : new Reading.Failed<>(failure);
    }
}
