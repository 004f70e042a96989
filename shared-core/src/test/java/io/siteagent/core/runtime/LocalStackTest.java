package io.siteagent.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.core.config.Secret;
import io.siteagent.core.config.WaldurSettings;
import io.siteagent.core.config.WaldurUuid;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Parameter Store and queues as LocalStack has them. Needs a Docker engine that has the image or can pull it. */
class LocalStackTest {

    /** The last version that asks for no licence. */
    private static final DockerImageName IMAGE = DockerImageName.parse("localstack/localstack:4.14.0");

    private static final WaldurUuid OFFERING = WaldurUuid.of("11111111222233334444555555555555");
    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-north-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    private final SqsWorld.StandingClock clock = new SqsWorld.StandingClock();

    private static Optional<LocalStackContainer> container = Optional.empty();
    private static String missing = "";
    private static URI endpoint = URI.create("http://localhost/");

    @BeforeAll
    static void start() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            missing = "no Docker engine answers";
            return;
        }
        var localStack = new LocalStackContainer(IMAGE);
        try {
            localStack.start();
            container = Optional.of(localStack);
            endpoint = localStack.getEndpoint();
            SDK.forEach(System::setProperty);
        } catch (ContainerFetchException e) {
            missing = IMAGE + " is not on this machine and can't be pulled";
        }
    }

    @BeforeEach
    void in_a_container() {
        assumeTrue(container.isPresent(), missing);
    }

    @AfterAll
    static void stop() {
        container.ifPresent(LocalStackContainer::stop);
        SDK.keySet().forEach(System::clearProperty);
    }

    private static SsmClient ssm() {
        return SsmClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static SqsClient sqs() {
        return SqsClient.builder()
                .endpointOverride(endpoint)
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    private static void put(String name, String value, ParameterType type) {
        try (var ssm = ssm()) {
            ssm.putParameter(
                    request -> request.name(name).value(value).type(type).overwrite(true));
        }
    }

    private static void putOffering(String prefix, int number, String token) {
        var offering = prefix + "/offerings/o" + number;
        put(offering + "/settings", """
                name: offering %d
                waldur_api_url: https://waldur.example.com/
                waldur_offering_uuid: "%032x"
                backend_type: rancher
                order_processing_backend: rancher
                backend_settings:
                  backend_url: https://rancher.example.com
                  username: token-agent
                  cluster_id: c-m-1234abcd
                """.formatted(number, number), ParameterType.STRING);
        put(offering + "/components", """
                cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                """, ParameterType.STRING);
        put(offering + "/secrets/waldur_api_token", token, ParameterType.SECURE_STRING);
        put(offering + "/secrets/password", "a-rancher-secret", ParameterType.SECURE_STRING);
    }

    private ParameterStoreSource source(String prefix) {
        var environment = Map.of(
                ParameterStoreSource.PREFIX_VARIABLE,
                prefix,
                ParameterStoreSource.ENDPOINT_VARIABLE,
                endpoint.toString());
        return new ParameterStoreSource(environment::get, clock);
    }

    @Test
    void documents_and_secrets_of_many_offerings_are_read_page_by_page_and_decrypted() {
        var prefix = "/site-agent/" + UUID.randomUUID();
        IntStream.rangeClosed(1, 6).forEach(number -> putOffering(prefix, number, "token-" + number));

        try (var source = source(prefix)) {
            assertThat(source.load().offerings())
                    .hasSize(6)
                    .allSatisfy(offering -> assertThat(offering.waldur().login())
                            .isEqualTo(new WaldurSettings.Login.ApiToken(
                                    new Secret("token-" + offering.name().substring("offering ".length())))))
                    .allSatisfy(offering -> assertThat(offering.components()).hasSize(1));
        }
    }

    @Test
    void a_rotated_secret_is_used_as_soon_as_the_old_one_is_refused() {
        var prefix = "/site-agent/" + UUID.randomUUID();
        putOffering(prefix, 1, "old-token");
        try (var source = source(prefix)) {
            var before = source.load().offerings().getFirst().waldur().login();
            put(prefix + "/offerings/o1/secrets/waldur_api_token", "new-token", ParameterType.SECURE_STRING);

            assertThat(source.load().offerings().getFirst().waldur().login()).isEqualTo(before);
            clock.advance(Duration.ofMinutes(1));
            assertThat(source.reload().offerings().getFirst().waldur().login())
                    .isEqualTo(new WaldurSettings.Login.ApiToken(new Secret("new-token")));
        }
    }

    /** A FIFO queue with its dead letters, as the template makes them. */
    private record Queues(String url, String deadLetters, SqsWorkQueue work) implements AutoCloseable {

        static Queues create(int receives) {
            try (var sqs = sqs()) {
                var name = UUID.randomUUID().toString();
                var dead = sqs.createQueue(request -> request.queueName("dead-" + name + ".fifo")
                                .attributes(Map.of(QueueAttributeName.FIFO_QUEUE, "true")))
                        .queueUrl();
                var arn = arn(sqs, dead);
                var url = sqs.createQueue(request -> request.queueName("work-" + name + ".fifo")
                                .attributes(Map.of(
                                        QueueAttributeName.FIFO_QUEUE,
                                        "true",
                                        QueueAttributeName.REDRIVE_POLICY,
                                        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                                                .formatted(arn, receives))))
                        .queueUrl();
                return new Queues(url, dead, SqsWorkQueue.open(url, dead, Optional.of(endpoint)));
            }
        }

        List<QueuedWork> receive(String from) {
            try (var sqs = sqs()) {
                return sqs
                        .receiveMessage(request -> request.queueUrl(from)
                                .maxNumberOfMessages(10)
                                .messageSystemAttributeNames(MessageSystemAttributeName.ALL))
                        .messages()
                        .stream()
                        .map(message -> new QueuedWork(
                                message.messageId(),
                                message.receiptHandle(),
                                message.body(),
                                message.attributes().getOrDefault(MessageSystemAttributeName.MESSAGE_GROUP_ID, ""),
                                Integer.parseInt(message.attributes()
                                        .get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))))
                        .toList();
            }
        }

        /** As the guide does it. */
        void tryDeadLettersAgain() {
            try (var sqs = sqs()) {
                sqs.startMessageMoveTask(
                        request -> request.sourceArn(arn(sqs, deadLetters)).destinationArn(arn(sqs, url)));
            }
        }

        private static String arn(SqsClient sqs, String url) {
            return Objects.requireNonNull(sqs.getQueueAttributes(
                            request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN));
        }

        /** As Lambda does with what was worked off. */
        void delete(QueuedWork message) {
            try (var sqs = sqs()) {
                sqs.deleteMessage(request -> request.queueUrl(url).receiptHandle(message.receipt()));
            }
        }

        void putBack(QueuedWork message) {
            try (var sqs = sqs()) {
                sqs.changeMessageVisibility(request ->
                        request.queueUrl(url).receiptHandle(message.receipt()).visibilityTimeout(0));
            }
        }

        @Override
        public void close() {
            work.close();
        }
    }

    private static Work work(int number, String cause) {
        var resource = WaldurUuid.of("%032x".formatted(number));
        return new Work(new Trigger.OneResource(OFFERING, resource), resource.hex(), cause);
    }

    @Test
    void work_of_one_resource_comes_one_after_another_and_an_event_that_came_twice_once() {
        try (var queues = Queues.create(8)) {
            queues.work().add(List.of(work(1, "event 1"), work(1, "event 2"), work(2, "event 3")));
            queues.work().add(List.of(work(1, "event 2")));

            var received = queues.receive(queues.url());

            assertThat(received)
                    .extracting(QueuedWork::group)
                    .containsExactlyInAnyOrder("%032x".formatted(1), "%032x".formatted(1), "%032x".formatted(2));
            assertThat(received)
                    .extracting(message -> TriggerJson.read(message.text()))
                    .contains(work(1, "").trigger(), work(2, "").trigger());
            assertThat(queues.receive(queues.url())).isEmpty();
        }
    }

    @Test
    void a_message_that_is_put_off_comes_again_and_one_that_never_works_ends_with_the_dead_letters() {
        try (var queues = Queues.create(2)) {
            queues.work().add(List.of(work(1, "event 1")));

            var first = queues.receive(queues.url()).getFirst();
            queues.work().postpone(first, Duration.ofSeconds(1));
            assertThat(queues.receive(queues.url())).isEmpty();
            await().untilAsserted(() -> {
                var again = queues.receive(queues.url());
                assertThat(again).extracting(QueuedWork::receives).containsExactly(2);
                queues.putBack(again.getFirst());
            });

            await().untilAsserted(() -> {
                assertThat(queues.receive(queues.url())).isEmpty();
                assertThat(queues.receive(queues.deadLetters()))
                        .extracting(QueuedWork::text)
                        .containsExactly(first.text());
            });
        }
    }

    @Test
    void a_message_that_is_set_aside_lies_with_the_dead_letters() {
        try (var queues = Queues.create(8)) {
            queues.work().add(List.of(work(1, "event 1")));
            var message = queues.receive(queues.url()).getFirst();

            queues.work().setAside(message, "the offering is not configured");

            assertThat(queues.receive(queues.deadLetters()))
                    .extracting(QueuedWork::text)
                    .containsExactly(message.text());
        }
    }

    @Test
    void a_message_that_was_set_aside_can_be_sent_back_to_be_tried_again() {
        try (var queues = Queues.create(8)) {
            queues.work().add(List.of(work(1, "event 1")));
            var message = queues.receive(queues.url()).getFirst();
            queues.work().setAside(message, "the offering is not configured");
            queues.delete(message);

            queues.tryDeadLettersAgain();

            await().untilAsserted(() -> assertThat(queues.receive(queues.url()))
                    .extracting(QueuedWork::text, QueuedWork::group)
                    .containsExactly(tuple(message.text(), message.group())));
        }
    }
}
