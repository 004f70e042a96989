package io.siteagent.functions;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.siteagent.core.config.Mode;
import io.siteagent.core.config.ParameterStoreSource;
import io.siteagent.sandbox.Sandbox;
import io.siteagent.sandbox.SandboxOptions;
import io.siteagent.sandbox.http.Answer;
import io.siteagent.sandbox.http.Request;
import io.siteagent.sandbox.keycloak.KeycloakGate;
import io.siteagent.sandbox.keycloak.KeycloakServer;
import io.siteagent.sandbox.keycloak.Realm;
import io.siteagent.sandbox.lambda.EventSourceMapping;
import io.siteagent.sandbox.lambda.HttpApi;
import io.siteagent.sandbox.lambda.Invocation;
import io.siteagent.sandbox.sqs.FifoQueue;
import io.siteagent.sandbox.waldur.Order;
import io.siteagent.sandbox.waldur.Seed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import org.springframework.messaging.support.MessageBuilder;

/**
 * A function with all that is around it: Waldur, Rancher, Parameter Store and SQS on loopback, the HTTP API in front
 * and the queue behind. When it closes, the log is searched for every secret and person that went in.
 */
final class FunctionWorld implements AutoCloseable {

    static final String PREFIX = "/waldur-site-agent/test";
    static final String SECRET = "webhook-secret-0123456789abcdef";
    static final String RANCHER_SECRET = "rancher-secret-0123456789abcdef";
    /** More than what any test puts on the queue leads to. */
    private static final int MOST_DELIVERIES = 100;

    private static final Map<String, String> SDK =
            Map.of("aws.region", "eu-north-1", "aws.accessKeyId", "test", "aws.secretAccessKey", "test");

    final MovableClock clock = new MovableClock();
    final Sandbox sandbox = Sandbox.start(SandboxOptions.defaults().with(clock));
    final FifoQueue queue = sandbox.sqs().queue("order.fifo", Duration.ofMinutes(30));
    final FifoQueue deadLetters = sandbox.sqs().queue("order-dead.fifo", Duration.ofMinutes(30));
    final Seed.OfferingSeed offering =
            sandbox.waldur().seed().customer("Compute Centre").offering("Rancher Projects");
    final Seed.ProjectSeed project =
            sandbox.waldur().seed().customer("University").project("Research");
    final String waldurToken;
    private final Map<String, String> environment = new ConcurrentHashMap<>();
    private final List<String> unspeakable = new ArrayList<>(List.of(SECRET, RANCHER_SECRET, "Maria Tamm"));
    private final List<Realm> realms = new ArrayList<>();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final ByteArrayOutputStream metrics = new ByteArrayOutputStream();
    private final AgentFunction function;

    FunctionWorld(Mode mode) {
        this(mode, Permission.APPLY);
    }

    FunctionWorld(Mode mode, Permission permission) {
        SDK.forEach(System::setProperty);
        log.start();
        root().addAppender(log);
        sandbox.rancher()
                .controllerDelay(Duration.ZERO)
                .terminationDelay(Duration.ZERO)
                .seed()
                .key("token-agent:" + RANCHER_SECRET)
                .cluster("c-m-1234abcd");
        offering.component("cpu", "limit");
        waldurToken = newWaldurToken("agent");
        project.member("Maria Tamm", "PROJECT.MEMBER");
        sandbox.ssm()
                .put(PREFIX + "/offerings/one/settings", settings(""))
                .putSecure(PREFIX + "/offerings/one/secrets/waldur_api_token", waldurToken)
                .putSecure(PREFIX + "/offerings/one/secrets/password", RANCHER_SECRET)
                .putSecure(PREFIX + "/secrets/webhook", SECRET);
        environment.putAll(Map.of(
                ParameterStoreSource.PREFIX_VARIABLE,
                PREFIX,
                ParameterStoreSource.ENDPOINT_VARIABLE,
                sandbox.ssmUri().toString(),
                QueueSource.QUEUE_VARIABLE,
                sandbox.sqsUri() + "/1/order.fifo",
                QueueSource.DEAD_LETTER_VARIABLE,
                sandbox.sqsUri() + "/1/order-dead.fifo",
                QueueSource.ENDPOINT_VARIABLE,
                sandbox.sqsUri().toString()));
        function = function(mode, permission);
    }

    private AgentFunction function(Mode mode, Permission permission) {
        return new AgentFunction(
                mode,
                permission,
                new ParameterStoreSource(environment::get, clock),
                new QueueSource(environment::get),
                new Metrics(new PrintStream(metrics, true, StandardCharsets.UTF_8), environment::get, clock),
                clock);
    }

    /** Lets the configuration say more below {@code backend_settings}. */
    void backend(String more) {
        sandbox.ssm().put(PREFIX + "/offerings/one/settings", settings(more));
    }

