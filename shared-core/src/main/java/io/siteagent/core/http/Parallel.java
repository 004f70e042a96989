package io.siteagent.core.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;

/** Does things at the same time on virtual threads: bounded, in order, and never leaving one running behind. */
public final class Parallel {

    private Parallel() {}

    /**
     * Does all of them, at most so many at once, and waits for each to end.
     *
     * @return results in the order of the tasks
     * @throws RuntimeException the first failure in the order of the tasks, after all have ended; later ones are
     *     suppressed in it
     */
    public static <T> List<T> all(int atMost, List<? extends Callable<T>> tasks) {
        if (tasks.isEmpty()) {
            return List.of();
        }
        if (tasks.size() == 1) {
            return List.of(inLine(tasks.getFirst()));
        }
        var permits = new Semaphore(atMost);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<T>>();
            for (var task : tasks) {
                running.add(threads.submit(() -> {
                    permits.acquire();
                    try {
                        return task.call();
                    } finally {
                        permits.release();
                    }
                }));
            }
            return collect(running);
        }
    }

    /** Does both at the same time and joins their results. */
    public static <A, B, R> R both(Callable<A> one, Callable<B> other, BiFunction<A, B, R> join) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var second = threads.submit(other);
            var first = threads.submit(one);
            collect(List.<Future<?>>of(first, second));
            return join.apply(first.resultNow(), second.resultNow());
        }
    }

    private static <T> List<T> collect(List<? extends Future<? extends T>> running) {
        var results = new ArrayList<T>();
        RuntimeException failure = null;
        for (var future : running) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                var cause = unchecked(e.getCause() == null ? e : e.getCause());
                if (failure == null) {
                    failure = cause;
                } else if (!failure.equals(cause)) {
                    failure.addSuppressed(cause);
                }
            } catch (InterruptedException e) {
                running.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static <T> T inLine(Callable<T> task) {
        try {
            return task.call();
        } catch (Exception e) {
            throw unchecked(e);
        }
    }

    private static RuntimeException unchecked(Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> new IllegalStateException(failure);
        };
    }
}
