package io.siteagent.core.runtime;

import io.siteagent.sandbox.http.StandInServer;
import io.siteagent.sandbox.http.Traffic;
import io.siteagent.sandbox.sqs.FifoQueue;
import io.siteagent.sandbox.sqs.SqsStandIn;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A queue with its dead-letter queue, reached through the AWS SDK, and a clock that stands until it is moved. */
final class SqsWorld implements AutoCloseable {

    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-north-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    final StandingClock clock = new StandingClock();
    final SqsStandIn sqs = new SqsStandIn(clock);
    final FifoQueue queue = sqs.queue("work.fifo", Duration.ofMinutes(30));
    final FifoQueue deadLetters = sqs.queue("dead.fifo", Duration.ofMinutes(30));
    final Traffic traffic = Traffic.undisturbed();
    final SqsWorkQueue work;
    private final StandInServer server = StandInServer.start("sqs", 0, sqs, traffic);

    SqsWorld() {
        SDK.forEach(System::setProperty);
        work = SqsWorkQueue.open(
                server.uri() + "/1/work.fifo", server.uri() + "/1/dead.fifo", Optional.of(server.uri()));
    }

    /** What Lambda would hand to a function. */
    List<QueuedWork> receive() {
        return queue.receive(10).stream()
                .map(message -> new QueuedWork(
                        message.id(), message.receipt(), message.body(), message.group(), message.receives()))
                .toList();
    }

    /** What Lambda does when a function has answered. */
    void answered(List<QueuedWork> messages, List<String> again) {
        messages.stream()
                .filter(message -> !again.contains(message.id()))
                .forEach(done -> queue.delete(done.receipt()));
    }

    @Override
    public void close() {
        work.close();
        server.close();
        SDK.keySet().forEach(System::clearProperty);
    }

    static final class StandingClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.fixed(now, zone);
        }
    }
}
