package io.siteagent.core.usage;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is found out when it is first asked for, once; who asks meanwhile waits for it. Thread-safe. */
final class Once<T> implements Supplier<T> {

    private final Supplier<T> find;
    private Optional<T> found = Optional.empty();

    Once(Supplier<T> find) {
        this.find = find;
    }

    @Override
    public synchronized T get() {
        if (found.isEmpty()) {
            found = Optional.of(find.get());
        }
        return found.get();
    }
}
