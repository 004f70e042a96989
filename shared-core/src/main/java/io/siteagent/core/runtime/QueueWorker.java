package io.siteagent.core.runtime;

import io.siteagent.core.http.Deadline;
import io.siteagent.core.http.Parallel;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.TriggerJson.UnreadableTriggerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off a batch of messages. Messages of one group are taken one after another, groups at the same time; what there
 * is no time for goes back to the queue at once; what fails again and again is set aside with the reason. One message
 * does not stop those of other groups. Thread-safe.
 */
public final class QueueWorker {

    /** Attempts before a message is set aside. The queue's own limit is higher: it catches what ends the process. */
    public static final int ATTEMPTS = 8;

    /** A message is only begun when there is time to bring its work to an end. */
    static final Duration NEEDED = Duration.ofSeconds(15);

    private static final int GROUPS_AT_ONCE = 4;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);

    /** Does what a message asks for. */
    @FunctionalInterface
    public interface Task {
        Progress work(QueuedWork message, Trigger trigger);
    }

    /** What a task has come to. */
    public sealed interface Progress {

        /** Nothing is left to do, or nothing that doing it again would mend. */
        record Settled() implements Progress {}

        /** Something passing is in the way; to be done again. */
        record PutOff(String reason) implements Progress {}
    }

    private final WorkQueue queue;
    private final Task task;

    public QueueWorker(WorkQueue queue, Task task) {
        this.queue = queue;
        this.task = task;
    }

    /** Works them off, and returns the ids of those that the queue has to hand out again. */
    public List<String> work(List<QueuedWork> messages, Deadline deadline) {
        var groups = messages.stream()
                .collect(Collectors.groupingBy(QueuedWork::group, LinkedHashMap::new, Collectors.toList()));
        var runs = groups.values().stream()
                .<Callable<List<String>>>map(group -> () -> workGroup(group, deadline))
                .toList();
        return Parallel.all(GROUPS_AT_ONCE, runs).stream().flatMap(List::stream).toList();
    }

    /** The same trigger twice in one batch is done once: whatever changed in between is read by the one run. */
    private List<String> workGroup(List<QueuedWork> group, Deadline deadline) {
        var again = new ArrayList<String>();
        Map<Trigger, Progress> known = new HashMap<>();
        for (var message : group) {
            if (!isDone(message, known, deadline)) {
                again.add(message.id());
            }
        }
        return again;
    }

    private boolean isDone(QueuedWork message, Map<Trigger, Progress> known, Deadline deadline) {
        try {
            var trigger = TriggerJson.read(message.text());
            if (!known.containsKey(trigger) && !deadline.allows(NEEDED)) {
                LOG.info("{} is left on the queue: time is up", message);
                return postponed(message, Duration.ZERO);
            }
            return switch (known.computeIfAbsent(trigger, asked -> task.work(message, asked))) {
                case Progress.Settled() -> true;
                case Progress.PutOff(var reason) -> isGivenUp(message, reason);
            };
        } catch (UnreadableTriggerException e) {
            return isSetAside(message, String.valueOf(e.getMessage()));
        } catch (RemoteException e) {
            return isGivenUp(message, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.error("{} failed unexpectedly", message, e);
            return isGivenUp(message, "unexpected " + e.getClass().getSimpleName() + "; the log has the details");
        }
    }

    private boolean isGivenUp(QueuedWork message, String reason) {
        if (message.receives() >= ATTEMPTS) {
            return isSetAside(message, "given up after %d attempts: %s".formatted(message.receives(), reason));
        }
        LOG.warn("{} is put off, attempt {} of {}: {}", message, message.receives(), ATTEMPTS, reason);
        return postponed(message, pause(message.receives()));
    }

    static Duration pause(int receives) {
        var doubled = FIRST_PAUSE.multipliedBy(1L << Math.clamp(receives - 1L, 0, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /** Should the queue not hear it, the message shows again when its time with us is up. */
    private boolean postponed(QueuedWork message, Duration delay) {
        try {
            queue.postpone(message, delay);
        } catch (RemoteException e) {
            LOG.warn("{} could not be postponed: {}", message, e.getMessage());
        }
        return false;
    }

    /** Should it not get aside, it stays on the queue, whose own limit takes care of it. */
    private boolean isSetAside(QueuedWork message, String reason) {
        try {
            queue.setAside(message, reason);
            LOG.error("{} is set aside: {}", message, reason);
            return true;
        } catch (RemoteException e) {
            LOG.error("{} could not be set aside ({}): {}", message, e.getMessage(), reason);
            return false;
        }
    }
}
