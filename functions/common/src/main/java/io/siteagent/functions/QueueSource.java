package io.siteagent.functions;

import io.siteagent.core.http.RemoteException;
import io.siteagent.core.runtime.SqsWorkQueue;
import io.siteagent.core.runtime.WorkQueue;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The function's queue, if it has one. It is opened when it is first asked for, and calls nobody before it is used: a
 * snapshot holds no credentials. Thread-safe.
 */
final class QueueSource implements AutoCloseable {

    /**
     * URL of the FIFO queue; anything else means that there is none, and everything is done in line. {@code sam local}
     * hands over the queue's name in the template.
     */
    static final String QUEUE_VARIABLE = "SITE_AGENT_QUEUE_URL";

    /** URL of the FIFO queue for what can't be done. */
    static final String DEAD_LETTER_VARIABLE = "SITE_AGENT_DEAD_LETTER_QUEUE_URL";

    /** Another address of SQS, for local runs; blank means AWS's own. */
    static final String ENDPOINT_VARIABLE = "SITE_AGENT_SQS_ENDPOINT";

    private static final Logger LOG = LoggerFactory.getLogger(QueueSource.class);
    private static final Pattern URL = Pattern.compile("https?://.+");

    private final UnaryOperator<@Nullable String> environment;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable SqsWorkQueue open;

    QueueSource(UnaryOperator<@Nullable String> environment) {
        this.environment = environment;
    }

    /** Opens the queue ahead of its first use, for a snapshot. What is wrong with it, {@link #queue} will say. */
    void prepare() {
        try {
            queue();
        } catch (RemoteException | IllegalStateException | IllegalArgumentException e) {
            LOG.debug("left to the first use: {}", e.getMessage());
        }
    }

    /** @throws IllegalStateException if the variables do not fit together */
    Optional<WorkQueue> queue() {
        lock.lock();
        try {
            if (open == null) {
                open = variable(QUEUE_VARIABLE)
                        .filter(URL.asMatchPredicate())
                        .map(this::open)
                        .orElse(null);
            }
            return Optional.ofNullable(open);
        } finally {
            lock.unlock();
        }
    }

    private SqsWorkQueue open(String url) {
        var deadLetters = variable(DEAD_LETTER_VARIABLE)
                .orElseThrow(() -> new IllegalStateException(
                        "%s is set and %s is not: set both or none".formatted(QUEUE_VARIABLE, DEAD_LETTER_VARIABLE)));
        return SqsWorkQueue.open(url, deadLetters, variable(ENDPOINT_VARIABLE).map(URI::create));
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (open != null) {
                open.close();
                open = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
