package io.siteagent.core.runtime;

import io.siteagent.core.http.AwsFailures;
import io.siteagent.core.http.RemoteException;
import io.siteagent.core.http.RemoteException.Reason;
import io.siteagent.core.http.RemoteSystem;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * The queue in SQS, FIFO, with a FIFO dead-letter queue beside it. Thread-safe.
 *
 * <p>De-duplication goes by {@link Work#fingerprint()}, never by content: within SQS's five minutes a second change of
 * one resource has the same content as the first, and would be swallowed.
 */
public final class SqsWorkQueue implements WorkQueue, AutoCloseable {

    private static final int BATCH = 10;
    private static final int LONGEST_REASON = 1000;
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);
    private static final Duration CALL = Duration.ofSeconds(15);

    private final SqsClient sqs;
    private final String queueUrl;
    private final String deadLetterUrl;

    private SqsWorkQueue(SqsClient sqs, String queueUrl, String deadLetterUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
        this.deadLetterUrl = deadLetterUrl;
    }

    /**
     * Opens it; region and credentials come from where the AWS SDK usually finds them. Calls nothing yet.
     *
     * @param deadLetterUrl where messages are set aside
     * @param endpoint another address of SQS, for local runs
     */
    public static SqsWorkQueue open(String queueUrl, String deadLetterUrl, Optional<URI> endpoint) {
        try {
            var builder = SqsClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder()
                            .connectionTimeout(CONNECT)
                            .socketTimeout(ATTEMPT))
                    .overrideConfiguration(
                            limits -> limits.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL));
            endpoint.ifPresent(builder::endpointOverride);
            return new SqsWorkQueue(builder.build(), queueUrl, deadLetterUrl);
        } catch (SdkException e) {
            throw failure(e, "open the queue");
        }
    }

    @Override
    public void add(List<Work> work) {
        for (int from = 0; from < work.size(); from += BATCH) {
            send(work.subList(from, Math.min(from + BATCH, work.size())));
        }
    }

    private void send(List<Work> batch) {
        var entries = new ArrayList<SendMessageBatchRequestEntry>();
        for (var piece : batch) {
            entries.add(SendMessageBatchRequestEntry.builder()
                    .id(Integer.toString(entries.size()))
                    .messageBody(TriggerJson.write(piece.trigger()))
                    .messageGroupId(piece.group())
                    .messageDeduplicationId(piece.fingerprint())
                    .build());
        }
        try {
            var failed = sqs.sendMessageBatch(
                            request -> request.queueUrl(queueUrl).entries(entries))
                    .failed();
            if (!failed.isEmpty()) {
                throw refused(failed.getFirst(), failed.size());
            }
        } catch (SdkException e) {
            throw failure(e, "queue work");
        }
    }

    @Override
    public void postpone(QueuedWork message, Duration delay) {
        try {
            sqs.changeMessageVisibility(request -> request.queueUrl(queueUrl)
                    .receiptHandle(message.receipt())
                    .visibilityTimeout((int) delay.toSeconds()));
        } catch (SdkException e) {
            throw failure(e, "postpone a message");
        }
    }

    @Override
    public void setAside(QueuedWork message, String reason) {
        var shown = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
        try {
            sqs.sendMessage(request -> request.queueUrl(deadLetterUrl)
                    .messageBody(message.text())
                    .messageGroupId(message.group())
                    .messageDeduplicationId(message.id())
                    .messageAttributes(Map.of(
                            "reason", attribute("String", shown),
                            "receives", attribute("Number", Integer.toString(message.receives())),
                            "message_id", attribute("String", message.id()))));
        } catch (SdkException e) {
            throw failure(e, "set a message aside");
        }
    }

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static RemoteException refused(BatchResultErrorEntry error, int count) {
        return new RemoteException(
                Boolean.TRUE.equals(error.senderFault()) ? Reason.REFUSED : Reason.TRANSIENT,
                RemoteSystem.SQS,
                "queue work",
                "",
                0,
                "%d messages not taken, %s".formatted(count, error.code()),
                null);
    }

    private static RemoteException failure(SdkException e, String operation) {
        return AwsFailures.of(e, RemoteSystem.SQS, operation, "");
    }

    @Override
    public void close() {
        sqs.close();
    }
}
