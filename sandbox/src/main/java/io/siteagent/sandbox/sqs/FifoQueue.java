package io.siteagent.sandbox.sqs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One FIFO queue by SQS's rules: a de-duplication id is good for five minutes, a group has one batch in flight, and
 * what is not deleted in time shows again. Thread-safe.
 */
public final class FifoQueue {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Clock clock;
    private final Duration visibility;
    private final Map<String, Waiting> messages = new LinkedHashMap<>();
    private final Map<String, Seen> seen = new HashMap<>();
    private Redrive redrive = new Redrive(Integer.MAX_VALUE, Optional.empty());

    private record Seen(String messageId, Instant until) {}

    private record Redrive(int most, Optional<FifoQueue> to) {}

    /** A message that was taken off the queue's front. */
    public record Received(
            String id, String receipt, String body, String group, int receives, Map<String, String> attributes) {}

    private static final class Waiting {
        private final String id;
        private final String body;
        private final String group;
        private final Map<String, String> attributes;
        private int receives;
        private Instant visibleFrom = Instant.MIN;
        private String receipt = "";

        private Waiting(String id, String body, String group, Map<String, String> attributes) {
            this.id = id;
            this.body = body;
            this.group = group;
            this.attributes = attributes;
        }
    }

    FifoQueue(Clock clock, Duration visibility) {
        this.clock = clock;
        this.visibility = visibility;
    }

    /** Moves a message to another queue when it would be handed out once more than {@code most} times. */
    public synchronized FifoQueue redrive(int most, FifoQueue to) {
        redrive = new Redrive(most, Optional.of(to));
        return this;
    }

    /** Adds a message, unless one with that de-duplication id was added in the last five minutes; returns its id. */
    public synchronized String send(String body, String group, String deduplicationId, Map<String, String> attributes) {
        var now = clock.instant();
        seen.values().removeIf(old -> !now.isBefore(old.until()));
        var known = seen.get(deduplicationId);
        if (known != null) {
            return known.messageId();
        }
        var id = UUID.randomUUID().toString();
        seen.put(deduplicationId, new Seen(id, now.plus(REMEMBERED)));
        messages.put(id, new Waiting(id, body, group, attributes));
        return id;
    }

    /** Takes up to so many messages that may be had now, in order, none of a group that is in flight. */
    public synchronized List<Received> receive(int most) {
        var now = clock.instant();
        var blocked = new HashSet<String>();
        messages.values().stream()
                .filter(message -> now.isBefore(message.visibleFrom))
                .forEach(message -> blocked.add(message.group));
        var taken = new ArrayList<Received>();
        for (var message : List.copyOf(messages.values())) {
            if (taken.size() < most && !blocked.contains(message.group)) {
                take(message, now).ifPresent(taken::add);
            }
        }
        return taken;
    }

    private Optional<Received> take(Waiting message, Instant now) {
        if (message.receives >= redrive.most()) {
            messages.remove(message.id);
            redrive.to().ifPresent(to -> to.send(message.body, message.group, message.id, message.attributes));
            return Optional.empty();
        }
        message.receives++;
        message.visibleFrom = now.plus(visibility);
        message.receipt = UUID.randomUUID().toString();
        return Optional.of(new Received(
                message.id, message.receipt, message.body, message.group, message.receives, message.attributes));
    }

    /** Deletes what was received with that receipt; false if that is no longer known. */
    public synchronized boolean delete(String receipt) {
        return messages.values().removeIf(message -> message.receipt.equals(receipt));
    }

    /** Lets what was received with that receipt show again after a while; false if that is no longer known. */
    public synchronized boolean showAgain(String receipt, Duration after) {
        var found = messages.values().stream()
                .filter(message -> message.receipt.equals(receipt))
                .findFirst();
        found.ifPresent(message -> message.visibleFrom = clock.instant().plus(after));
        return found.isPresent();
    }

    /** Messages that are on the queue, in flight or not. */
    public synchronized int size() {
        return messages.size();
    }

    /** Bodies of all messages on the queue, in order. */
    public synchronized List<String> bodies() {
        return messages.values().stream().map(message -> message.body).toList();
    }
}