    private String settings(String backend) {
        return """
                name: one
                waldur_api_url: %s/
                waldur_offering_uuid: %s
                backend_type: rancher
                order_processing_backend: rancher
                membership_sync_backend: rancher
                reporting_backend: rancher
                backend_settings:
                  backend_url: %s
                  username: token-agent
                  cluster_id: c-m-1234abcd
                %s
                backend_components:
                  cpu: {type: cpu, measured_unit: cores, accounting_type: limit, label: CPU}
                """.formatted(sandbox.waldurUri(), offering.uuid(), sandbox.rancherUri(), backend.indent(2));
    }

    /** Lets the offering use a realm of the real Keycloak, which is empty. */
    Realm withKeycloak() {
        try {
            var server = KeycloakServer.shared();
            var realm = server.realm();
            backend("""
                    keycloak_enabled: true
                    keycloak:
                      keycloak_url: %s
                      keycloak_realm: %s
                      keycloak_user_realm: %s
                      keycloak_client_id: %s
                    """.formatted(
                            sandbox.serve("keycloak", new KeycloakGate(server.baseUri())),
                            realm.name(),
                            realm.name(),
                            Realm.AGENT_CLIENT));
            sandbox.ssm().putSecure(PREFIX + "/offerings/one/secrets/keycloak_client_secret", Realm.AGENT_SECRET);
            sandbox.waldur().realm(realm.name());
            unspeakable(Realm.AGENT_SECRET);
            realms.add(realm);
            return realm;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FunctionWorld with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    FunctionWorld withoutQueue() {
        environment.keySet().removeIf(name -> name.contains("QUEUE"));
        return this;
    }

    String newWaldurToken(String name) {
        var token = offering.ownerToken(name);
        unspeakable.add(token);
        return token;
    }

    void unspeakable(String text) {
        unspeakable.add(text);
    }

    /** Hands the function an event, as Lambda does. */
    String invoke(String event) {
        return invoke(function, event);
    }

    /** Lets the order function carry out an order, whatever this world's function is. */
    void carryOut(Order order) {
        invoke(
                function(Mode.ORDER_PROCESS, Permission.APPLY),
                "{\"kind\":\"order\",\"offering\":\"%s\",\"order\":\"%s\"}".formatted(offering.uuid(), order.uuid()));
        assertThat(sandbox.waldur().order(order.uuid()).state()).isEqualTo(Order.State.DONE);
    }

    private static String invoke(AgentFunction function, String event) {
        InputStream payload = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
        var answer = function.apply(MessageBuilder.withPayload(payload).build());
        return new String(answer.getPayload(), StandardCharsets.UTF_8);
    }

    /** Fails an invocation as Lambda does, with an answer instead of an exception that ends the caller. */
    Invocation invocation() {
        return event -> {
            try {
                return invoke(event);
            } catch (RuntimeException e) {
                throw new IOException(e);
            }
        };
    }

    /** Calls the webhook through the HTTP API. */
    Answer call(String path, Map<String, List<String>> headers, byte[] body) {
        return new HttpApi(Map.of("order", invocation(), "membership", invocation()))
                .handle(new Request("POST", path, Map.of(), headers, body));
    }

    Answer call(String path, String body) {
        return call(path, Map.of("content-type", List.of("application/json")), body.getBytes(StandardCharsets.UTF_8));
    }

    /** Lets Lambda deliver what is on the queue until nothing can be had. */
    void deliver() {
        try (var mapping = EventSourceMapping.between(queue, 10, invocation())) {
            for (var deliveries = 0; mapping.deliver() > 0; deliveries++) {
                assertThat(deliveries)
                        .as("deliveries, as if messages led to messages without an end")
                        .isLessThan(MOST_DELIVERIES);
            }
        }
    }

    String logged() {
        return List.copyOf(log.list).stream()
                .map(event -> event.getFormattedMessage()
                        + event.getKeyValuePairs()
                        + event.getMDCPropertyMap()
                        + (event.getThrowableProxy() == null
                                ? ""
                                : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    List<String> loggedAtLeast(Level level) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(level))
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** The last line of metrics. */
    JsonNode metrics() {
        try {
            return new ObjectMapper()
                    .readTree(metrics.toString(StandardCharsets.UTF_8)
                            .lines()
                            .toList()
                            .getLast());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Override
    public void close() {
        root().detachAppender(log);
        sandbox.close();
        SDK.keySet().forEach(System::clearProperty);
        realms.forEach(FunctionWorld::giveBack);
        assertThat(logged()).doesNotContain(unspeakable);
        assertThat(metrics.toString(StandardCharsets.UTF_8)).doesNotContain(unspeakable);
    }

    private static void giveBack(Realm realm) {
        try {
            KeycloakServer.shared().giveBack(realm);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The real time, moved on at will. */
    static final class MovableClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void advance(Duration by) {
            ahead = ahead.plus(by);
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return Clock.offset(Clock.system(zone), ahead);
        }
    }
}
