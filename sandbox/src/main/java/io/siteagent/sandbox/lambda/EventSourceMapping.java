package io.siteagent.sandbox.lambda;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.siteagent.sandbox.sqs.FifoQueue;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Lambda's side of a queue: takes batches off it, invokes the function, and deletes what the function does not want
 * again. A failed invocation leaves its whole batch on the queue.
 */
public final class EventSourceMapping implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FifoQueue queue;
    private final int batch;
    private final Invocation function;
    private final ExecutorService pollers = Executors.newVirtualThreadPerTaskExecutor();

    private EventSourceMapping(FifoQueue queue, int batch, Invocation function) {
        this.queue = queue;
        this.batch = batch;
        this.function = function;
    }

    /** Prepares one that moves nothing by itself: see {@link #deliver()}. */
    public static EventSourceMapping between(FifoQueue queue, int batch, Invocation function) {
        return new EventSourceMapping(queue, batch, function);
    }

    /** Lets so many invocations run at the same time until it is closed. */
    public EventSourceMapping poll(int concurrency) {
        for (int n = 0; n < concurrency; n++) {
            pollers.execute(this::pollUntilClosed);
        }
        return this;
    }

    private void pollUntilClosed() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (deliver() == 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Delivers one batch; returns how many messages it held. */
    public int deliver() {
        var messages = queue.receive(batch);
        if (messages.isEmpty()) {
            return 0;
        }
        try {
            var again = new HashSet<String>();
            JSON.readTree(function.invoke(event(messages)))
                    .path("batchItemFailures")
                    .forEach(failure -> again.add(failure.path("itemIdentifier").asText()));
            messages.stream()
                    .filter(message -> !again.contains(message.id()))
                    .forEach(message -> queue.delete(message.receipt()));
        } catch (IOException failed) {
            // All of them show again when their time is up.
            return messages.size();
        }
        return messages.size();
    }

    private static String event(List<FifoQueue.Received> messages) {
        var event = JsonNodeFactory.instance.objectNode();
        var records = event.putArray("Records");
        for (var message : messages) {
            var row = records.addObject()
                    .put("messageId", message.id())
                    .put("receiptHandle", message.receipt())
                    .put("body", message.body())
                    .put("eventSource", "aws:sqs")
                    .put("eventSourceARN", "arn:aws:sqs:eu-north-1:000000000000:queue.fifo")
                    .put("awsRegion", "eu-north-1");
            row.putObject("attributes")
                    .put("ApproximateReceiveCount", Integer.toString(message.receives()))
                    .put("MessageGroupId", message.group());
            row.putObject("messageAttributes");
        }
        return event.toString();
    }

    @Override
    public void close() {
        pollers.shutdownNow();
        pollers.close();
    }
}
